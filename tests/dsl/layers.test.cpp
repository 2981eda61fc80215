// Layers: parameters, derivatives against finite differences, values and gradients against PyTorch.
#include "golden_cases.hpp"

namespace {

using namespace sylvite;
using namespace sylvite::test;

/// A value for every parameter that has none yet; all leaves.
std::vector<node_id> give_parameters(bench &t, random_numbers &random) {
    std::vector<node_id> all;
    for (const node_id id : t.b.leaves()) {
        if (!is_floating(t.b[id].type)) continue;
        all.push_back(id);
        if (!t.has(id)) t.give(id, random.uniform(t.b[id].type, t.extents(t.b.dims(id)), -1, 1));
    }
    return all;
}

/// First and second derivatives of a layer with respect to its operands and parameters.
template <auto... Dims, class Apply>
void expect_derivatives(const std::string &what, Apply apply) {
    bench t;
    random_numbers random(23);
    const expr<shape_type<Dims...>, f64> x(t.b, t.leaf(random.uniform(f64, {Dims...}, -1, 1)));
    const node_id loss = weighted_sum(t, graph::unary(t.b, op::tanh, apply(t, x).id()));
    const auto leaves = give_parameters(t, random);
    expect_gradient(t, loss, leaves, what);
    expect_second_order(t, loss, leaves, what);
}

TEST(layers, derivatives_match_finite_differences) {
    expect_derivatives<2, 5>("dense", [](bench &, const auto &x) { return dense<3>("layer", x); });
    expect_derivatives<1, 1>("dense [1, 1]", [](bench &, const auto &x) { return dense<1>("layer", x); });
    expect_derivatives<7, 3>("layer_norm", [](bench &, const auto &x) { return layer_norm("layer", x); });
    expect_derivatives<3, 2, 3>("layer_norm<2>", [](bench &, const auto &x) { return layer_norm<2>("layer", x); });
    expect_derivatives<7, 3>("rms_norm", [](bench &, const auto &x) { return rms_norm("layer", x); });
    expect_derivatives<2, 3, 4>("attention", [](bench &, const auto &x) { return self_attention<2>("layer", x); });
    expect_derivatives<1, 3, 3>("causal attention",
                                [](bench &, const auto &x) { return self_attention<1>("layer", x, {.causal = true}); });
    expect_derivatives<2, 3, 2>("cross attention",
                                [](bench &, const auto &x) { return cross_attention<1>("layer", x, 2 * x + 1); });
    expect_derivatives<2, 5>("sequence", [](bench &, const auto &x) {
        return sequential("layer", x, layer::dense<3>{}, layer::gelu, layer::residual{layer::layer_norm<>{}});
    });
}

TEST(layers, embedding_adds_up_gradients_of_repeated_indices) {
    bench t;
    random_numbers random(3);
    const expr<shape_type<2, 3>, i32> x(t.b, t.leaf(i32, {2, 3}, {1, 4, 1, 0, 1, 3}));
    const auto y = embedding<5, 2, f64>("layer", x, {.padding = 4});
    const node_id weight = t.b.find_leaf("layer.weight");
    t.give(weight, random.uniform(f64, {5, 2}, -1, 1));
    expect_gradient(t, weighted_sum(t, y.id()), {weight}, "embedding");
    const node_id loss = weighted_sum(t, tanh(y).id());
    node_id gradient = graph::no_node;
    graph::differentiate(t.b, loss, {&weight, 1}, {&gradient, 1});
    expect_gradient(t, weighted_sum(t, gradient), {weight}, "embedding, second order", 2e-6);
    const tensor value = t.value(y.id()), table = t.given(weight);
    EXPECT_EQ(value[0], table[2]);
    EXPECT_EQ(value[2], 0) << "the padding";
}

/// The operand, the parameters under "layer", and the expression that the case's name stands for.
template <dtype Type>
any_expr build_layer(const std::string &name, graph::builder &b, const std::vector<node_id> &in) {
    const auto is = [&](const char *wanted) { return name == wanted; };
    if (name.starts_with("embedding")) {
        const expr<shape_type<2, 3>, i32> x(b, in[0]);
        if (is("embedding")) return embedding<5, 3, Type>("layer", x);
        return embedding<5, 3, Type>("layer", x, {.padding = 1});
    }
    const expr<shape_type<2, 7, 5>, Type> x(b, in[0]);
    if (is("dense")) return dense<3>("layer", x);
    if (is("dense without bias")) return dense<3>("layer", x, {.bias = false});
    if (is("layer_norm")) return layer_norm("layer", x);
    if (is("layer_norm of two axes")) return layer_norm<2>("layer", x, {.epsilon = 0.01, .bias = false});
    if (is("rms_norm")) return rms_norm("layer", x);
    if (is("rms_norm of two axes")) return rms_norm<2>("layer", x, {.epsilon = 0.01});
    const auto layers = boost::hana::make_tuple(layer::dense<4>{}, layer::gelu, layer::dense<5>{});
    if (is("sequential")) return sequential("layer", x, layers);
    if (is("residual")) return residual("layer", x, layer::sequential(layers));
    const expr<shape_type<2, 5, 6>, Type> s(b, in[0]);
    if (is("self_attention 2")) return self_attention<2>("layer", s);
    if (is("self_attention 2 causal")) return self_attention<2>("layer", s, {.causal = true});
    if (is("self_attention 2 without bias")) return self_attention<2>("layer", s, {.use_bias = false});
    if (is("cross_attention 2")) return cross_attention<2>("layer", s, expr<shape_type<2, 3, 6>, Type>(b, in[1]));
    const expr<shape_type<2, 1, 3>, Type> one(b, in[0]);
    if (is("self_attention 1")) return self_attention<1>("layer", one);
    if (is("self_attention 1 causal")) return self_attention<1>("layer", one, {.causal = true});
    const expr<shape_type<2, 2, 3>, Type> two(b, in[0]);
    if (is("self_attention 3")) return self_attention<3>("layer", two);
    if (is("self_attention 3 causal")) return self_attention<3>("layer", two, {.causal = true});
    throw std::runtime_error("unknown case " + name);
}

/// The names of all leaves, and how many nodes there are.
template <class Build>
std::vector<std::string> made_by(Build build) {
    graph::builder b;
    build(network(b).input<f32, 2, 3, 4>("x"));
    std::vector<std::string> names{std::to_string(b.size())};
    for (const node_id id : b.leaves()) names.emplace_back(b.name(static_cast<graph::name_id>(b.attributes(id)[0])));
    return names;
}

TEST(layers, go_into_sequences_as_they_are_called) {
    const auto by_name = made_by([](auto x) {
        (void)sequential("s", x, dense<4>, layer::relu, layer_norm<>, layer::named{"mix", self_attention<2>},
                         layer::residual{layer::sequential(rms_norm<>, dense<4>)});
        (void)residual("r", x, dense<4>);
    });
    const auto by_type = made_by([](auto x) {
        (void)sequential("s", x, layer::dense<4>{}, layer::relu, layer::layer_norm<>{},
                         layer::named{"mix", layer::self_attention<2>{}},
                         layer::residual{layer::sequential(layer::rms_norm<>{}, layer::dense<4>{})});
        (void)residual("r", x, layer::dense<4>{});
    });
    EXPECT_EQ(by_name, by_type);
    EXPECT_EQ(by_name.size(), 15u);
    const auto words = [](auto layers) {
        graph::builder b;
        return sequential("s", network(b).input<i32, 2, 3>("x"), layers, dense<4>).dims();
    };
    EXPECT_EQ(words(embedding<10, 6>), words(layer::embedding<10, 6>{}));
}

TEST(layers, leave_the_bias_out_by_either_name) {
    const auto without = [](auto options) {
        return made_by([&](auto x) {
            (void)dense<3>("d", x, options);
            (void)layer_norm("n", x, {.bias = options.bias.is_used, .use_bias = options.use_bias});
            (void)self_attention<2>("a", x, {.bias = options.bias.is_used, .use_bias = options.use_bias});
        });
    };
    using options = layer::dense<3>;
    EXPECT_EQ(without(options{}).size(), 10u);
    EXPECT_EQ(without(options{.bias = zeros}).size(), 10u);
    EXPECT_EQ(without(options{.bias = false}).size(), 6u);
    EXPECT_EQ(without(options{.bias = false}), without(options{.use_bias = false}));
    EXPECT_EQ(without(options{.bias = true}), without(options{}));
}

TEST(layers, values_gradients_and_names_agree_with_pytorch) {
    const json golden = read_golden("layers.json");
    ASSERT_GE(golden.at("cases").size(), 36u);
    for (const json &c : golden.at("cases")) {
        const std::string name = c.at("name");
        const tensor expected = to_tensor(c.at("output"));
        SCOPED_TRACE(name + " " + name_of(expected.type()));
        bench t;
        std::vector<node_id> in, wanted;
        for (const json &i : c.at("inputs")) {
            in.push_back(t.leaf(to_tensor(i)));
            if (is_floating(t.b[in.back()].type)) wanted.push_back(in.back());
        }
        const node_id y =
            (expected.type() == f32 ? build_layer<f32>(name, t.b, in) : build_layer<f64>(name, t.b, in)).id();
        EXPECT_EQ(t.b.leaves().size(), in.size() + c.at("parameters").size());
        for (const json &order : c.at("order")) {
            const std::string parameter = order;
            wanted.push_back(t.b.find_leaf("layer." + parameter));
            ASSERT_NE(wanted.back(), graph::no_node) << parameter;
            const tensor value = to_tensor(c.at("parameters").at(parameter));
            ASSERT_EQ(t.b.dims(wanted.back()), fixed(value.dims())) << parameter;
            t.give(wanted.back(), value);
        }
        ASSERT_EQ(c.at("gradients").size(), wanted.size());
        expect_golden(t, y, c, wanted, expected.type() == f32 ? 3e-6 : 1e-12, "output");
    }
}

TEST(layers, causal_attention_of_dynamic_rows_and_places_sees_nothing_later) {
    bench t;
    random_numbers random(5);
    const auto attended = [&](std::int64_t places, const tensor &value) {
        t.extents.of_symbol[1] = value.dims()[0];
        t.extents.of_symbol[2] = places;
        t.give(t.b.find_leaf("x"), value);
        return t.value(static_cast<node_id>(t.b.size() - 1));
    };
    const shape dims = test::shape_of({dynamic<4>, dynamic<5, 2>, {4, 0}});
    const expr<shape_type<dynamic<4>, dynamic<5, 2>, 4>, f64> x(t.b, t.b.declare(op::input, "x", f64, dims, {0}));
    const auto y = self_attention<2>("layer", x, {.causal = true});
    ASSERT_EQ(y.id(), t.b.size() - 1);
    for (const node_id id : t.b.leaves())
        if (t.b[id].kind == op::parameter) t.give(id, random.uniform(f64, t.extents(t.b.dims(id)), -1, 1));
    const tensor whole = random.uniform(f64, {2, 5, 4}, -1, 1);
    tensor part(f64, {2, 3, 4});
    for (std::size_t i = 0; i < part.size(); ++i) part.set(i, whole[i / 12 * 20 + i % 12]);
    const tensor of_whole = attended(5, whole), of_part = attended(3, part);
    for (std::size_t i = 0; i < part.size(); ++i) EXPECT_NEAR(of_part[i], of_whole[i / 12 * 20 + i % 12], 1e-14);
}

template <typed_expr E>
void expect_shape(const E &e, const char *what) {
    EXPECT_EQ(E::static_shape, e.dims()) << what;
    EXPECT_EQ(E::element_type, e.type()) << what;
}

TEST(layers, types_tell_the_shapes_of_their_nodes) {
    graph::builder b;
    const network net(b);
    const auto x = net.input<f32, dynamic<9>, 4, 6>("x");
    const auto i = net.input<i32, dynamic<9>, 4>("i");
    expect_shape(dense<3>("a", x), "dense");
    expect_shape(layer_norm<2>("b", x), "layer_norm");
    expect_shape(rms_norm("c", x), "rms_norm");
    expect_shape(embedding<7, 2>("d", i), "embedding");
    expect_shape(self_attention<3>("e", x), "self_attention");
    expect_shape(cross_attention<3>("f", x, net.input<f32, dynamic<9>, 5, 6>("memory")), "cross_attention");
    expect_shape(sequential("g", x, layer::dense<3>{}, layer::relu), "sequential");
    expect_shape(residual("h", x, layer::dense<6>{}), "residual");
}

}  // namespace
