// One thread at a time in an instance, and what a thread that is in may do from a callback.
#include "expect_error.hpp"
#include "fake_network.hpp"
#include "temporary_folder.hpp"

#include <sylvite/runtime/trace/recording.hpp>
#include <sylvite/runtime/train/fit.hpp>
#include <sylvite/runtime/watch/watch.hpp>
#include <sylvite/runtime/weights/load.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <latch>
#include <thread>
#include <vector>

namespace {

using namespace sylvite;
using fake::line;

constexpr const char *taken = "network 'line' is in use by another thread, and an instance serves one at a time; give "
                              "each thread an instance of its own, which may share the weights: line mine(net, {})";

dataset rows(std::size_t n) {
    dataset d;
    d.add(line::x, std::vector<float>(3 * n, 0.5f)).add(line::y, std::vector<float>(n, 1.f));
    return d;
}

/// Rows that are read only when `go` is counted down: whoever runs over them stays within the network until then.
class slow_rows {
  public:
    slow_rows() {
        data.add_rows(line::x, 4, [this](std::size_t row, std::span<float> to) {
            if (row == 0) {
                is_in.count_down();
                go.wait();
            }
            std::ranges::fill(to, 1.f);
        });
        data.add(line::y, std::vector<float>(4, 1.f));
    }
    dataset data;
    std::latch is_in{1};
    std::latch go{1};
};

TEST(visit, refuses_every_function_to_a_second_thread_while_another_trains) {
    temporary_folder folder;
    line net({.seed = 1});
    net.set(line::rate, 0.1f);
    net.save(folder / "w");
    const std::vector<float> x(24), y(8);
    const std::vector<std::byte> kept(net.persistent().begin(), net.persistent().end());
    slow_rows slow;
    std::thread first([&] { net.train(slow.data); });
    slow.is_in.wait();
    EXPECT_ERROR((void)net.predict(1), taken);
    EXPECT_ERROR((void)net.predict(rows(2)), taken);
    EXPECT_ERROR(net.step({fake::predict}, 1), taken);
    EXPECT_ERROR((void)net.results({fake::predict}, 1), taken);
    EXPECT_ERROR(net.bind(line::x, x), taken);
    EXPECT_ERROR(net.bind("x", std::span(x)), taken);
    EXPECT_ERROR(net.set(line::rate, 0.f), taken);
    EXPECT_ERROR(net.set("rate", 0), taken);
    EXPECT_ERROR(net.set_extent(1, 1), taken);
    EXPECT_ERROR(net.set(line::bias, std::vector<float>{1}), taken);
    EXPECT_ERROR((void)net.values(line::weight), taken);
    EXPECT_ERROR((void)net.values<float>("line.bias"), taken);
    EXPECT_ERROR(net.initialise(1), taken);
    EXPECT_ERROR(net.restore(kept), taken);
    EXPECT_ERROR(net.save(folder / "v"), taken);
    EXPECT_ERROR(net.load(folder / "w"), taken);
    EXPECT_ERROR((void)compare_weights(net, folder / "w"), taken);
    EXPECT_ERROR((void)net.find_not_finite({fake::predict}, 1), taken);
    EXPECT_ERROR(net.check_indices({fake::predict}, 1), taken);
    EXPECT_ERROR(fit(net, rows(4), {.rate = 0.1}), taken);
    EXPECT_ERROR(watch(net, [](const written_tensor &) {}), taken);
    EXPECT_ERROR(recording{net}, taken);
    EXPECT_ERROR(line(net, {.threads = 1}), taken);
    net.unbind_tensor(fake::rate);
    slow.go.count_down();
    first.join();
    EXPECT_EQ(net.values(line::steps)[0], 1) << "the step of the first thread was not made";
    EXPECT_NO_THROW((void)net.predict(rows(2)));
    EXPECT_NO_THROW(line(net, {.threads = 1}));
}

TEST(visit, lets_others_read_and_share_while_an_entry_runs_that_only_reads) {
    line net({.seed = 1});
    net.set(line::rate, 0.1f);
    net.train(rows(4));
    const float first_weight = net.values(line::weight)[0];
    slow_rows slow;
    std::thread first([&] { (void)net.evaluate(slow.data); });
    slow.is_in.wait();
    EXPECT_EQ(net.values(line::weight)[0], first_weight);
    line mine(net, {.threads = 1});
    EXPECT_EQ(mine.predict(rows(2)).rows, 2u);
    EXPECT_ERROR((void)net.evaluate(rows(2)), taken);
    slow.go.count_down();
    first.join();
}

TEST(visit, ends_when_an_exception_leaves) {
    line net({.seed = 1});
    EXPECT_ERROR((void)net.predict(3), "needs input 'x'");
    net.set(line::rate, 0.1f);
    dataset bad;
    bad.add_rows(line::x, 4, [](std::size_t, std::span<float>) { throw error("a row cannot be read"); });
    bad.add(line::y, std::vector<float>(4));
    EXPECT_ERROR((void)net.evaluate(bad), "a row cannot be read");
    EXPECT_ERROR(net.train(bad), "a row cannot be read");
    EXPECT_ERROR(fit(net, bad, {.rate = 0.1}), "a row cannot be read");
    std::thread([&] {
        EXPECT_NO_THROW((void)net.evaluate(rows(2)));
        EXPECT_NO_THROW(net.train(rows(2)));
        EXPECT_NO_THROW(line(net, {.threads = 1}));
    }).join();
}

TEST(visit, lasts_from_the_first_step_of_fit_to_its_end) {
    line net({.seed = 1});
    std::size_t refused = 0;
    on_epoch report([&](const training_progress &) {
        std::thread([&] {
            EXPECT_ERROR((void)net.predict(rows(2)), taken);
            EXPECT_ERROR((void)net.values(line::weight), taken);
            EXPECT_ERROR(line(net, {}), taken);
            ++refused;
        }).join();
    });
    fit(net, rows(16), {.epochs = 2, .rate = 0.1, .progress = &report});
    EXPECT_EQ(refused, 2u);
}

TEST(visit, allows_the_training_thread_all_between_steps) {
    const auto trained = [](progress_sink *sink, line &net) {
        fit(net, rows(20), {.epochs = 3, .rows = 8, .rate = 0.1, .progress = sink});
        return std::vector<std::byte>(net.persistent().begin(), net.persistent().end());
    };
    line plain({.seed = 1});
    const auto expected = trained(nullptr, plain);

    temporary_folder folder;
    line net({.seed = 1});
    struct busy_sink : progress_sink {
        line *net;
        std::string path;
        std::size_t calls = 0;
        void after_step(const training_progress &) override { look(); }
        void after_epoch(const training_progress &) override { look(); }
        void look() {
            ++calls;
            (void)net->predict(rows(3)).z[0];
            (void)net->evaluate(rows(5));
            (void)net->values(line::weight);
            net->save(path);
            line reader(*net, {.threads = 1});
            (void)reader.predict(rows(3));
        }
    } sink;
    sink.net = &net;
    sink.path = folder / "w";
    EXPECT_EQ(trained(&sink, net), expected);
    EXPECT_EQ(sink.calls, 12u);
}

TEST(visit, allows_a_watch_to_read_and_nothing_else) {
    temporary_folder folder;
    fake::tables made;
    for (core::call &c : made.calls[fake::predict]) c.result_count = 1;  // a watch looks at results alone
    made.connect();
    instance net(made.code, {.seed = 1});
    const std::vector<float> x(24, 1.f);
    net.bind(line::x, x);
    constexpr const char *within = "network 'line' is within a step: what looks at the step must neither run the "
                                   "network nor bind or change anything of it";
    std::size_t looked = 0;
    {
        watch taps(net, [&](const written_tensor &) {
            ++looked;
            (void)net.values(line::weight);
            EXPECT_ERROR((void)net.run({fake::predict}, 2), within);
            EXPECT_ERROR((void)net.run({fake::evaluate}, rows(2)), within);
            EXPECT_ERROR(net.bind(line::x, x), within);
            EXPECT_ERROR(net.set(line::bias, std::vector<float>{3}), within);
            EXPECT_ERROR(fit(net, rows(2), {.rate = 0.1}), within);
            EXPECT_ERROR(net.load(folder / "w"), within);
            net.unbind_tensor(fake::x);
        });
        const float z = net.run({fake::predict}, 2).output<float>(0)[0];
        taps.rethrow();
        EXPECT_EQ(looked, 2u);
        EXPECT_EQ(net.run({fake::predict}, 2).output<float>(0)[0], z);
    }
    EXPECT_NO_THROW((void)net.run({fake::predict}, rows(2)));
}

TEST(visit, keeps_two_threads_apart_that_train_one_instance_at_once) {
    line net({.seed = 1, .threads = 1});
    net.set(line::rate, 1e-3f);
    const dataset data = rows(8);
    std::atomic<int> steps = 0, refused = 0;
    const auto train = [&] {
        for (int i = 0; i < 2000; ++i) try {
                net.train(data);
                ++steps;
            } catch (const error &problem) {
                ++refused;
                EXPECT_STREQ(problem.what(), taken);
            }
    };
    std::thread other(train);
    train();
    other.join();
    EXPECT_EQ(steps + refused, 4000);
    EXPECT_EQ(net.values(line::steps)[0], steps) << "a step was lost";
    line alone({.seed = 1, .threads = 1});
    alone.set(line::rate, 1e-3f);
    for (int i = 0; i < steps; ++i) alone.train(data);
    EXPECT_TRUE(std::equal(net.persistent().begin(), net.persistent().end(), alone.persistent().begin()));
}

TEST(visit, is_one_for_each_instance_so_that_sharers_run_side_by_side) {
    line owner({.seed = 1});
    const float expected = owner.predict(rows(8)).z[0];
    std::vector<std::thread> team;
    for (int t = 0; t < 4; ++t)
        team.emplace_back([&] {
            line mine(owner, {.threads = 1});
            for (int i = 0; i < 200; ++i) EXPECT_EQ(mine.predict(rows(8)).z[0], expected);
        });
    for (std::thread &one : team) one.join();
}

}  // namespace
