#include "fake_kernels.hpp"
#include "fake_network.hpp"

#include <sylvite/runtime/core/handlers.hpp>
#include <sylvite/runtime/core/initialise.hpp>
#include <sylvite/runtime/core/instance.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <string>

namespace {

using namespace sylvite;
using core::status;

/// Static memory, as a program without a heap would give it.
struct bound {
    alignas(128) std::byte persistent[192];
    alignas(128) std::byte workspace[256];
    alignas(128) std::byte scratch[8 * 128];
    alignas(128) std::byte views[8192];
    core::instance net;

    core::memory memory() { return {persistent, workspace, scratch, views}; }
    status bind(const core::program &code) { return net.bind(code, memory()); }

    float x[24] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    float y[8] = {1, 1, 1, 1};
    float rate[1] = {0.5f};
    void ready(const core::program &code) {
        ASSERT_EQ(bind(code), status::ok) << net.message();
        const float weight[3] = {1, 10, 100};
        std::memcpy(persistent, weight, sizeof weight);
        const float bias = 0.5f;
        std::memcpy(persistent + 64, &bias, sizeof bias);
        ASSERT_EQ(net.bind_input(fake::x, x), status::ok);
        ASSERT_EQ(net.bind_input(fake::y, y), status::ok);
        ASSERT_EQ(net.bind_input(fake::rate, rate), status::ok);
    }
};

TEST(core_instance, runs_an_entry_over_any_number_of_rows) {
    bound b;
    b.ready(fake::line_program());
    for (const int rows : {4, 1, 3, 8}) {
        ASSERT_EQ(b.net.set_extent(1, rows), status::ok);
        ASSERT_EQ(b.net.run(fake::predict), status::ok) << b.net.message();
        EXPECT_EQ(b.net.volume(fake::z), static_cast<std::uint64_t>(rows));
        EXPECT_EQ(b.net.volume(fake::x), static_cast<std::uint64_t>(rows) * 3);
        const auto *z = reinterpret_cast<const float *>(b.net.data(fake::z));
        EXPECT_EQ(z[0], 1 + 20 + 300 + 0.5f);
        if (rows > 2) {
            EXPECT_EQ(z[2], 7 + 80 + 900 + 0.5f);
        }
    }
    EXPECT_GT(b.net.scratch_peak_bytes(), 0u);
}

TEST(core_instance, counts_a_metric_at_the_run_time_extents) {
    bound b;
    b.ready(fake::line_program());
    ASSERT_EQ(b.net.set_extent(1, 5), status::ok);
    EXPECT_EQ(b.net.count(fake::line_program().entries[fake::evaluate].metrics[0]), 5);
}

TEST(core_instance, refuses_memory_that_is_too_small_or_misaligned) {
    const core::memory_needs needs = core::required_memory(fake::line_program());
    EXPECT_EQ(needs.persistent, 192u);
    EXPECT_EQ(needs.workspace, 256u);
    bound b;
    ASSERT_LE(needs.views, sizeof b.views);
    for (int which = 0; which < 4; ++which) {
        core::memory m = b.memory();
        std::span<std::byte> *block[] = {&m.persistent, &m.workspace, &m.scratch, &m.views};
        *block[3] = block[3]->first(needs.views);
        EXPECT_EQ(b.net.bind(fake::line_program(), m), status::ok);
        const std::span<std::byte> whole = *block[which];
        *block[which] = whole.first(whole.size() - 1);
        EXPECT_EQ(b.net.bind(fake::line_program(), m), status::memory_too_small);
        EXPECT_NE(std::string(b.net.message()).find("bytes, it needs"), std::string::npos) << b.net.message();
        EXPECT_EQ(b.net.run(fake::predict), status::not_bound);
    }
    core::memory m = b.memory();
    m.views = m.views.subspan(8);
    EXPECT_EQ(b.net.bind(fake::line_program(), m), status::memory_misaligned);
}

TEST(core_instance, refuses_extents_outside_their_bounds) {
    bound b;
    b.ready(fake::line_program());
    EXPECT_EQ(b.net.set_extent(1, 9), status::extent_out_of_range);
    EXPECT_STREQ(b.net.message(), "network 'line': an extent of 9 was asked for where 1 to 8 is possible");
    EXPECT_EQ(b.net.set_extent(1, 0), status::extent_out_of_range);
    EXPECT_EQ(b.net.set_extent(1, -5), status::extent_out_of_range);
    EXPECT_EQ(b.net.set_extent(0, 1), status::no_such_symbol);
    EXPECT_EQ(b.net.set_extent(2, 1), status::no_such_symbol);
}

TEST(core_instance, refuses_to_run_unprepared) {
    bound b;
    EXPECT_EQ(b.net.run(0), status::not_bound);
    ASSERT_EQ(b.bind(fake::line_program()), status::ok);
    EXPECT_EQ(b.net.run(fake::predict), status::extent_not_set);
    ASSERT_EQ(b.net.set_extent(1, 2), status::ok);
    EXPECT_EQ(b.net.run(fake::predict), status::input_not_bound);
    EXPECT_STREQ(b.net.message(), "network 'line': entry 'predict' needs input 'x', which is not bound");
    EXPECT_EQ(b.net.run(17), status::no_such_entry);
    EXPECT_EQ(b.net.bind_input(fake::weight, b.x), status::not_an_input);
    EXPECT_EQ(b.net.bind_input(99, b.x), status::no_such_tensor);
    EXPECT_EQ(b.net.bind_input(fake::x, nullptr), status::input_not_bound);
    EXPECT_EQ(b.net.bind_input(fake::x, reinterpret_cast<char *>(b.x) + 1), status::input_misaligned);
}

TEST(core_instance, refuses_to_write_a_read_only_segment) {
    bound b;
    b.ready(fake::line_program());
    ASSERT_EQ(b.net.set_extent(1, 2), status::ok);
    b.net.set_persistent_read_only(true);
    EXPECT_EQ(b.net.run(fake::train), status::persistent_is_shared);
    EXPECT_EQ(b.net.run(fake::predict), status::ok);
}

TEST(core_instance, reports_a_failed_kernel_with_entry_call_and_halides_text) {
    fake::tables t;
    t.calls[fake::predict][1].function = fake::fail_with_text;
    bound b;
    b.ready(t.code);
    ASSERT_EQ(b.net.set_extent(1, 2), status::ok);
    for (int round = 0; round < 2; ++round) {
        EXPECT_EQ(b.net.run(fake::predict), status::kernel_failed);
        EXPECT_STREQ(b.net.message(),
                     "network 'line': entry 'predict', call 'less -> positive' (network.hpp:15): z is accessed "
                     "at 9, which is beyond the max (8) in dimension 0");
    }
    EXPECT_EQ(b.net.run(fake::evaluate), status::ok) << "the error stayed";
    t.calls[fake::predict][1].function = fake::fail_silently;
    EXPECT_EQ(b.net.run(fake::predict), status::kernel_failed);
    EXPECT_NE(std::string(b.net.message()).find("failed with code -77"), std::string::npos);
}

TEST(core_instance, reports_a_kernel_that_wants_too_much_scratch) {
    fake::tables t;
    t.calls[fake::predict][1] = {fake::hungry, "hungry", 5, 2, 0};
    bound b;
    b.ready(t.code);
    ASSERT_EQ(b.net.set_extent(1, 2), status::ok);
    EXPECT_EQ(b.net.run(fake::predict), status::out_of_scratch);
    EXPECT_NE(std::string(b.net.message()).find("1073741824 bytes of scratch with 1024 reserved"), std::string::npos)
        << b.net.message();
}

TEST(core_instance, finds_the_first_tensor_that_is_not_finite) {
    bound b;
    b.ready(fake::line_program());
    ASSERT_EQ(b.net.set_extent(1, 3), status::ok);
    core::instance::finding where;
    EXPECT_EQ(b.net.run_until_not_finite(fake::evaluate, where), status::ok);
    EXPECT_FALSE(where.found);
    b.x[5] = std::nanf("");
    EXPECT_EQ(b.net.run_until_not_finite(fake::evaluate, where), status::ok);
    EXPECT_TRUE(where.found);
    EXPECT_EQ(where.tensor, fake::x);
    EXPECT_EQ(where.element, 5u);
    b.x[5] = 3e38f;  // times 100: the forward pass overflows
    EXPECT_EQ(b.net.run_until_not_finite(fake::evaluate, where), status::ok);
    EXPECT_EQ(where.tensor, fake::z);
    EXPECT_EQ(where.element, 1u);
    ASSERT_NE(where.writer, nullptr);
    EXPECT_STREQ(where.writer->label, "contraction add -> z");
}

TEST(core_handlers, leave_a_foreign_user_context_alone) {
    // No Halide runtime is linked here: what is not ours has nobody behind it, and is never dereferenced.
    auto *foreign = reinterpret_cast<void *>(std::uintptr_t{16});
    EXPECT_EQ(core::handlers::malloc(foreign, 64), nullptr);
    core::handlers::free(foreign, nullptr);
    core::handlers::error(foreign, "not ours");
    core::handlers::print(foreign, "not ours");
    EXPECT_EQ(core::handlers::do_par_for(foreign, nullptr, 0, 4, nullptr), -1);
}

}  // namespace
