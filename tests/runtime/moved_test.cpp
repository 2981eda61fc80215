// What is left of objects that were moved from.
#include "expect_error.hpp"
#include "fake_network.hpp"
#include "temporary_folder.hpp"

#include <sylvite/runtime/data/standardisation.hpp>
#include <sylvite/runtime/trace/recording.hpp>
#include <sylvite/runtime/train/fit.hpp>
#include <sylvite/runtime/watch/watch.hpp>
#include <sylvite/runtime/weights/load.hpp>
#include <sylvite/runtime/weights/save.hpp>

#include <gtest/gtest.h>

#include <vector>

// What was moved from is used here on purpose.
// NOLINTBEGIN(bugprone-use-after-move,hicpp-invalid-access-moved,clang-analyzer-cplusplus.Move)

namespace {

using namespace sylvite;
using fake::line;

dataset rows(std::size_t n) {
    dataset d;
    d.add(line::x, std::vector<float>(3 * n, 0.5f)).add(line::y, std::vector<float>(n, 1.f));
    return d;
}

void has_no_network(line &net) {
    temporary_folder folder;
    constexpr const char *moved = "the network was moved away: this instance has none any more";
    const std::vector<float> x(24);
    const std::vector<std::byte> bytes(8);
    EXPECT_ERROR((void)net.predict(1), moved);
    EXPECT_ERROR((void)net.predict(rows(2)), moved);
    EXPECT_ERROR(net.train(rows(2)), moved);
    EXPECT_ERROR(net.step({fake::predict}, 1), moved);
    EXPECT_ERROR((void)net.results({fake::predict}, 1), moved);
    EXPECT_ERROR(net.bind(line::x, x), moved);
    EXPECT_ERROR(net.bind("x", std::span(x)), moved);
    EXPECT_ERROR(net.bind_tensor(0, f32, x.data(), 3), moved);
    EXPECT_ERROR(net.set(line::rate, 1.f), moved);
    EXPECT_ERROR(net.set("rate", 1), moved);
    EXPECT_ERROR(net.set_extent(1, 1), moved);
    EXPECT_ERROR(net.set(line::bias, std::vector<float>{1}), moved);
    EXPECT_ERROR(net.set("line.bias", std::span(x).first(1)), moved);
    EXPECT_ERROR((void)net.values(line::weight), moved);
    EXPECT_ERROR((void)net.values(line::steps), moved);
    EXPECT_ERROR((void)net.values<float>("line.bias"), moved);
    EXPECT_ERROR((void)net.entry("predict"), moved);
    EXPECT_ERROR(net.initialise(1), moved);
    EXPECT_ERROR(net.restore(bytes), moved);
    EXPECT_ERROR(net.save(folder / "w"), moved);
    EXPECT_ERROR(net.save(folder / "w", save_options{}), moved);
    EXPECT_ERROR(net.load(folder / "w"), moved);
    EXPECT_ERROR((void)net.load(folder / "w", load_options{}), moved);
    EXPECT_ERROR((void)compare_weights(net, folder / "w"), moved);
    EXPECT_ERROR((void)net.find_not_finite({fake::predict}, 1), moved);
    EXPECT_ERROR(net.check_indices({fake::predict}, 1), moved);
    EXPECT_ERROR(net.check_indices({fake::predict}, rows(2)), moved);
    EXPECT_ERROR(fit(net, rows(2), {.rate = 0.1}), moved);
    EXPECT_ERROR(watch(net, [](const written_tensor &) {}), moved);
    EXPECT_ERROR(recording{net}, moved);
    EXPECT_ERROR(line(net, {}), moved);
    net.unbind_tensor(0);
    EXPECT_FALSE(net.has_entry("predict"));
    EXPECT_TRUE(net.code().entries.empty());
    EXPECT_STREQ(net.code().name, "");
    EXPECT_EQ(net.target_count(), 0u);
    EXPECT_EQ(net.target(0), "");
    EXPECT_EQ(net.memory().total(), 0u);
    EXPECT_EQ(net.threads(), 0);
    EXPECT_TRUE(net.persistent().empty());
}

TEST(moved, an_instance_throws_and_may_be_given_another_network) {
    line a({.seed = 1});
    const float first = a.values(line::weight)[0];
    line b = std::move(a);
    has_no_network(a);
    a = line({.seed = 1});
    EXPECT_EQ(a.values(line::weight)[0], first);
    EXPECT_EQ(b.values(line::weight)[0], first);
}

TEST(moved, an_instance_that_was_assigned_away_has_no_network_either) {
    line a({.seed = 1});
    line b({.seed = 2});
    const float second = b.values(line::weight)[0];
    a = std::move(b);
    EXPECT_EQ(a.values(line::weight)[0], second);
    has_no_network(b);
    line &same = a;
    a = std::move(same);
    EXPECT_EQ(a.values(line::weight)[0], second);
    line gone = std::move(b);
    has_no_network(gone);
}

TEST(moved, a_network_moved_away_by_a_callback_ends_the_training) {
    line net({.seed = 1});
    std::vector<line> taken;
    on_epoch report([&](const training_progress &) { taken.push_back(std::move(net)); });
    EXPECT_ERROR(fit(net, rows(8), {.epochs = 3, .rate = 0.1, .progress = &report}), "the network was moved away");
    ASSERT_EQ(taken.size(), 1u);
    EXPECT_EQ(taken[0].predict(rows(2)).rows, 2u);
}

TEST(moved, a_dataset_is_empty_and_may_be_filled_again) {
    dataset a = rows(4);
    const dataset b = std::move(a);
    EXPECT_EQ(b.rows(), 4u);
    EXPECT_EQ(a.rows(), 0u);
    EXPECT_TRUE(a.columns().empty());
    line net;
    EXPECT_ERROR((void)net.predict(a), "the dataset has no rows");
    a.add(line::x, std::vector<float>(3));
    EXPECT_EQ(a.rows(), 1u);
    dataset c = b.select({1, 2});
    a = std::move(c);
    EXPECT_EQ(a.rows(), 2u);
    EXPECT_EQ(c.rows(), 0u);
    EXPECT_ERROR((void)c.select({0}), "row 0 was chosen of 0");
}

TEST(moved, a_standardisation_and_a_schedule_throw) {
    temporary_folder folder;
    standardisation a("x", {1, 2, 3}, {1, 1, 1});
    const standardisation b = std::move(a);
    EXPECT_EQ(a.width(), 0u);
    std::vector<float> values(3);
    EXPECT_ERROR(a.apply(values), "the standardisation was moved away");
    EXPECT_ERROR((void)a.apply(rows(2)), "the standardisation was moved away");
    line net;
    EXPECT_ERROR(net.save(folder / "w", save_options{.standardisations = {a}}),
                 "a standardisation that was moved away");
    EXPECT_NO_THROW((void)b.apply(rows(2)));

    schedule rate = 0.1;
    const schedule kept = std::move(rate);
    EXPECT_EQ(kept(0), 0.1);
    EXPECT_ERROR((void)schedule()(0), "the schedule has no function");
}

TEST(moved, a_watch_throws) {
    line net;
    watch a(net, [](const written_tensor &) {});
    const watch b = std::move(a);
    EXPECT_ERROR(a.rethrow(), "the watch was moved away");
    EXPECT_NO_THROW(b.rethrow());
}

}  // namespace

// NOLINTEND(bugprone-use-after-move,hicpp-invalid-access-moved,clang-analyzer-cplusplus.Move)
