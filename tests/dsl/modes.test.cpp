// What differs in training: markers, how entries resolve them, and the assignments that they carry.
#include "support.hpp"

#include <gmock/gmock.h>

namespace {

using namespace sylvite;
using namespace sylvite::test;
using graph::mode;

bool has(const graph::table_view &table, const graph::entry_record &entry, op kind) {
    std::vector<char> reached(table.size(), 0);
    for (const graph::root &r : table.roots_of(entry)) reached[r.node] = 1;
    for (auto id = static_cast<node_id>(table.size()); id-- > 0;)
        for (int k = 0; reached[id] != 0 && k < table[id].input_count; ++k) reached[table[id].inputs[k]] = 1;
    for (node_id id = 0; id < table.size(); ++id)
        if (reached[id] != 0 && table[id].kind == kind) return true;
    return false;
}
bool has(const graph::table_view &table, std::string_view entry, op kind) {
    return has(table, reference::entry_of(table, entry), kind);
}

/// x^2 in training, 3 x elsewhere; a weight of its own for each.
struct two_ways {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f64, 4>("x");
        const auto a = net.parameter<f64, 4>("a", constant(2)), b = net.parameter<f64, 4>("b", constant(5));
        const auto y = by_mode(a * x * x, 3 * b * x);
        const auto loss = sum(y);
        net.entry("predict", output("y", y), output("slope", grad(loss, x)));
        net.entry("as_in_training", training_mode, output("y", y), output("slope", grad(loss, x)));
        net.entry("train", minimize(loss, gradient_descent{.rate = 0.5}, freeze("b")), metric("loss", loss),
                  output("slope", grad(loss, x)));
        net.entry("train_as_predicting", evaluation_mode,
                  minimize(in_mode(evaluation_mode, loss), gradient_descent{.rate = 0.5}, freeze("a")),
                  metric("loss", loss));
        net.entry("store", store_gradients(loss, freeze("b")), output("y", y));
        net.entry("apply", apply_gradients(net, gradient_descent{.rate = 0.5}, freeze("b")), output("y", y));
    }
};

class two_ways_network : public ::testing::Test {
  protected:
    static constexpr graph::table_view table = graph_of<two_ways>();
    reference::tensors variables{
        {"a", tensor(f64, {4}, {2, 2, 2, 2})}, {"b", tensor(f64, {4}, {5, 5, 5, 5})}, {"a.gradient", tensor(f64, {4})}};
    reference::tensors inputs{{"x", tensor(f64, {4}, {1, 2, 3, 4})}};

    reference::entry_result run(std::string_view entry) {
        return run_entry(table, reference::entry_of(table, entry), variables, inputs);
    }
};

TEST_F(two_ways_network, has_no_marker_left) {
    for (const graph::node &n : table.nodes) EXPECT_NE(n.kind, op::by_mode);
}
TEST_F(two_ways_network, predicts_in_one_way_and_trains_in_the_other) {
    EXPECT_THAT(run("predict").outputs.at("y").values(), ::testing::ElementsAre(15, 30, 45, 60));
    EXPECT_THAT(run("as_in_training").outputs.at("y").values(), ::testing::ElementsAre(2, 8, 18, 32));
    EXPECT_THAT(run("store").outputs.at("y").values(), ::testing::ElementsAre(2, 8, 18, 32));
    EXPECT_THAT(run("apply").outputs.at("y").values(), ::testing::ElementsAre(2, 8, 18, 32));
}
TEST_F(two_ways_network, has_the_gradient_of_its_mode) {
    EXPECT_THAT(run("predict").outputs.at("slope").values(), ::testing::ElementsAre(15, 15, 15, 15));
    EXPECT_THAT(run("as_in_training").outputs.at("slope").values(), ::testing::ElementsAre(4, 8, 12, 16));
    EXPECT_THAT(run("train").outputs.at("slope").values(), ::testing::ElementsAre(4, 8, 12, 16));
}
TEST_F(two_ways_network, trains_the_operand_of_training) {
    EXPECT_EQ(run("train").metrics.at("loss").sum, 60);
    EXPECT_THAT(variables.at("a").values(), ::testing::ElementsAre(1.5, 0, -2.5, -6));
    EXPECT_THAT(variables.at("b").values(), ::testing::ElementsAre(5, 5, 5, 5));
}
TEST_F(two_ways_network, trains_as_predicting_when_told_to) {
    EXPECT_EQ(run("train_as_predicting").metrics.at("loss").sum, 150);
    EXPECT_THAT(variables.at("b").values(), ::testing::ElementsAre(3.5, 2, 0.5, -1));
    EXPECT_THAT(variables.at("a").values(), ::testing::ElementsAre(2, 2, 2, 2));
}
TEST_F(two_ways_network, computes_nothing_of_the_other_mode) {
    EXPECT_FALSE(has(table, "train", op::extent));
    const graph::entry_record &train = reference::entry_of(table, "train");
    for (const graph::root &r : table.roots_of(train))
        if (r.what == graph::root_kind::update) {
            EXPECT_EQ(table.name_of_leaf(table[r.node].inputs[0]), "a");
        }
}

TEST(modes, a_parameter_of_the_other_mode_is_none_that_the_loss_depends_on) {
    graph::builder b;
    network net(b);
    const auto a = net.parameter<f32, 3>("a"), other = net.parameter<f32, 3>("other");
    const auto loss = sum(by_mode(a, other));
    EXPECT_THROW(static_cast<void>(minimize(loss, gradient_descent{.rate = 1})), graph_error);
    EXPECT_NO_THROW(static_cast<void>(minimize(loss, gradient_descent{.rate = 1}, allow_unused("other"))));
}
TEST(modes, an_entry_in_evaluation_mode_cannot_train_what_differs) {
    graph::builder b;
    network net(b);
    const auto a = net.parameter<f32, 3>("a");
    const auto plain = minimize(sum(a), gradient_descent{.rate = 1});
    EXPECT_NO_THROW(net.entry("plain", evaluation_mode, plain));
    const auto differs = minimize(sum(by_mode(a, 2 * a)), gradient_descent{.rate = 1});
    EXPECT_THROW(net.entry("differs", evaluation_mode, differs), graph_error);
}

/// Through every kind of node that what is absent vanishes in.
TEST(modes, nothing_of_the_adjoint_of_the_other_mode_is_left) {
    graph::builder b;
    network net(b);
    const auto x = net.parameter<f64, 4, 3>("x");
    const auto w = net.parameter<f64, 3, 3>("w");
    const auto branch = [&](const auto &v) {
        return sum(relu(concat<0>(reverse<0>(transpose(exp(v) / (1 + v * v))), permute<1, 0>(v))) * 2.0);
    };
    const auto mixed = by_mode(x, 2 * x);
    const auto loss = branch(einsum<"ij,jk->ik">(mixed, w)) + branch(by_mode(-x, x));
    const auto gradient = grad(loss, x);
    const node_id training = graph::resolve(b, mode::training, gradient.id());
    graph::builder plain;
    network other(plain);
    const auto px = other.parameter<f64, 4, 3>("x");
    const auto pw = other.parameter<f64, 3, 3>("w");
    const auto expected = grad(branch(einsum<"ij,jk->ik">(px, pw)) + branch(-px), px);
    EXPECT_LE(graph::compact(b.table().view()).nodes.size(), 0u);  // no entry yet
    const auto count = [](const graph::builder &of, node_id root) {
        std::vector<char> reached(of.size(), 0);
        reached[root] = 1;
        std::size_t n = 0;
        for (node_id id = root + 1; id-- > 0;) {
            if (reached[id] == 0) continue;
            ++n;
            for (int k = 0; k < of[id].input_count; ++k) reached[of[id].inputs[k]] = 1;
        }
        return n;
    };
    EXPECT_EQ(count(b, training), count(plain, expected.id()));
}
TEST(modes, infinities_of_the_other_mode_spoil_no_gradient) {
    struct net {
        constexpr void operator()(network &n) const {
            const auto x = n.input<f64, 2>("x");
            const auto y = by_mode(x, 1 / (x - x));
            n.entry("e", training_mode, output("slope", grad(sum(y * y), x)));
        }
    };
    constexpr auto table = graph_of<net>();
    reference::tensors none, inputs{{"x", tensor(f64, {2}, {3, 4})}};
    EXPECT_THAT(run_entry(table, table.entries[0], none, inputs).outputs.at("slope").values(),
                ::testing::ElementsAre(6, 8));
}
TEST(modes, hold_for_custom_gradients_and_second_derivatives) {
    struct net {
        constexpr void operator()(network &n) const {
            const auto x = n.input<f64, 2>("x");
            const auto cube = custom_gradient([&](auto dy, auto, auto v) { return by_mode(dy * 10, dy * v); },
                                              by_mode(x * x * x, x), x);
            const auto first = grad(sum(cube * x), x);
            const auto second = grad(sum(first), x);
            n.entry("train", training_mode, output("first", first), output("second", second));
            n.entry("predict", output("first", first), output("second", second));
        }
    };
    constexpr auto table = graph_of<net>();
    reference::tensors none, inputs{{"x", tensor(f64, {2}, {3, 4})}};
    const auto train = run_entry(table, reference::entry_of(table, "train"), none, inputs);
    // d(c x) = 10 x + c, c = x^3 with derivative 10; d of that 10 + 10
    EXPECT_THAT(train.outputs.at("first").values(), ::testing::ElementsAre(57, 104));
    EXPECT_THAT(train.outputs.at("second").values(), ::testing::ElementsAre(20, 20));
    const auto predict = run_entry(table, reference::entry_of(table, "predict"), none, inputs);
    // d(c x) = x x + c, c = x with derivative x; d of that 2 x + x
    EXPECT_THAT(predict.outputs.at("first").values(), ::testing::ElementsAre(12, 20));
    EXPECT_THAT(predict.outputs.at("second").values(), ::testing::ElementsAre(9, 12));
}

/// As batch normalisation does: centred by its own mean in training, which a state follows; by the state elsewhere.
any_expr centred(const any_expr &x, const network &net, std::string_view name) {
    graph::builder &b = x.owner();
    const any_expr mean(b, graph::mean(b, x.id(), 1));
    const any_expr kept(b, b.declare(op::state, name, f64, mean.dims(), {0, 0, 0}));
    const std::uint32_t first = b.effect_count();
    static_cast<void>(assign(kept, kept * 0.5 + mean * 0.5));
    const node_id chosen = graph::by_mode(b, (x - mean).id(), (x - kept).id(), graph::absent_side::none, first, 1);
    static_cast<void>(net);
    return {b, chosen};
}

class carried_effects : public ::testing::Test {
  protected:
    graph::builder b;
    network net{b};
    expr<shape_type<2, 2>, f64> x = net.input<f64, 2, 2>("x");
    expr<shape_type<2>, f64> w = net.parameter<f64, 2>("w", constant(1));
    any_expr first = centred(x * w, net, "first"), second = centred(first * first, net, "second");
    any_expr loss{b, graph::reduce(b, op::reduce_sum, second.id(), 3)};

    reference::tensors variables{
        {"w", tensor(f64, {2}, {1, 1})}, {"first", tensor(f64, {2}, {0, 0})}, {"second", tensor(f64, {2}, {0, 0})}};
    reference::tensors inputs{{"x", tensor(f64, {2, 2}, {1, 2, 3, 6})}};

    std::vector<std::string> assigned(std::string_view entry) {
        const auto t = graph::compact(b.table().view());
        std::vector<std::string> names;
        for (const graph::root &r : t.view().roots_of(reference::entry_of(t.view(), entry)))
            if (r.what == graph::root_kind::update)
                names.emplace_back(t.view().name_of_leaf(t.nodes[r.node].inputs[0]));
        return names;
    }
};

TEST_F(carried_effects, join_entries_that_train_once_and_no_others) {
    net.entry("predict", output("y", second));
    net.entry("evaluate", metric("loss", loss));
    net.entry("train", minimize(loss, gradient_descent{.rate = 0.1}), metric("loss", loss), output("y", second));
    net.entry("observe", training_mode, output("y", second));
    net.entry("first_alone", training_mode, output("y", first));
    EXPECT_THAT(assigned("predict"), ::testing::IsEmpty());
    EXPECT_THAT(assigned("evaluate"), ::testing::IsEmpty());
    EXPECT_THAT(assigned("train"), ::testing::ElementsAre("w", "first", "second"));
    EXPECT_THAT(assigned("observe"), ::testing::ElementsAre("first", "second"));
    EXPECT_THAT(assigned("first_alone"), ::testing::ElementsAre("first"));
}
TEST_F(carried_effects, see_the_values_from_before_the_entry) {
    net.entry("observe", training_mode, output("y", second));
    net.entry("predict", output("y", second));
    const auto t = graph::compact(b.table().view());
    const auto run = [&](std::string_view entry) {
        return run_entry(t.view(), reference::entry_of(t.view(), entry), variables, inputs).outputs.at("y").values();
    };
    // x - mean = -1 -2 1 2; squares 1 4 1 4, whose means are 1 4
    EXPECT_THAT(run("observe"), ::testing::ElementsAre(0, 0, 0, 0));
    EXPECT_THAT(variables.at("first").values(), ::testing::ElementsAre(1, 2));
    EXPECT_THAT(variables.at("second").values(), ::testing::ElementsAre(0.5, 2));
    // x - (1, 2) = 0 0 2 4; squares 0 0 4 16
    EXPECT_THAT(run("predict"), ::testing::ElementsAre(-0.5, -2, 3.5, 14));
}
TEST_F(carried_effects, join_an_entry_of_two_losses_once) {
    const auto other = net.parameter<f64, 2>("other", constant(1));
    const any_expr head(b, graph::reduce(b, op::reduce_sum, (second * other).id(), 3));
    net.entry("train", minimize(loss, gradient_descent{.rate = 0.1}, freeze("other")),
              minimize(head, gradient_descent{.rate = 0.1}, freeze("w")));
    EXPECT_THAT(assigned("train"), ::testing::ElementsAre("w", "other", "first", "second"));
}

}  // namespace
