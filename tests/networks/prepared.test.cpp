// What depends on parameters alone is worked out once for many runs: predictions follow every change of a parameter
// all the same, as those of plain loops do, which keep nothing.
#include "near.hpp"

#include <prepared_network.gen.hpp>
#include <prepared_network_reference.gen.hpp>

#include <sylvite/runtime/block.hpp>
#include <sylvite/runtime/core/initialise.hpp>
#include <sylvite/runtime/core/instance.hpp>
#include <sylvite/runtime/trace/recording.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace {

using sylvite::with_state;
using sylvite::test::expect_near;

constexpr std::size_t rows = 3, pixels = 3 * 8 * 8;

std::vector<float> images() {
    std::vector<float> all(rows * pixels);
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<float>(i * i % 17) / 8 - 1;
    return all;
}
const std::vector<float> x = images();
const std::vector<std::int32_t> label = {4, 0, 2};

template <class Network>
void bind_all(Network &net) {
    net.bind(Network::x, std::span(x));
    net.bind(Network::label, std::span(label));
}

std::vector<float> copied(std::span<const float> values) { return {values.begin(), values.end()}; }

/// A parameter that is far from what it was.
std::vector<float> others(std::size_t count, double first) {
    std::vector<float> all(count);
    for (std::size_t i = 0; i < count; ++i) all[i] = static_cast<float>(first + 0.1 * static_cast<double>(i % 7));
    return all;
}

/// Both entries that predict, twice each, beside plain loops with the same parameters.
void expect_current(prepared_network &net, const std::string &what) {
    prepared_network_reference loops;
    bind_all(loops);
    loops.restore(net.persistent());
    const auto expected = copied(loops.predict().z);
    for (int times = 0; times < 2; ++times) {
        expect_near(net.predict().z, expected, 1e-5, what + ": predict");
        expect_near(net.count().z2, expected, 1e-5, what + ": count");
    }
}

TEST(prepared, predictions_follow_every_change_of_a_parameter) {
    prepared_network net({.seed = 5, .threads = 1});
    bind_all(net);
    const std::string file = (std::filesystem::path(testing::TempDir()) / "prepared.safetensors").string();
    net.save(file, with_state::yes);
    const std::vector<std::byte> start(net.persistent().begin(), net.persistent().end());

    const std::pair<std::string, std::function<void()>> changes[] = {
        {"as it begins", [] {}},
        {"set, by arithmetic", [&] { net.set(prepared_network::gain, std::span<const float>(others(32, -1))); }},
        {"set, a weight", [&] { net.set("second.weight", std::span<const float>(others(32 * 32 * 9, 0.01))); }},
        {"set, a state", [&] { net.set("norm.running_var", std::span<const float>(others(32, 3))); }},
        {"trained", [&] { net.train(); }},
        {"trained on", [&] { net.train(), net.train(); }},
        {"an entry that assigns", [&] { net.halve(); }},
        {"restored", [&] { net.restore(start); }},
        {"initialised", [&] { net.initialise(8); }},
        {"loaded", [&] { net.load(file, with_state::yes); }},
    };
    for (const auto &[what, change] : changes) {
        change();
        expect_current(net, what);
    }
}

TEST(prepared, instances_that_share_parameters_prepare_their_own) {
    prepared_network net({.seed = 5, .threads = 1});
    bind_all(net);
    const auto before = copied(net.predict().z);
    {
        prepared_network other(net, {.threads = 1});
        bind_all(other);
        EXPECT_EQ(copied(other.predict().z), before);
    }
    net.set(prepared_network::gain, std::span<const float>(others(32, 2)));
    expect_current(net, "the owner, alone again");
    prepared_network other(net, {.threads = 1});
    bind_all(other);
    EXPECT_EQ(copied(other.predict().z), copied(net.predict().z));
    EXPECT_NE(copied(net.predict().z), before);
}

/// How often each call of an entry ran.
std::vector<std::uint64_t> counts(const sylvite::recording &steps, sylvite::entry_handle entry) {
    std::vector<std::uint64_t> all;
    for (const sylvite::call_cost &c : steps.calls())
        if (c.entry == entry.index) all.push_back(c.count);
    return all;
}

TEST(prepared, is_worked_out_when_something_has_changed_and_not_else) {
    prepared_network net({.threads = 1});
    bind_all(net);
    const std::size_t first = net.code().entries[prepared_network::predict_entry.index].prepared_calls,
                      all = net.code().entries[prepared_network::predict_entry.index].calls.size();
    ASSERT_GE(first, 4U) << "two weights, what is made of the gain, scale and shift";
    ASSERT_LT(first, all);
    net.predict();

    sylvite::recording steps(net);
    const auto expect_counts = [&](std::uint64_t of_prepared, std::uint64_t of_others, const char *what) {
        std::vector<std::uint64_t> expected(all, of_others);
        std::fill_n(expected.begin(), first, of_prepared);
        EXPECT_EQ(counts(steps, prepared_network::predict_entry), expected) << what;
        steps.clear();
    };
    for (int i = 0; i < 3; ++i) net.predict();
    expect_counts(0, 3, "nothing has changed");
    net.count();  // writes a state that nothing else reads
    net.predict(1);
    net.predict(2);
    expect_counts(0, 2, "other rows, another state");
    net.halve();
    net.predict();
    net.predict();
    expect_counts(1, 2, "a parameter");
}

TEST(prepared, memory_that_the_program_itself_writes_is_told_of_or_nothing_is_kept) {
    prepared_network of_library({.threads = 1});
    const sylvite::core::program &code = of_library.code();
    const sylvite::core::memory_needs needs = sylvite::core::required_memory(code);
    const sylvite::block persistent(needs.persistent), workspace(needs.workspace), scratch(needs.scratch),
        views(needs.views);
    sylvite::core::instance net;
    ASSERT_EQ(net.bind(code, {persistent.bytes(), workspace.bytes(), scratch.bytes(), views.bytes()}),
              sylvite::core::status::ok);
    sylvite::core::initialise_persistent(code, 5, persistent.bytes().data());
    ASSERT_EQ(net.set_extent(1, rows), sylvite::core::status::ok);
    ASSERT_EQ(net.bind_input(prepared_network::x.tensor, x.data()), sylvite::core::status::ok);
    const auto predicted = [&] {
        EXPECT_EQ(net.run(prepared_network::predict_entry.index), sylvite::core::status::ok) << net.message();
        const std::uint32_t z = code.entries[prepared_network::predict_entry.index].outputs[0].tensor;
        const auto *values = reinterpret_cast<const float *>(net.data(z));
        return std::vector<float>(values, values + rows * 5);
    };
    const auto write = [&](double value) {
        const auto values = others(32, value);
        std::memcpy(net.data(prepared_network::gain.tensor), values.data(), 32 * sizeof(float));
    };
    write(0);
    const auto of_0 = predicted();
    write(1);
    const auto of_1 = predicted();
    EXPECT_NE(of_1, of_0) << "nothing is kept unless that was asked for";

    net.set_keeps_prepared(true);
    EXPECT_EQ(predicted(), of_1);
    write(0);
    EXPECT_EQ(predicted(), of_1) << "nobody has told of it";
    net.forget_prepared();
    EXPECT_EQ(predicted(), of_0);
}

}  // namespace
