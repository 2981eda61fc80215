// Random numbers as the interpreter gives them: streams, distributions, and what layers make of them.
#include "support.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace {

using namespace sylvite;
using namespace sylvite::test;

constexpr step_values now{42, 7, 0};

/// Of one node without leaves.
tensor drawn(graph::builder &b, node_id id, const step_values &at = now) {
    return reference::evaluate(b.table().view(), {&id, 1}, {}, {}, at)[0];
}
tensor drawn(const any_expr &e, const step_values &at = now) { return drawn(e.owner(), e.id(), at); }

double mean_of(const std::vector<double> &x) {
    double sum = 0;
    for (const double v : x) sum += v;
    return sum / static_cast<double>(x.size());
}
double variance_of(const std::vector<double> &x) {
    const double mean = mean_of(x);
    double sum = 0;
    for (const double v : x) sum += (v - mean) * (v - mean);
    return sum / static_cast<double>(x.size());
}
/// The largest distance of the samples' distribution from the one whose values `below` gives, times sqrt(n): beyond
/// 1.95 in one of a thousand cases (Kolmogorov, Smirnov).
template <class Distribution>
double distance(std::vector<double> x, Distribution below) {
    std::sort(x.begin(), x.end());
    const auto n = static_cast<double>(x.size());
    double largest = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double f = below(x[i]);
        largest = std::max({largest, f - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - f});
    }
    return largest * std::sqrt(n);
}

TEST(random_numbers, of_a_stream_are_what_the_header_says) {
    // worked out by hand from Philox's words
    const std::uint64_t stream = random_stream("drop", 0), key = stream_key(now.seed, stream);
    graph::builder b;
    const tensor bits = drawn(b, graph::random(b, i32, fixed({300}), stream));
    for (const std::uint64_t e : {0u, 1u, 15u, 16u, 17u, 63u, 64u, 100u, 299u}) {
        const std::uint64_t block = e / 64 * 16 + e % 16;
        const philox_block words = philox(key, block, now.step);
        EXPECT_EQ(bits[e], static_cast<double>(static_cast<std::int32_t>(words[e / 16 % 4]))) << e;
    }
    const tensor real = drawn(b, graph::random(b, f64, fixed({300}), stream));
    for (const std::uint64_t e : {0u, 16u, 31u, 32u, 250u}) {
        const philox_block words = philox(key, e / 32 * 16 + e % 16, now.step);
        EXPECT_EQ(real[e], unit_interval(words[2 * (e / 16 % 2)], words[2 * (e / 16 % 2) + 1])) << e;
    }
    const tensor single = drawn(b, graph::random(b, f32, fixed({300}), stream));
    for (std::size_t e = 0; e < 300; ++e)
        EXPECT_EQ(
            single[e],
            std::floor((static_cast<double>(static_cast<std::uint32_t>(static_cast<std::int32_t>(bits[e])))) / 256) /
                16777216);
}
TEST(random_numbers, of_a_stream_have_not_changed) {
    graph::builder b;
    // from a program in another language, written from the header's text
    EXPECT_EQ(random_stream("drop", 0), 0x0fa8a57af2d5aa6cu);
    EXPECT_EQ(random_stream("drop", 12, 1), 0x9f7430f3d8c8321cu);
    const tensor bits = drawn(b, graph::random(b, i32, fixed({300}), random_stream("drop", 0)));
    EXPECT_THAT((std::vector{bits[0], bits[1], bits[2], bits[16], bits[64], bits[299]}),
                ::testing::ElementsAre(1719422121, 520235099, 497301151, 1944847459, 2080072477, -118851015));
}
TEST(random_numbers, are_uniform) {
    graph::builder b;
    network net(b);
    for (const tensor &u : {drawn(uniform<f32, 100000>(net, "u")), drawn(uniform<f64, 100000>(net, "u"))}) {
        EXPECT_NEAR(mean_of(u.values()), 0.5, 0.003);
        EXPECT_NEAR(variance_of(u.values()), 1. / 12, 0.001);
        EXPECT_LT(distance(u.values(), [](double x) { return x; }), 1.95);
        EXPECT_GE(*std::min_element(u.values().begin(), u.values().end()), 0);
        EXPECT_LT(*std::max_element(u.values().begin(), u.values().end()), 1);
    }
    const tensor wide = drawn(uniform<f64, 100000>(net, "wide", -3, 5));
    EXPECT_LT(distance(wide.values(), [](double x) { return (x + 3) / 8; }), 1.95);
}
TEST(random_numbers, are_normal) {
    graph::builder b;
    network net(b);
    const auto below = [](double x) { return std::erfc(-x / std::sqrt(2.)) / 2; };
    for (const tensor &z : {drawn(normal<f32, 100000>(net, "z")), drawn(normal<f64, 100000>(net, "z"))}) {
        EXPECT_NEAR(mean_of(z.values()), 0, 0.01);
        EXPECT_NEAR(variance_of(z.values()), 1, 0.015);
        EXPECT_LT(distance(z.values(), below), 1.95);
    }
    const tensor other = drawn(normal<f64, 100000>(net, "other", 2, 0.5));
    EXPECT_LT(distance(other.values(), [&](double x) { return below((x - 2) / 0.5); }), 1.95);
}
TEST(random_numbers, hit_with_their_probability) {
    graph::builder b;
    network net(b);
    for (const double p : {0.1, 0.5, 0.9})
        EXPECT_NEAR(mean_of(drawn(bernoulli<100000>(net, "coin", p)).values()), p, 0.005) << p;
    EXPECT_EQ(mean_of(drawn(bernoulli<1000>(net, "never", 0)).values()), 0);
    EXPECT_EQ(mean_of(drawn(bernoulli<1000>(net, "always", 1)).values()), 1);
}
TEST(random_numbers, of_neighbours_streams_and_steps_do_not_depend_on_each_other) {
    graph::builder b;
    network net(b);
    const auto correlation = [](const std::vector<double> &x, const std::vector<double> &y) {
        double sum = 0;
        for (std::size_t i = 0; i < x.size(); ++i) sum += (x[i] - 0.5) * (y[i] - 0.5);
        return sum / static_cast<double>(x.size()) * 12;
    };
    const auto u = uniform<f64, 40000>(net, "u"), again = uniform<f64, 40000>(net, "u"),
               other = uniform<f64, 40000>(net, "v");
    const std::vector<double> x = drawn(u).values();
    const auto shifted = [&](std::ptrdiff_t by) {
        std::vector<double> y = x;
        std::rotate(y.begin(), y.begin() + by, y.end());
        return y;
    };
    for (const std::ptrdiff_t by : {1, 2, 15, 16, 32, 64}) EXPECT_NEAR(correlation(x, shifted(by)), 0, 0.02) << by;
    EXPECT_NEAR(correlation(x, drawn(again).values()), 0, 0.02);
    EXPECT_NEAR(correlation(x, drawn(other).values()), 0, 0.02);
    EXPECT_NEAR(correlation(x, drawn(u, {42, 8, 0}).values()), 0, 0.02);
    EXPECT_NEAR(correlation(x, drawn(u, {43, 7, 0}).values()), 0, 0.02);
    EXPECT_EQ(x, drawn(u).values());
}
TEST(random_numbers, depend_on_names_and_not_on_the_rest_of_the_network) {
    graph::builder b, edited;
    network net(b), other(edited);
    const auto x = net.input<f32, 50>("x");
    const auto before = bernoulli_like("coin", x, 0.5);
    const auto more = other.input<f32, 3>("more");
    const auto first = dropout("drop", exp(more) + 1);
    const auto after = bernoulli_like("coin", other.input<f32, 50>("x"), 0.5);
    static_cast<void>(first);
    EXPECT_EQ(drawn(before).values(), drawn(after).values());
    EXPECT_NE(before.id(), after.id());
    EXPECT_NE(drawn(bernoulli_like("coin", x, 0.5)).values(), drawn(before).values());
}
TEST(random_numbers, of_a_batch_do_not_depend_on_how_it_is_cut) {
    graph::builder b;
    const node_id id = graph::random(b, f32, shape_of({{10, 1}, {7, 0}}), random_stream("u", 0));
    const auto part = [&](std::int64_t rows, std::uint64_t first) {
        reference::symbol_extents extents;
        extents.of_symbol[1] = rows;
        return reference::evaluate(b.table().view(), {&id, 1}, {}, extents, {42, 7, first})[0].values();
    };
    std::vector<double> joined;
    for (const std::int64_t rows : {3, 1, 6}) {
        const std::vector<double> more = part(rows, joined.size() / 7);
        joined.insert(joined.end(), more.begin(), more.end());
    }
    EXPECT_EQ(joined, part(10, 0));
    const node_id fixed_rows = graph::random(b, f32, fixed({10, 7}), random_stream("u", 0));
    EXPECT_EQ(drawn(b, fixed_rows, {42, 7, 5}).values(), joined) << "a tensor without rows of a batch has no first one";
}

// layers

struct layers_fixture : ::testing::Test {
    graph::builder b;
    network net{b};
    expr<shape_type<40, 6, 5>, f64> x = net.input<f64, 40, 6, 5>("x");
    tensor ones = [] {
        tensor t(f64, {40, 6, 5});
        for (std::size_t i = 0; i < t.size(); ++i) t.set(i, 1 + 0.001 * static_cast<double>(i));
        return t;
    }();

    tensor value(const any_expr &e, graph::mode in) {
        const node_id id = graph::resolve(b, in, e.id());
        return reference::evaluate(
            b.table().view(), {&id, 1}, [&](node_id) { return ones; }, {}, now)[0];
    }
    tensor trained(const any_expr &e) { return value(e, graph::mode::training); }
    tensor predicted(const any_expr &e) { return value(e, graph::mode::evaluation); }

    /// Each index of the first `axes` axes is either dropped or kept whole; gives the share that is dropped.
    double dropped_share(const tensor &y, int axes, double scale) {
        std::size_t inner = 1, dropped = 0;
        for (std::size_t d = static_cast<std::size_t>(axes); d < 3; ++d) inner *= static_cast<std::size_t>(y.dims()[d]);
        for (std::size_t i = 0; i < y.size(); ++i) {
            const bool is_dropped = y[i - i % inner] == 0;
            EXPECT_NEAR(y[i], is_dropped ? 0 : ones[i] * scale, 1e-12);
            dropped += is_dropped && i % inner == 0 ? 1 : 0;
        }
        return static_cast<double>(dropped * inner) / static_cast<double>(y.size());
    }
};

TEST_F(layers_fixture, drop_elements_channels_rows_or_all) {
    EXPECT_NEAR(dropped_share(trained(dropout("a", x, {.p = 0.3})), 3, 1 / 0.7), 0.3, 0.05);
    EXPECT_NEAR(dropped_share(trained(channel_dropout("b", x, {.p = 0.4})), 2, 1 / 0.6), 0.4, 0.12);
    EXPECT_NEAR(dropped_share(trained(stochastic_depth("c", x, {.p = 0.5})), 1, 2), 0.5, 0.25);
    int left_out = 0;
    for (int i = 0; i < 40; ++i)
        left_out +=
            dropped_share(trained(stochastic_depth("d", x, {.p = 0.25, .mode = depth_mode::batch})), 0, 1 / 0.75) == 1
                ? 1
                : 0;
    EXPECT_NEAR(left_out, 10, 7);
}
TEST_F(layers_fixture, are_the_identity_elsewhere) {
    EXPECT_EQ(graph::resolve(b, graph::mode::evaluation, dropout("a", x).id()), x.id());
    EXPECT_EQ(graph::resolve(b, graph::mode::evaluation, channel_dropout("a", x).id()), x.id());
    EXPECT_EQ(graph::resolve(b, graph::mode::evaluation, alpha_dropout("a", x).id()), x.id());
    EXPECT_EQ(graph::resolve(b, graph::mode::evaluation, feature_alpha_dropout("a", x).id()), x.id());
    EXPECT_EQ(graph::resolve(b, graph::mode::evaluation, stochastic_depth("a", x).id()), x.id());
    EXPECT_EQ(graph::resolve(b, graph::mode::evaluation, gaussian_noise("a", x).id()), x.id());
}
TEST_F(layers_fixture, add_nothing_where_nothing_is_dropped) {
    const std::size_t before = b.size();
    EXPECT_EQ(dropout("a", x, {.p = 0}).id(), x.id());
    EXPECT_EQ(alpha_dropout("a", x, {.p = 0}).id(), x.id());
    EXPECT_EQ(gaussian_noise("a", x, {.deviation = 0}).id(), x.id());
    EXPECT_EQ(b.size(), before);
}
TEST_F(layers_fixture, of_alpha_dropout_keep_mean_and_variance) {
    graph::builder wide;
    network other(wide);
    const auto z = normal<f64, 100000>(other, "z");
    for (const any_expr &layer : {any_expr(alpha_dropout("a", z, {.p = 0.2})),
                                  any_expr(feature_alpha_dropout("b", reshape<1000, 100>(z), {.p = 0.2}))}) {
        const tensor y = drawn(wide, graph::resolve(wide, graph::mode::training, layer.id()));
        EXPECT_NEAR(mean_of(y.values()), 0, 0.02);
        EXPECT_NEAR(variance_of(y.values()), 1, 0.02);
    }
}
TEST_F(layers_fixture, of_noise_add_normal_numbers) {
    const tensor y = trained(gaussian_noise("a", x, {.deviation = 0.5}));
    std::vector<double> noise;
    for (std::size_t i = 0; i < y.size(); ++i) noise.push_back((y[i] - ones[i]) / 0.5);
    EXPECT_NEAR(mean_of(noise), 0, 0.1);
    EXPECT_LT(distance(noise, [](double v) { return std::erfc(-v / std::sqrt(2.)) / 2; }), 1.95);
}
TEST_F(layers_fixture, draw_anew_at_each_use) {
    const shared_layer twice(net, "twice", layer::dropout{});
    EXPECT_NE(trained(twice(x)).values(), trained(twice(x)).values());
}
TEST_F(layers_fixture, refuse_what_is_no_probability) {
    EXPECT_THROW(static_cast<void>(dropout("a", x, {.p = 1})), graph_error);
    EXPECT_THROW(static_cast<void>(dropout("a", x, {.p = -0.1})), graph_error);
    EXPECT_THROW(static_cast<void>(channel_dropout("a", x, {.p = 2})), graph_error);
    EXPECT_THROW(static_cast<void>(bernoulli_like("a", x, 1.01)), graph_error);
    EXPECT_THROW(static_cast<void>(gaussian_noise("a", x, {.deviation = -1})), graph_error);
    EXPECT_THROW(static_cast<void>(self_attention<2>("a", net.input<f32, 2, 3, 4>("q"), {.dropout = 1})), graph_error);
}
TEST_F(layers_fixture, have_the_gradient_of_what_was_kept) {
    bench t;
    random_numbers random(3);
    const node_id leaf = t.leaf(random.uniform(f64, {5, 4, 3}, 0.5, 1.5));
    const auto operand = expr<shape_type<5, 4, 3>, f64>(any_expr(t.b, leaf));
    for (const any_expr &y : {any_expr(dropout("a", operand * operand, {.p = 0.3})),
                              any_expr(channel_dropout("b", exp(operand), {.p = 0.5})),
                              any_expr(alpha_dropout("c", operand * operand, {.p = 0.3})),
                              any_expr(stochastic_depth("d", operand * operand, {.p = 0.5})),
                              any_expr(gaussian_noise("e", operand) * operand)}) {
        const node_id loss = graph::resolve(t.b, graph::mode::training, weighted_sum(t, y.id()));
        expect_gradient(t, loss, {leaf}, "layer");
    }
}

}  // namespace
