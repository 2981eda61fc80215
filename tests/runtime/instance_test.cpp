#include "expect_error.hpp"
#include "fake_network.hpp"

#include <sylvite/runtime/data/dataset.hpp>

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

namespace {

using fake::line;
using sylvite::dataset;

/// Rows 0, 1, 2, ... whose x are known functions of the row.
dataset rows(std::size_t n) {
    std::vector<float> x;
    std::vector<float> y;
    for (std::size_t i = 0; i < n; ++i) {
        const auto t = static_cast<float>(i);
        x.insert(x.end(), {t / 8, 1 - t / 4, static_cast<float>(i % 3)});
        y.push_back(t / 2 - 3);
    }
    dataset d;
    d.add(line::x, std::move(x)).add(line::y, std::move(y));
    return d;
}

TEST(instance, runs_a_bound_batch_without_a_copy) {
    line net;
    net.set(line::weight, std::vector<float>{1, 10, 100});
    net.set(line::bias, std::vector<float>{0.5f});
    std::vector<float> x{1, 2, 3, -4, -5, -6};
    net.bind(line::x, x);
    auto result = net.predict();
    EXPECT_EQ(result.rows, 2u);
    EXPECT_EQ(result.z[0], 321.5f);
    EXPECT_EQ(result.z[1], -653.5f);
    EXPECT_TRUE(result.positive[0]);
    EXPECT_FALSE(result.positive[1]);
    x[0] = 2;
    EXPECT_EQ(net.predict(1).z[0], 322.5f);
    EXPECT_EQ(net.predict(1).z.size(), 1u);
}

TEST(instance, sums_metrics_exactly_over_batches_of_any_size) {
    line net({.seed = 3});
    const dataset d = rows(61);
    double sum = 0;
    for (std::size_t i = 0; i < 61; ++i) {
        const auto one = net.evaluate(d.select({static_cast<std::uint32_t>(i)}));
        sum += one.loss;
    }
    for (const std::size_t batch : {0u, 1u, 3u, 7u, 8u}) {
        const auto all = net.run({fake::evaluate}, d, batch);
        EXPECT_EQ(all.rows(), 61u);
        EXPECT_EQ(all.metrics()[0].count, 61);
        EXPECT_NEAR(all.metrics()[0].sum, sum, 1e-12 * sum) << batch;
        EXPECT_DOUBLE_EQ(all.mean(0), all.metrics()[0].sum / 61);
    }
}

TEST(instance, collects_outputs_of_a_whole_dataset) {
    line net({.seed = 3});
    const dataset d = rows(21);
    const auto all = net.predict(d);
    ASSERT_EQ(all.z.size(), 21u);
    ASSERT_EQ(all.positive.size(), 21u);
    const std::vector<float> z(all.z.begin(), all.z.end());
    for (std::uint32_t i = 0; i < 21; ++i) {
        const auto one = net.predict(d.select({i}));
        ASSERT_EQ(one.z.size(), 1u);
        EXPECT_EQ(one.z[0], z[i]) << "one row at a time gives other bits";
    }
    EXPECT_ERROR((void)net.gradients(d), "entry 'gradients': output 'gradient' has no rows");
    EXPECT_EQ(net.gradients(rows(8)).gradient.size(), 4u);
}

TEST(instance, gives_the_same_bits_on_any_number_of_threads) {
    const dataset d = rows(40);
    std::vector<std::byte> expected;
    for (const int threads : {1, 2, 5}) {
        line net({.seed = 9, .threads = threads});
        EXPECT_EQ(net.threads(), threads);
        net.set(line::rate, 0.01f);
        for (int i = 0; i < 20; ++i) net.train(d);
        const auto bytes = net.persistent();
        if (expected.empty()) expected.assign(bytes.begin(), bytes.end());
        EXPECT_TRUE(std::equal(bytes.begin(), bytes.end(), expected.begin())) << threads;
    }
}

TEST(instance, starts_from_its_seed) {
    line a({.seed = 1});
    line b({.seed = 1});
    line c({.seed = 2});
    const auto weights = [](const line &net) {
        const auto w = net.values(line::weight);
        static_assert(decltype(w)::extent == 3);
        return std::vector<float>(w.begin(), w.end());
    };
    EXPECT_EQ(weights(a), weights(b));
    EXPECT_NE(weights(a), weights(c));
    c.initialise(1);
    EXPECT_EQ(weights(a), weights(c));
    EXPECT_EQ(a.values(line::bias)[0], 0.25f);
    EXPECT_EQ(a.values<std::int32_t>("steps")[0], 0);
}

TEST(instance, shares_weights_read_only) {
    line owner({.seed = 1});
    const dataset d = rows(8);
    owner.set(line::rate, 0.1f);
    owner.train(d);
    const float expected = owner.predict(d).z[3];
    {
        line reader(owner, {.threads = 1});
        EXPECT_EQ(reader.values(line::weight).data(), owner.values(line::weight).data());
        EXPECT_EQ(reader.predict(d).z[3], expected);
        reader.set(line::rate, 0.1f);
        EXPECT_ERROR(reader.train(d), "'train' would write parameters or state, which this instance shares read-only");
        EXPECT_ERROR(reader.set(line::bias, std::vector<float>{1}), "'line.bias' would write");
        EXPECT_ERROR(reader.load("/nowhere"), "'load' would write");
        EXPECT_ERROR(reader.initialise(2), "'initialise' would write");
        EXPECT_ERROR(reader.restore(owner.persistent()), "'restore' would write");
        EXPECT_ERROR(owner.train(d), "'train' would write parameters or state while other instances share them");
        EXPECT_ERROR(owner.set(line::bias, std::vector<float>{1}), "while other instances share them");
    }
    EXPECT_NO_THROW(owner.train(d));
}

TEST(instance, keeps_shared_weights_when_the_owner_goes) {
    auto owner = std::make_unique<line>(sylvite::options{.seed = 1});
    const float first = owner->values(line::weight)[0];
    line reader(*owner, {});
    owner.reset();
    EXPECT_EQ(reader.values(line::weight)[0], first);
    EXPECT_ERROR(reader.set(line::bias, std::vector<float>{1}), "shares read-only");
}

TEST(instance, moves) {
    line a({.seed = 1, .threads = 2});
    const float first = a.values(line::weight)[0];
    line b = std::move(a);
    EXPECT_EQ(b.values(line::weight)[0], first);
    EXPECT_EQ(b.predict(rows(3)).rows, 3u);
    line c({.seed = 2});
    c = std::move(b);
    EXPECT_EQ(c.values(line::weight)[0], first);
}

TEST(instance, restores_a_copy) {
    line net({.seed = 1});
    const std::vector<std::byte> before(net.persistent().begin(), net.persistent().end());
    net.set(line::rate, 0.1f);
    net.train(rows(8));
    EXPECT_NE(std::memcmp(before.data(), net.persistent().data(), before.size()), 0);
    net.restore(before);
    EXPECT_EQ(std::memcmp(before.data(), net.persistent().data(), before.size()), 0);
    EXPECT_ERROR(net.restore(std::span(before).first(8)), "8 bytes of parameters and state were given to restore");
}

TEST(instance, reports_its_memory) {
    line net({.threads = 1});
    const sylvite::memory_report m = net.memory();
    EXPECT_EQ(m.persistent, 192u);
    EXPECT_EQ(m.workspace, 256u);
    EXPECT_EQ(m.scratch, 1024u);
    EXPECT_GT(m.views, 10u * 40);
    EXPECT_EQ(m.total(), m.persistent + m.workspace + m.scratch + m.views);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(net.values(line::weight).data()) % 64, 0u);
}

TEST(instance, refuses_wrong_rows) {
    line net;
    const std::vector<float> x(27);
    net.bind(line::x, x);
    EXPECT_ERROR((void)net.predict(), "network 'line', entry 'predict': 9 rows were given, it takes 1 to 8");
    net.bind(line::x, std::span(x).first(6));
    EXPECT_ERROR((void)net.predict(3), "input 'x' has 6 values bound, 3 rows need 9");
    net.bind(line::y, std::span(x).first(3));
    EXPECT_ERROR((void)net.evaluate(), "input 'x' has 2 rows bound, input 'y' has 3");
    EXPECT_ERROR((void)net.run({fake::evaluate}, rows(20), 9), "9 rows a batch were asked for, it takes 1 to 8");
    line fresh;
    EXPECT_ERROR((void)fresh.predict(), "the number of rows was not given, and no input is bound");
    EXPECT_ERROR((void)fresh.predict(2), "needs input 'x', which is not bound");
}

TEST(instance, keeps_its_results_where_more_rows_are_refused) {
    line net({.seed = 1});
    const std::vector<float> x(6, 1.f);
    net.bind(line::x, x);
    EXPECT_EQ(net.predict(2).z.size(), 2u);
    EXPECT_ERROR((void)net.predict(5), "input 'x' has 6 values bound, 5 rows need 15");
    EXPECT_EQ(net.results({fake::predict}, 2).outputs()[0].elements, 2u);
}

TEST(instance, refuses_wrong_inputs) {
    line net;
    const std::vector<float> x(7);
    const std::vector<double> d(6);
    EXPECT_ERROR(net.bind(line::x, x), "input 'x' was given 7 values, it takes a multiple of 3");
    EXPECT_ERROR(net.bind("x", std::span(d)), "input 'x' is f32, f64 was given");
    EXPECT_ERROR(net.bind("pixels", std::span(x)), "network 'line' has no input 'pixels'");
    EXPECT_ERROR(net.set("x", 1), "is not an input of one value");
    EXPECT_ERROR(net.set("line.weight", std::span(x)), "'line.weight' has 3 values of f32, 7 of f32 were asked for");
    EXPECT_ERROR((void)net.values<double>("line.weight"), "'line.weight' has 3 values of f32, 3 of f64");
    EXPECT_ERROR((void)net.values<float>("x"), "has no parameter or state 'x'");
    EXPECT_ERROR((void)net.entry("fly"), "has no entry 'fly'; it has 'predict', 'evaluate', 'train', 'gradients'");
    EXPECT_ERROR((void)net.run({7}, 1), "has 4 entries, number 7 was asked for");
    EXPECT_ERROR(line({.threads = -1}), "-1 threads were asked for");
}

TEST(instance, refuses_datasets_that_do_not_fit) {
    line net;
    dataset d;
    EXPECT_ERROR((void)net.predict(d), "entry 'predict': the dataset has no rows");
    d.add("z", 1, std::vector<float>{1});
    EXPECT_ERROR((void)net.predict(d), "no column of the dataset is one of its inputs");
    dataset wide;
    wide.add("x", 4, std::vector<float>(8));
    EXPECT_ERROR((void)net.predict(wide), "column 'x' has 4 values a row, the input takes 3");
    dataset whole;
    whole.add("x", 3, std::vector<std::int32_t>(6));
    EXPECT_ERROR((void)net.predict(whole), "column 'x' holds i32, the input is f32");
    dataset partial;
    partial.add(line::x, std::vector<float>(6));
    EXPECT_ERROR((void)net.evaluate(partial), "needs input 'y', which is not bound");
    dataset rate;
    rate.add(line::x, std::vector<float>(3)).add("rate", 1, std::vector<float>(1));
    EXPECT_ERROR((void)net.train(rate), "input 'rate' is one value, not a column");
}

TEST(instance, does_not_keep_a_dataset_bound) {
    line net;
    (void)net.predict(rows(4));
    EXPECT_ERROR((void)net.predict(4), "needs input 'x', which is not bound");
}

TEST(instance, refuses_a_library_of_another_abi_or_processor) {
    fake::tables t;
    t.code.target = "x86-64-linux-x86apx";
    EXPECT_ERROR(sylvite::instance(t.code), "instruction set 'x86apx'");
    t.code.abi = 0;
    EXPECT_ERROR(sylvite::instance(t.code), "generated for program ABI 0, this runtime has ABI");
}

}  // namespace
