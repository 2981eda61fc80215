// Values whose gradient the user writes.
#include "support.hpp"

namespace sylvite::test {
namespace {

using vector = expr<shape_type<5>, f64>;

class custom_gradient_of : public testing::Test {
  protected:
    vector leaf(std::uint64_t seed, double low = -2, double high = 2) {
        random_numbers random(seed);
        return {t.b, t.leaf(random.uniform(f64, {5}, low, high))};
    }
    /// d sum(weights y) / d x; the sum's weights are the adjoint of y.
    tensor gradient(node_id y, node_id x) {
        const node_id loss = weighted_sum(t, y);
        weights = t.b[t.b[loss].inputs[0]].inputs[1];
        node_id found = graph::no_node;
        graph::differentiate(t.b, loss, {&x, 1}, {&found, 1});
        return found == graph::no_node ? tensor() : t.value(found);
    }
    bench t;
    node_id weights = graph::no_node;
};

TEST_F(custom_gradient_of, a_rounding_lets_the_adjoint_pass) {
    const vector x = leaf(1);
    const auto y = custom_gradient([](auto dy, auto, auto) { return dy; }, floor(x + 0.5), x);
    const tensor value = t.value(y.id());
    for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(value[i], std::floor(t.value(x.id())[i] + 0.5));
    const tensor found = gradient(y.id(), x.id());
    expect_near(found, t.value(weights), 0, "straight-through");
}

TEST_F(custom_gradient_of, the_operand_itself_can_be_turned_around) {
    const vector x = leaf(2);
    const auto reversed = custom_gradient([](auto dy, auto, auto) { return dy * -0.5; }, x, x);
    expect_near(t.value(reversed.id()), t.value(x.id()), 0, "value");
    const tensor found = gradient(reversed.id(), x.id()), adjoint = t.value(weights);
    for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(found[i], -0.5 * adjoint[i]);
}

TEST_F(custom_gradient_of, a_function_is_differentiated_twice_through_what_the_user_wrote) {
    const vector x = leaf(3);
    const auto softplus = custom_gradient([](auto dy, auto, auto in) { return dy * sigmoid(in); }, log1p(exp(x)), x);
    const node_id loss = weighted_sum(t, softplus.id());
    expect_gradient(t, loss, {x.id()}, "first order");
    const vector first = grad(expr<shape_type<>, f64>(t.b, loss), x);
    expect_gradient(t, weighted_sum(t, (first * first).id()), {x.id()}, "second order");
}

TEST_F(custom_gradient_of, several_inputs_get_an_expression_each) {
    const vector a = leaf(4), b = leaf(5), other = leaf(6);
    const auto y = custom_gradient([](auto dy, auto, auto l, auto r) { return std::tuple(dy * r, dy * l); },
                                   a * b + stop_gradient(other), a, b);
    expect_gradient(t, weighted_sum(t, (y * y).id()), {a.id(), b.id()}, "product");
}

TEST_F(custom_gradient_of, nothing_flows_but_to_the_inputs_named) {
    const vector a = leaf(7), b = leaf(8);
    const auto y = custom_gradient([](auto dy, auto, auto) { return dy; }, a * b, a);
    EXPECT_EQ(gradient(y.id(), b.id()).size(), tensor().size());
    const tensor found = gradient(y.id(), a.id());
    expect_near(found, t.value(weights), 0, "a");
}

TEST_F(custom_gradient_of, rules_nest_and_repeat) {
    const vector x = leaf(9);
    const auto cube = [](const auto &of) {
        const auto square_of = custom_gradient([](auto dy, auto, auto in) { return dy * in * 2; }, of * of, of);
        return custom_gradient([](auto dy, auto, auto s, auto in) { return std::tuple(dy * in, dy * s); },
                               square_of * of, square_of, of);
    };
    expect_gradient(t, weighted_sum(t, cube(cube(x) * 0.1).id()), {x.id()}, "two cubes");
}

TEST_F(custom_gradient_of, a_rule_inside_a_rule_captures_the_outer_adjoint) {
    const vector x = leaf(12), weight = leaf(13);
    // dx = dy x; the adjoint of dy in turn is -2 x (its own): the inner rule's
    const auto outer = custom_gradient(
        [](auto dy, auto, auto in) {
            return custom_gradient([in](auto ddy, auto, auto) { return ddy * in * -2; }, dy, dy) * in;
        },
        x * 3, x);
    const auto first = grad(sum(outer * weight), x);
    const tensor at = t.value(x.id()), by = t.value(weight.id());
    const tensor found = t.value(first.id()), again = t.value(grad(sum(first), weight).id());
    for (std::size_t i = 0; i < 5; ++i) {
        EXPECT_DOUBLE_EQ(found[i], by[i] * at[i]);
        EXPECT_DOUBLE_EQ(again[i], -2 * at[i] * at[i]);
    }
}

TEST_F(custom_gradient_of, a_value_that_is_not_computed_from_its_input_has_one_all_the_same) {
    const vector x = leaf(14), other = leaf(15);
    const auto y = custom_gradient([](auto dy, auto, auto) { return dy * 4; }, other * 3, x);
    const tensor found = gradient(y.id(), x.id()), adjoint = t.value(weights);
    for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(found[i], 4 * adjoint[i]);
}

TEST_F(custom_gradient_of, one_that_is_not_the_gradient_of_anything_is_differentiated_as_it_is_written) {
    const vector x = leaf(16);
    const auto y = custom_gradient([](auto dy, auto, auto in) { return dy * in * in; }, x * 5, x);
    const tensor at = t.value(x.id()), first = t.value(grad(sum(y), x).id());
    const tensor second = t.value(grad(sum(grad(sum(y), x)), x).id());
    for (std::size_t i = 0; i < 5; ++i) {
        EXPECT_DOUBLE_EQ(first[i], at[i] * at[i]);
        EXPECT_DOUBLE_EQ(second[i], 2 * at[i]);
    }
}

TEST_F(custom_gradient_of, simplification_does_not_look_through_it) {
    const vector x = leaf(17);
    const auto own_exp = custom_gradient([](auto dy, auto, auto) { return dy * 0; }, exp(x), x);
    const tensor found = t.value(grad(sum(log(own_exp)) + sum(x), x).id());  // log(exp(x)) would be x
    for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(found[i], 1);
}

TEST_F(custom_gradient_of, an_adjoint_that_leaves_its_rule_is_refused) {
    const network net(t.b);
    const vector x = leaf(10);
    vector kept;
    static_cast<void>(custom_gradient(
        [&](auto dy, auto, auto) {
            kept = dy;
            return dy;
        },
        x * 2, x));
    net.entry("e", output("kept", kept + 1));
    EXPECT_THROW(graph::compact(t.b.table().view()), graph_error);
}

TEST_F(custom_gradient_of, adjoints_of_another_shape_are_refused) {
    const vector x = leaf(11);
    const node_id leaf_of_dy = graph::adjoint_of(t.b, x.id());
    const node_id sum_of_dy = graph::reduce(t.b, op::reduce_sum, leaf_of_dy, 1u);
    EXPECT_THROW(graph::custom_gradient(t.b, x.id(), x.id(), sum_of_dy, leaf_of_dy, false), graph_error);
}

struct rounded_network {
    constexpr void operator()(network &net) const {
        const auto w = net.parameter<f32, 4>("w", constant(0.7));
        const auto target = net.input<f32, 4>("target");
        const auto rounded = custom_gradient([](auto dy, auto, auto) { return dy; }, floor(w + 0.5f), w);
        net.entry("train", minimize(mse(rounded, target), gradient_descent{net.scalar("rate")}), output("y", rounded));
    }
};

TEST(custom_gradient, leaves_no_marker_in_a_finished_table) {
    static constexpr graph::table_view table = graph_of<rounded_network>();
    for (const graph::node &n : table.nodes) {
        EXPECT_NE(n.kind, op::custom_gradient);
        EXPECT_NE(n.kind, op::adjoint);
    }
    reference::tensors variables{{"w", tensor(f32, {4}, {0.7, 1.2, -0.4, 2.6})}};
    const reference::tensors inputs{{"target", tensor(f32, {4}, {0, 0, 0, 0})}, {"rate", tensor::scalar(f32, 0.5)}};
    const auto result = reference::run_entry(table, reference::entry_of(table, "train"), variables, inputs);
    EXPECT_EQ(result.outputs.at("y").values(), (std::vector<double>{1, 1, 0, 3}));
    // d mse / d y = y / 2, handed on to w: w - 0.5 y / 2
    expect_near(variables.at("w"), tensor(f32, {4}, {0.45, 0.95, -0.4, 1.85}), 1e-6, "w");
}

}  // namespace
}  // namespace sylvite::test
