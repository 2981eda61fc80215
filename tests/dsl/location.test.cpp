// Nodes remember the user's line, which is no part of what they are.
#include "support.hpp"

#include <set>

namespace sylvite::test {
namespace {

struct two_lines {
    static constexpr std::uint32_t first = __LINE__ + 2;
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, dynamic<9>, 4>("x");
        const auto hidden = relu(dense<3>("hidden", x));
        const auto sum_of_both = hidden * 2 + 1;
        const auto loss = mean(square(sum_of_both));
        net.entry("train", minimize(loss, gradient_descent{net.scalar("rate")}));
    }
};
constexpr graph::table_view table = graph_of<two_lines>();

std::vector<std::uint32_t> lines_of(op kind) {
    std::vector<std::uint32_t> lines;
    for (node_id i = 0; i < table.size(); ++i)
        if (table[i].kind == kind) lines.push_back(table.location_of(i).line - two_lines::first);
    return lines;
}

TEST(location, layers_and_functions_give_their_callers_line) {
    EXPECT_EQ(lines_of(op::input), (std::vector<std::uint32_t>{0, 4}));
    EXPECT_EQ(lines_of(op::relu), (std::vector<std::uint32_t>{1}));
    EXPECT_EQ(lines_of(op::parameter), (std::vector<std::uint32_t>{1, 1}));
    EXPECT_EQ(lines_of(op::assign), (std::vector<std::uint32_t>{4, 4}));
    for (node_id i = 0; i < table.size(); ++i)
        if (table.location_of(i).known()) {
            EXPECT_TRUE(std::string_view(table.location_of(i).file).ends_with("location.test.cpp"));
        }
}

/// Everything that a user may call, or as good as: no node may stand in a header of Sylvite's.
struct many_calls {
    static constexpr std::uint32_t first = __LINE__ + 2, last = __LINE__ + 53;
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, dynamic<9>, 4>("x");
        const auto y = net.input<f32, dynamic<9>, 4>("y");
        const auto i = net.input<i32, dynamic<9>>("i");
        const auto w = net.input<f32, 3, 4>("w");
        const auto weight = net.input<f32, 4>("weight");
        const auto q = net.input<f32, dynamic<9>, 5, 4>("q");
        const auto scale = net.state<f32>("scale", constant(1));
        const auto each = -(x + y) * (x - 1) / (2 + y) + min(x, y) - max(x, 0) + pow(x, 2) + select(x < y, x, 1);
        const auto functions = exp(x) + log(x) + expm1(x) + log1p(x) + sqrt(x) + rsqrt(x) + sin(x) + cos(x) + erf(x) +
                               ndtr(x) + tanh(x) + sigmoid(x) + relu(x) + abs(x) + sign(x) + floor(x) + square(x) +
                               cast<f32>(is_nan(x) || (!(x > 0) && x != y));
        const auto activations = hard_tanh(x) + relu6(x) + hard_sigmoid(x) + hard_swish(x) + leaky_relu(x) + elu(x) +
                                 selu(x) + softplus(x) + log_sigmoid(x) + silu(x) + mish(x) + softsign(x) + gelu(x) +
                                 gelu_tanh(x);
        const auto rows =
            softmax(x) + log_softmax(x) + layer_normalise(x) + rms_normalise(x) +
            expand<-1>(logsumexp<1>(x) + variance<1>(x) + norm<1>(x) + l1_norm<1>(x) + infinity_norm<1>(x) + sum<1>(x) +
                       product<1>(x) + mean<1>(x) + reduce_max<1>(x) + reduce_min<1>(x) +
                       cast<f32>(argmax<1>(x) + argmin<1>(x)) + pick(x, i) + cast<f32>(any<1>(x > 0) && all<1>(y > 0)));
        const auto layout = reverse<0>(x) + shift<1, 1>(x) + slice<1, 1, 5>(pad<1, 1, 2>(x)) + tril(x) + triu(x) +
                            cumulative_sum<1>(x) + reverse_cumulative_sum<1>(x) + stop_gradient(x) +
                            reshape<dynamic<9>, 4>(transpose(permute<1, 0>(x))) +
                            broadcast_to<dynamic<9>, 4>(mean<0>(x));
        const auto joined = concat<1>(x, y) + reshape<dynamic<9>, 8>(stack<1>(x, y));
        const auto [a, c] = split<1, 3, 5>(joined);
        const auto parts = chunk<1, 2>(joined);
        const auto indexed = gather<0>(w, i) + take_along_axis<1>(x, reshape<dynamic<9>, 1>(i)) + one_hot<4>(i) +
                             gather<0>(scatter_add<3>(i, x), i) + matmul(x, matmul(transpose(w), w));
        const auto masked = select(causal_mask(q), q, 0);
        const auto layers = dense<4>("dense", x) + layer_norm("norm", x) + rms_norm("rms", x) +
                            embedding<7, 4>("embedding", i) + sequential("s", x, layer::dense<4>{}, layer::gelu) +
                            residual("r", x, layer::dense<4>{});
        const auto attended = self_attention<2>("a", q, {.causal = true}) + cross_attention<2>("b", q, q) + masked;
        const auto losses = mean(softmax_cross_entropy(x, i)) + mean(softmax_cross_entropy(x, softmax(y))) +
                            mean(negative_log_likelihood(log_softmax(x), i)) + mean(sigmoid_cross_entropy(x, y)) +
                            mean(sigmoid_cross_entropy(x, y > 0)) + mean(kl_divergence(log_softmax(x), softmax(y))) +
                            mean(hinge(x, y)) + mean(multiclass_hinge(x, i)) + mean(cosine_similarity(x, y)) +
                            mean(cosine_embedding(x, y, i > 0)) + mse(x, y) + mae(x, y) + mean(huber(x, y)) +
                            mean(smooth_l1(x, y)) + weighted_mean(absolute_error(x, y), y) + cross_entropy(x, i) +
                            cross_entropy(x, i, weight, {.label_smoothing = 0.1}) +
                            weighted_mean(softmax_cross_entropy(x, i), label_weights(weight, i));
        const auto total = mean(each + functions + activations + rows + layout + indexed + layers) + sum(a) + sum(c) +
                           sum(parts[1]) + mean(attended) + losses * scale;
        const auto rate = net.scalar("rate");
        net.entry("train", minimize(total, adam{rate}, clip_by_global_norm(1), l2_decay(0.1), rate_of("dense.*", 2)),
                  metric("norm", gradient_norm(total)), metric("total", total));
        net.entry("twice", output("slope", grad(sum(square(grad(total, x))), y)), assign(scale, scale * 2));
    }
};

TEST(location, no_node_stands_in_a_header_of_the_language) {
    static constexpr graph::table_view calls = graph_of<many_calls>();
    std::set<std::uint32_t> lines;
    for (node_id i = 0; i < calls.size(); ++i) {
        const location where = calls.location_of(i);
        if (!where.known()) continue;
        EXPECT_TRUE(std::string_view(where.file).ends_with("location.test.cpp"))
            << graph::info(calls[i].kind).name << " stands in " << where.file << ":" << where.line;
        EXPECT_TRUE(where.line >= many_calls::first && where.line <= many_calls::last) << where.line;
        lines.insert(where.line);
    }
    EXPECT_GE(lines.size(), 20u);
}

TEST(location, gradients_stand_where_what_they_differentiate_does) {
    EXPECT_EQ(lines_of(op::contraction), (std::vector<std::uint32_t>{1, 1}));
    EXPECT_EQ(lines_of(op::select), (std::vector<std::uint32_t>{1}));
}

TEST(location, what_the_rules_made_is_told_from_what_the_user_wrote) {
    std::vector<bool> contractions, assigns;
    for (node_id i = 0; i < table.size(); ++i) {
        if (table[i].kind == op::contraction) contractions.push_back(table[i].is_derivative);
        if (table[i].kind == op::assign) assigns.push_back(table[i].is_derivative);
        if (table[i].kind == op::relu) {
            EXPECT_FALSE(table[i].is_derivative);
        }
    }
    EXPECT_EQ(contractions, (std::vector<bool>{false, true}));
    EXPECT_EQ(assigns, (std::vector<bool>{false, false}));
}

TEST(location, operators_take_their_newest_operands) {
    for (node_id i = 0; i < table.size(); ++i) {
        if (table[i].kind != op::add || table.dims(i).rank != 2) continue;
        EXPECT_GE(table.location_of(i).line, two_lines::first + 1);
    }
}

TEST(location, equal_nodes_of_two_lines_are_one) {
    graph::builder b;
    shape dims;
    const node_id x = b.declare(op::input, "x", f32, dims, {0});
    const auto exp_at = [&](std::uint32_t line) {
        const graph::at here(b, {"network.hpp", line});
        return graph::unary(b, op::exp, x);
    };
    const node_id first = exp_at(3);
    EXPECT_EQ(exp_at(4), first);
    EXPECT_EQ(b.table().view().location_of(first).line, 3u);
    EXPECT_EQ(b.current_location(), 0u);
}

TEST(location, the_outermost_call_counts) {
    graph::builder b;
    const graph::at user(b, {"network.hpp", 7});
    const graph::at library(b, {"dense.hpp", 30});
    const node_id x = b.declare(op::input, "x", f32, {}, {0});
    EXPECT_EQ(b.table().view().location_of(x).line, 7u);
}

}  // namespace
}  // namespace sylvite::test
