// Schedules against PyTorch's lr_scheduler (tests/golden/make_optimizers.py), and how fit follows them.
#include "expect_error.hpp"
#include "fake_network.hpp"

#include <sylvite/runtime/train/fit.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace {

using namespace sylvite;
using fake::line;

TEST(schedule, rates_agree_with_pytorch) {
    const std::map<std::string, schedule> ours = {
        {"step_decay", step_decay(0.5, 3, 0.4)},
        {"exponential_decay", exponential_decay(0.5, 0.9)},
        {"linear_decay", linear_decay(0.5, 8, 0.1)},
        {"cosine_decay", cosine_decay(0.5, 10, 0.05)},
        {"warm_up", warm_up(4, cosine_decay(0.5, 10, 0.05))},
        {"one_cycle", one_cycle(0.5, 20)},
    };
    std::ifstream file(std::string(SYLVITE_GOLDEN) + "/schedules.json");
    ASSERT_TRUE(file) << "cannot read schedules.json";
    const nlohmann::json golden = nlohmann::json::parse(file);
    std::size_t compared = 0;
    for (const auto &run : golden.at("runs")) {
        const std::string name = run.at("name");
        const schedule &rate = ours.at(name);
        for (std::size_t t = 0; t < run.at("rates").size(); ++t, ++compared)
            EXPECT_NEAR(rate(t), run.at("rates").at(t).get<double>(), 1e-12) << name << ", time " << t;
    }
    EXPECT_EQ(compared, 12u + 12 + 12 + 11 + 15 + 20);
}

TEST(schedule, stays_where_it_ends) {
    EXPECT_EQ(linear_decay(0.5, 8, 0.1)(1000), 0.1);
    EXPECT_EQ(cosine_decay(0.5, 10, 0.05)(1000), 0.05);
    EXPECT_DOUBLE_EQ(one_cycle(0.5, 20)(1000), one_cycle(0.5, 20)(19));
    EXPECT_EQ(schedule(0.25)(1000), 0.25);
}

TEST(schedule, refuses_what_is_no_rate_and_no_length) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    EXPECT_ERROR((void)cosine_decay(nan, 10), "cosine_decay: the rate must be finite and at least 0, found nan");
    EXPECT_ERROR((void)cosine_decay(1, 0), "cosine_decay: the length must be at least 1, found 0");
    EXPECT_ERROR((void)step_decay(1, 0), "step_decay: the time between two steps must be at least 1, found 0");
    EXPECT_ERROR((void)step_decay(1, 2, -1), "step_decay: the factor must be finite and at least 0, found -1");
    EXPECT_ERROR((void)linear_decay(1, 2, -3), "linear_decay: the last rate must be finite and at least 0, found -3");
    EXPECT_ERROR((void)exponential_decay(-1, 0.5),
                 "exponential_decay: the rate must be finite and at least 0, found -1");
    EXPECT_ERROR((void)warm_up(3, {}), "warm_up: what comes after it is missing");
    EXPECT_ERROR((void)warm_up(0, 0.1), "warm_up: the length must be at least 1, found 0");
    EXPECT_ERROR((void)one_cycle(1, 20, 1), "one_cycle: the rising part must lie between 0 and 1, found 1");
    EXPECT_ERROR((void)one_cycle(1, 3), "one_cycle: a length of 3 leaves no time to rise in 0.3 of it");
}

dataset rows_of(std::size_t n) {
    dataset d;
    d.add(line::x, std::vector<float>(3 * n, 0.5f)).add(line::y, std::vector<float>(n, 1.f));
    return d;
}

/// The times that fit asks for, and the rates that it reports.
struct recorder : progress_sink {
    std::vector<double> rates;
    void after_step(const training_progress &now) override { rates.push_back(now.rate); }
};

TEST(schedule, fit_follows_it_by_updates_and_by_epochs) {
    const schedule count = [](std::size_t t) { return 0.001 * static_cast<double>(t); };
    const auto rates = [&](fit_options how) {
        line net({.seed = 1, .threads = 1});
        recorder seen;
        how.progress = &seen;
        how.rate = count;
        fit(net, rows_of(24), how);
        return seen.rates;
    };
    const auto expect = [](const std::vector<double> &found, const std::vector<double> &times) {
        ASSERT_EQ(found.size(), times.size());
        for (std::size_t i = 0; i < times.size(); ++i) EXPECT_DOUBLE_EQ(found[i], 0.001 * times[i]) << i;
    };
    expect(rates({.epochs = 2, .rows = 8}), {0, 1, 2, 3, 4, 5});
    expect(rates({.epochs = 2, .rows = 8, .rate_unit = per_epoch}), {0, 0, 0, 1, 1, 1});
    expect(rates({.epochs = 1, .rows = 8, .first_epoch = 3}), {6, 7, 8});
    expect(rates({.epochs = 1, .rows = 8, .first_epoch = 3, .rate_unit = per_epoch}), {2, 2, 2});
}

TEST(schedule, the_rate_reaches_the_network) {
    line scheduled({.seed = 1, .threads = 1}), by_hand({.seed = 1, .threads = 1});
    const schedule rate = step_decay(0.1, 2, 0.5);
    fit(scheduled, rows_of(8), {.epochs = 4, .rows = 8, .rate = rate});
    for (std::size_t t = 0; t < 4; ++t) fit(by_hand, rows_of(8), {.rows = 8, .first_epoch = t + 1, .rate = rate(t)});
    EXPECT_TRUE(std::equal(scheduled.persistent().begin(), scheduled.persistent().end(), by_hand.persistent().begin()));
    line constant({.seed = 1, .threads = 1});
    fit(constant, rows_of(8), {.epochs = 4, .rows = 8, .rate = 0.1});
    EXPECT_NE(constant.values(line::bias)[0], scheduled.values(line::bias)[0]);
}

TEST(schedule, a_rate_that_is_no_number_is_named_with_its_time) {
    line net({.seed = 1, .threads = 1});
    const schedule breaks = [](std::size_t t) { return t < 4 ? 0.1 : std::numeric_limits<double>::infinity(); };
    EXPECT_ERROR(fit(net, rows_of(24), {.epochs = 9, .rows = 8, .rate = breaks}),
                 "network 'line', entry 'train': the schedule gives a learning rate of inf for update 4");
    EXPECT_EQ(net.values(line::steps)[0], 4);
    EXPECT_ERROR(fit(net, rows_of(24), {.epochs = 9, .rows = 8, .rate = breaks, .rate_unit = per_epoch}),
                 "learning rate of inf for epoch 4");
}

TEST(schedule, fit_names_what_accumulation_lacks) {
    line net({.seed = 1, .threads = 1});
    EXPECT_ERROR(fit(net, rows_of(8), {.rate = 0.1, .accumulate = 2}), "has no entry 'accumulate'");
    EXPECT_ERROR(fit(net, rows_of(8), {.rate = 0.1, .accumulate = 2, .accumulate_entry = "train"}),
                 "has no entry 'apply'");
    EXPECT_ERROR(fit(net, rows_of(8), {.rate = 0.1, .accumulate = 0}), "an update needs at least one batch");
}

}  // namespace
