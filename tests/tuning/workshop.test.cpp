// Candidates: made, checked and timed; what hangs, crashes or errs is told from what is good.
#include "tuning_folder.hpp"

#include <sylvite/generators/support/spec_builder.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace sylvite::codegen {
namespace {

using ::testing::HasSubstr;
using testing::small_spec;
using testing::tuning_folder;

/// Of a compiler that makes kernels of this body.
std::string fault_with(const std::string &body) {
    const tuning_folder folder;
    workshop_options options = folder.shop(folder.erring_compiler("grain=0", body));
    options.candidate_seconds = 2;
    const workshop shop(options);
    const workpiece piece = shop.prepare(small_spec());
    schedule chosen = choose_schedule(small_spec(), describe(testing::host_target()));
    EXPECT_EQ(chosen.at("grain"), 0);
    candidate c = shop.make(piece, chosen, 1);
    EXPECT_EQ(c.fault, "");
    EXPECT_FALSE(shop.check(piece, c, expected_results(piece.spec, piece.sizes)));
    return c.fault;
}

TEST(workshop, makes_a_kernel_whose_numbers_are_right_and_times_it) {
    const tuning_folder folder;
    const workshop shop(folder.shop(KERNEL_COMPILER));
    const workpiece piece = shop.prepare(small_spec());
    ASSERT_EQ(piece.sizes, (std::vector<extents>{{40}, {14}})) << "the bound, and a size with tails";
    candidate c = shop.make(piece, choose_schedule(small_spec(), describe(testing::host_target())), 1);
    ASSERT_EQ(c.fault, "");
    const expected_results expected(piece.spec, piece.sizes);
    EXPECT_EQ(expected.bytes(), (40u + 14u) * 100u * 4u);
    EXPECT_TRUE(shop.check(piece, c, expected)) << c.fault;
    const double seconds = shop.time(piece, c, 0.01);
    EXPECT_GT(seconds, 1e-8) << "4000 elements";
    EXPECT_LT(seconds, 1e-2);
}

TEST(workshop, names_a_candidate_that_hangs) {
    EXPECT_EQ(fault_with("for (;;) asm volatile(\"\");"), "did not end in time");
}

TEST(workshop, names_a_candidate_that_crashes) {
    EXPECT_THAT(fault_with("__builtin_trap();"), HasSubstr("was ended by signal "));
    EXPECT_THAT(fault_with("return -3;"), HasSubstr("ended with exit status 1: the kernel failed"));
}

TEST(workshop, names_a_candidate_that_gives_wrong_numbers) {
    EXPECT_THAT(fault_with("return 0;"), HasSubstr("gave wrong numbers: result 0 at extents 40: element 0 is "));
}

TEST(workshop, names_a_schedule_that_cannot_be_compiled) {
    const tuning_folder folder;
    const workshop shop(folder.shop(KERNEL_COMPILER));
    candidate c = shop.make(shop.prepare(small_spec()), {{"vector", 8}, {"grain", 7}}, 1);
    EXPECT_THAT(c.fault, HasSubstr("the kernel compiler ended with exit status 1: sylvite-kernel: "));
    EXPECT_THAT(c.fault, HasSubstr("the parameter \"grain\" is 7, expected "));
}

TEST(workshop, makes_kernels_by_halides_autoschedulers) {
    const tuning_folder folder;
    const workshop shop(folder.shop(KERNEL_COMPILER));
    const workpiece piece = shop.prepare(small_spec());
    const expected_results expected(piece.spec, piece.sizes);
    for (const char *name : {"Mullapudi2016", "Adams2019", "Li2018"}) {
        candidate c = shop.make_by_autoscheduler(piece, name, 1);
        ASSERT_EQ(c.fault, "") << name;
        EXPECT_TRUE(shop.check(piece, c, expected)) << name << ' ' << c.fault;
        EXPECT_GT(shop.time(piece, c, 0.01), 0) << name;
    }
    EXPECT_THAT(shop.make_by_autoscheduler(piece, "Nobody1999", 1).fault,
                HasSubstr("autoscheduler: expected Mullapudi2016, Adams2019 or Li2018, found \"Nobody1999\""));
}

/// Results of the row and of its elements.
kernel_spec two_shapes(bool is_dynamic) {
    generators::spec_builder b(family::row_wise);
    const extent rows = is_dynamic ? b.symbol(20) : extent{20, 0};
    const shape s = b.dims({rows, {10, 0}});
    const auto e = b.apply(graph::op::exp, {b.argument(f32, s)});
    const auto sum = b.reduce(graph::op::reduce_sum, e, {1});
    b.output(b.apply(graph::op::log, {sum}));
    b.output(b.apply(graph::op::divide, {e, b.broadcast(sum, s, {0})}));
    return b.spec();
}

TEST(workshop, copes_with_results_of_two_shapes) {
    const tuning_folder folder;
    const workshop shop(folder.shop(KERNEL_COMPILER));
    for (const bool is_dynamic : {false, true}) {
        const workpiece piece = shop.prepare(two_shapes(is_dynamic));
        const expected_results expected(piece.spec, piece.sizes);
        candidate c = shop.make(piece, choose_schedule(piece.spec, describe(testing::host_target())), 1);
        EXPECT_TRUE(shop.check(piece, c, expected)) << c.fault;
        EXPECT_GT(shop.time(piece, c, 0.01), 0);
        if (is_dynamic) continue;  // Halide's schedules rely on the number of rows that they were made for
        for (const char *name : {"Mullapudi2016", "Adams2019", "Li2018"}) {
            candidate by_halide = shop.make_by_autoscheduler(piece, name, 2);
            EXPECT_EQ(by_halide.fault, "") << name;
            EXPECT_TRUE(shop.check(piece, by_halide, expected)) << name << ' ' << by_halide.fault;
        }
    }
}

TEST(workshop, asks_for_a_compiler_that_works) {
    const tuning_folder folder;
    workshop_options options = folder.shop(KERNEL_COMPILER);
    options.cxx = "false";
    options.tools = folder / "tools";
    try {
        const workshop shop(options);
        FAIL() << "nothing was said";
    } catch (const std::runtime_error &problem) {
        EXPECT_STREQ(problem.what(),
                     "the program that times candidates cannot be compiled: false ended with exit status 1");
    }
}

TEST(expected_results, find_one_wrong_element_and_forgive_another_order_of_sums) {
    const kernel_spec spec = small_spec();
    const std::vector<extents> sizes = tried_extents(spec);
    const expected_results expected(spec, sizes);
    std::string memory;
    for (const extents &size : sizes) {
        std::string x(bytes_of(spec.arguments[0].dims, f32, size), '\0'), y = x;
        fill_argument(spec, 0, size, x.data());
        fill_argument(spec, 1, size, y.data());
        auto *a = reinterpret_cast<float *>(x.data()), *b = reinterpret_cast<float *>(y.data());
        for (std::size_t i = 0; i < x.size() / 4; ++i) b[i] = a[i] * a[i] + b[i];
        memory += y;
    }
    EXPECT_EQ(expected.fault_in(memory.data()), "");
    auto *values = reinterpret_cast<float *>(memory.data());
    values[4010] += 1e-5f;
    EXPECT_EQ(expected.fault_in(memory.data()), "");
    values[4010] += 1e-2f;
    EXPECT_THAT(expected.fault_in(memory.data()), HasSubstr("result 0 at extents 14: element 10 is "));
}

TEST(inputs, are_the_same_wherever_they_are_made) {
    const kernel_spec spec = small_spec();
    std::vector<float> x(40 * 100);
    fill_argument(spec, 0, {40}, x.data());
    // Written down once: another machine has to make the same.
    EXPECT_FLOAT_EQ(x[0], 1.533243f);
    EXPECT_FLOAT_EQ(x[3999], -1.763676f);
    EXPECT_LT(*std::max_element(x.begin(), x.end()), 2);
    EXPECT_GE(*std::min_element(x.begin(), x.end()), -2);
}

}  // namespace
}  // namespace sylvite::codegen
