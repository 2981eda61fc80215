#include "expect_error.hpp"
#include "fake_network.hpp"
#include "temporary_folder.hpp"

#include <sylvite/runtime/train/fit.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace {

using namespace sylvite;
using fake::line;

/// y = 2 x0 - x1 + 0.5 x2 + 1, which the network can learn exactly.
dataset learnable(std::size_t n) {
    std::vector<float> x;
    std::vector<float> y;
    for (std::size_t i = 0; i < n; ++i) {
        const float a = static_cast<float>(i % 5) / 5;
        const float b = static_cast<float>(i % 7) / 7;
        const float c = static_cast<float>(i % 3) / 3;
        x.insert(x.end(), {a, b, c});
        y.push_back(2 * a - b + 0.5f * c + 1);
    }
    dataset d;
    d.add(line::x, std::move(x)).add(line::y, std::move(y));
    return d;
}

TEST(fit, learns) {
    line net({.seed = 1});
    const auto [train, held_out] = learnable(105).hold_out_every(5);
    const fit_result result = fit(net, train, {.epochs = 200, .rows = 8, .rate = 0.2, .held_out = &held_out});
    EXPECT_EQ(result.epochs, 200u);
    EXPECT_EQ(result.steps, 200u * 11);
    ASSERT_EQ(result.held_out.size(), 1u);
    EXPECT_STREQ(result.held_out[0].name, "loss");
    EXPECT_LT(result.held_out[0].value, 1e-6);
    EXPECT_NEAR(net.values(line::weight)[0], 2, 1e-2);
    EXPECT_EQ(net.values(line::steps)[0], 200 * 11);
}

TEST(fit, gives_the_same_bits_for_a_seed_on_any_number_of_threads) {
    const auto run = [](std::uint64_t seed, int threads) {
        line net({.seed = 1, .threads = threads});
        fit(net, learnable(50), {.epochs = 3, .rows = 7, .seed = seed, .rate = 0.1});
        return std::vector<std::byte>(net.persistent().begin(), net.persistent().end());
    };
    const auto first = run(5, 1);
    EXPECT_EQ(first, run(5, 3));
    EXPECT_NE(first, run(6, 1));
}

TEST(fit, goes_on_where_another_run_ended) {
    line whole({.seed = 1});
    fit(whole, learnable(50), {.epochs = 4, .rows = 7, .rate = 0.1});
    line parts({.seed = 1});
    fit(parts, learnable(50), {.epochs = 3, .rows = 7, .rate = 0.1});
    fit(parts, learnable(50), {.epochs = 1, .rows = 7, .first_epoch = 4, .rate = 0.1});
    EXPECT_TRUE(std::equal(whole.persistent().begin(), whole.persistent().end(), parts.persistent().begin()));
}

TEST(fit, keeps_or_drops_the_last_partial_batch) {
    line net({.seed = 1});
    EXPECT_EQ(fit(net, learnable(20), {.rows = 8, .last = keep_partial, .rate = 0.1}).steps, 3u);
    EXPECT_EQ(fit(net, learnable(20), {.rows = 8, .last = drop_partial, .rate = 0.1}).steps, 2u);
    EXPECT_EQ(fit(net, learnable(5), {.rows = 8, .last = keep_partial, .rate = 0.1}).steps, 1u);
    EXPECT_EQ(fit(net, learnable(20), {.rate = 0.1}).steps, 3u) << "the default is what the entry takes, 8";
}

TEST(fit, averages_a_metric_over_the_rows_of_an_epoch) {
    line net({.seed = 1});
    net.set(line::rate, 0);
    const dataset d = learnable(21);
    const fit_result result = fit(net, d, {.rows = 8});
    EXPECT_NEAR(result.train[0].value, net.evaluate(d).loss, 1e-12);
}

TEST(fit, visits_every_row_once_an_epoch_in_another_order) {
    std::vector<std::size_t> seen;
    dataset d;
    d.add_rows(line::x, 11, [&](std::size_t row, std::span<float> to) {
        seen.push_back(row);
        std::fill(to.begin(), to.end(), 0.f);
    });
    d.add_rows(line::y, 11, [](std::size_t, std::span<float> to) { to[0] = 0; });
    line net;
    fit(net, d, {.epochs = 2, .rows = 4, .rate = 0.1});
    ASSERT_EQ(seen.size(), 22u);
    std::vector<std::size_t> first(seen.begin(), seen.begin() + 11);
    std::vector<std::size_t> second(seen.begin() + 11, seen.end());
    EXPECT_NE(first, second);
    std::sort(first.begin(), first.end());
    std::sort(second.begin(), second.end());
    EXPECT_EQ(first, second);
    for (std::size_t i = 0; i < 11; ++i) EXPECT_EQ(first[i], i);
    seen.clear();
    fit(net, d, {.rows = 4, .shuffle = false, .rate = 0.1});
    for (std::size_t i = 0; i < 11; ++i) EXPECT_EQ(seen[i], i);
}

TEST(fit, stops_at_a_token) {
    line net({.seed = 1});
    std::stop_source source;
    struct stopper : progress_sink {
        std::stop_source *source;
        void after_step(const training_progress &now) override {
            if (now.epoch == 2 && now.step == 2) source->request_stop();
        }
    } sink;
    sink.source = &source;
    const fit_result result =
        fit(net, learnable(24), {.epochs = 9, .rows = 8, .rate = 0.1, .progress = &sink, .stop = source.get_token()});
    EXPECT_TRUE(result.stopped);
    EXPECT_EQ(result.epochs, 1u);
    EXPECT_EQ(result.steps, 5u);
    EXPECT_EQ(net.values(line::steps)[0], 5);
}

TEST(fit, reports_each_epoch_to_a_sink_and_a_csv) {
    temporary_folder folder;
    line net({.seed = 1});
    const dataset d = learnable(24);
    std::vector<double> losses;
    on_epoch report([&](const training_progress &now) {
        EXPECT_EQ(now.epochs, 3u);
        EXPECT_EQ(now.step, 3u);
        EXPECT_EQ(now.held_out.size(), 1u);
        losses.push_back(now.train[0].value);
    });
    fit(net, d, {.epochs = 3, .rows = 8, .rate = 0.1, .held_out = &d, .progress = &report, .csv = folder / "m.csv"});
    EXPECT_EQ(losses.size(), 3u);
    const std::string text = content(folder / "m.csv");
    EXPECT_EQ(text.substr(0, text.find('\n')), "epoch,seconds,train_loss,held_out_loss");
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 4);
    EXPECT_ERROR(fit(net, d, {.csv = folder.path().string()}), "cannot be written: it is a directory");
    EXPECT_ERROR(fit(net, d, {.csv = folder / "no/such/m.csv"}), "cannot be written: No such file");
}

TEST(fit, names_the_first_tensor_when_the_loss_is_not_finite) {
    line net({.seed = 1, .threads = 1});
    std::vector<float> x(3 * 24, 1.f);
    std::vector<float> y(24, 1.f);
    y[13] = INFINITY;
    dataset d;
    d.add(line::x, x).add(line::y, y);
    EXPECT_ERROR(
        fit(net, d, {.epochs = 2, .rows = 8, .shuffle = false, .rate = 0.1}),
        "network 'line', epoch 1, step 2: metric 'loss' is infinite; the first tensor that is not finite is 'y' "
        "(network.hpp:9) at [5] (row 13 of the dataset), before any call");
    EXPECT_EQ(net.values(line::steps)[0], 1) << "the network is not as it was before the bad step";
    EXPECT_TRUE(std::isfinite(net.values(line::weight)[0]));
}

TEST(fit, finds_the_call_that_overflows_after_many_good_steps) {
    const dataset d = learnable(8);
    for (const std::size_t rows : {1u, 2u, 3u, 4u, 8u}) {  // the rate drives the error up until something overflows
        line net({.seed = 1});
        std::string said;
        try {
            fit(net, d, {.epochs = 400, .rows = rows, .rate = 50});
        } catch (const error &problem) {
            said = problem.what();
        }
        EXPECT_TRUE(said.starts_with("network 'line', epoch ")) << said;
        EXPECT_NE(said.find(", written by '"), std::string::npos) << said;
        EXPECT_NE(said.find("' (network.hpp:1"), std::string::npos) << said;
        for (const float w : net.values(line::weight)) EXPECT_TRUE(std::isfinite(w)) << said;
        EXPECT_GT(net.values(line::steps)[0], 3);
    }
    line blind({.seed = 1});
    EXPECT_ERROR(fit(blind, d, {.epochs = 400, .rows = 2, .rate = 50, .explain_not_finite = false}),
                 "metric 'loss' is");
}

TEST(fit, has_no_training_metric_where_no_step_was_made) {
    line net({.seed = 1});
    const std::vector<std::byte> before(net.persistent().begin(), net.persistent().end());
    const fit_result none = fit(net, learnable(8), {.epochs = 0, .rate = 0.1});
    EXPECT_EQ(none.epochs, 0u);
    EXPECT_TRUE(none.train.empty());
    EXPECT_TRUE(none.held_out.empty());
    EXPECT_TRUE(std::equal(before.begin(), before.end(), net.persistent().begin()));
    std::stop_source stopped;
    stopped.request_stop();
    EXPECT_TRUE(fit(net, learnable(8), {.epochs = 2, .rate = 0.1, .stop = stopped.get_token()}).train.empty());
    EXPECT_EQ(fit(net, learnable(8), {.rate = 0.1}).train.size(), 1u);
}

TEST(fit, tells_once_that_a_load_left_states_behind) {
    temporary_folder folder;
    line trained({.seed = 1});
    EXPECT_TRUE(fit(trained, learnable(8), {.rate = 0.1}).notes.empty()) << "nothing was loaded";
    trained.save(folder / "without");
    trained.save(folder / "with", with_state::yes);

    struct reader : progress_sink {
        std::vector<std::string> seen;
        void note(std::string_view sentence) override { seen.emplace_back(sentence); }
    } sink;
    line net({.seed = 1});
    net.load(folder / "without");
    EXPECT_TRUE(fit(net, learnable(8), {.epochs = 0, .rate = 0.1}).notes.empty()) << "nothing is trained";
    const fit_result first = fit(net, learnable(8), {.rate = 0.1, .progress = &sink});
    ASSERT_EQ(first.notes.size(), 1u);
    EXPECT_EQ(first.notes[0],
              "network 'line': the last load did not fill the state 'steps', which starts anew; to go on "
              "with the same bits, save and load with sylvite::with_state::yes");
    EXPECT_EQ(sink.seen, first.notes);
    EXPECT_TRUE(fit(net, learnable(8), {.rate = 0.1}).notes.empty()) << "once is enough";

    net.load(folder / "without");
    EXPECT_TRUE(fit(net, learnable(8), {.entry = "evaluate"}).notes.empty()) << "the entry has no use for the state";
    net.load(folder / "without");
    const fit_result again = fit(net, learnable(8), {.rate = 0.1});
    ASSERT_EQ(again.notes.size(), 1u);
    EXPECT_NE(again.notes[0].find("'steps', which keeps the values from before it;"), std::string::npos);
    net.load(folder / "with", with_state::yes);
    EXPECT_TRUE(fit(net, learnable(8), {.rate = 0.1}).notes.empty());
    net.load(folder / "without");
    net.set(line::steps, std::vector<std::int32_t>{7});
    EXPECT_TRUE(fit(net, learnable(8), {.rate = 0.1}).notes.empty()) << "the program set it";
    net.load(folder / "without");
    net.initialise(1);
    EXPECT_TRUE(fit(net, learnable(8), {.rate = 0.1}).notes.empty()) << "all was started anew";
}

TEST(fit, leaves_the_network_as_it_was_where_it_does_not_begin) {
    line net({.seed = 1});
    net.set(line::rate, 0.25f);
    EXPECT_ERROR(fit(net, learnable(8), {.rate = 0.5, .csv = "/no/such/folder/m.csv"}), "cannot be written");
    EXPECT_ERROR(fit(net, learnable(8), {.rate = 0.5, .rate_input = "speed"}), "has no input 'speed'");
    line same({.seed = 1});
    same.set(line::rate, 0.25f);
    net.train(learnable(8));
    same.train(learnable(8));
    EXPECT_EQ(net.values(line::weight)[0], same.values(line::weight)[0]) << "the rate was changed";
}

TEST(fit, refuses_what_does_not_fit) {
    line net;
    const dataset d = learnable(5);
    EXPECT_ERROR(fit(net, d, {.rows = 8, .last = drop_partial, .rate = 0.1}), "5 rows do not fill one batch of");
    EXPECT_ERROR(fit(net, d, {.rows = 9, .rate = 0.1}), "9 rows a batch were asked for, it takes 1 to 8");
    EXPECT_ERROR(fit(net, d, {.rate = 0.1, .entry = "fly"}), "has no entry 'fly'");
    EXPECT_ERROR(fit(net, d, {.rate = 0.1, .rate_input = "speed"}), "has no input 'speed'");
    line fresh;
    EXPECT_ERROR(fit(fresh, d), "needs input 'rate', which is not bound");
    EXPECT_ERROR(fit(net, dataset{}), "the dataset has no rows");
}

}  // namespace
