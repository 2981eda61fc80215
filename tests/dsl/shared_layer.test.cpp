// Names of layers within layers, and layers that are applied several times.
#include "support.hpp"

namespace {

using namespace sylvite;
using namespace sylvite::test;

std::vector<std::string> names_of_parameters(const graph::builder &b) {
    std::vector<std::string> names;
    for (const node_id id : b.leaves())
        if (b[id].kind == op::parameter) names.emplace_back(b.name(static_cast<graph::name_id>(b.attributes(id)[0])));
    return names;
}

TEST(sequential, names_are_positions_or_given) {
    graph::builder b;
    const network net(b);
    const auto x = net.input<f32, 2, 4>("x");
    sequential("net", x, layer::dense<3>{.use_bias = false}, layer::relu, layer::named{"out", layer::dense<2>{}},
               layer::residual{layer::sequential(layer::layer_norm<>{}, layer::dense<2>{.use_bias = false})},
               layer::named{"", layer::layer_norm<>{.use_bias = false}});
    sequential("", x, [](std::string_view name, const auto &y) { return dense<1>(name, y); });
    EXPECT_EQ(names_of_parameters(b),
              (std::vector<std::string>{"net.0.weight", "net.out.weight", "net.out.bias", "net.3.0.weight",
                                        "net.3.0.bias", "net.3.1.weight", "net.weight", "0.weight", "0.bias"}));
    EXPECT_EQ(std::string_view(detail::member("a", std::size_t{1203})), "a.1203");
}

TEST(shared_layer, has_one_set_of_parameters_whose_gradients_add_up) {
    bench t;
    const network net(t.b);
    random_numbers random(31);
    const shared_layer encoder(net, "encoder", layer::sequential(layer::dense<3>{}, layer::tanh, layer::dense<2>{}));
    const expr<shape_type<2, 4>, f64> left(t.b, t.leaf(random.uniform(f64, {2, 4}, -1, 1)));
    const expr<shape_type<5, 4>, f64> right(t.b, t.leaf(random.uniform(f64, {5, 4}, -1, 1)));
    const auto y = encoder(left);
    const auto z = encoder(right);
    EXPECT_EQ(names_of_parameters(t.b).size(), 2u + 4u);
    EXPECT_EQ(encoder(left).id(), y.id());
    std::vector<node_id> parameters;
    for (const char *name : {"encoder.0.weight", "encoder.0.bias", "encoder.2.weight", "encoder.2.bias"}) {
        parameters.push_back(t.b.find_leaf(name));
        t.give(parameters.back(), random.uniform(f64, t.extents(t.b.dims(parameters.back())), -1, 1));
    }
    const node_id loss = graph::binary(t.b, op::add, weighted_sum(t, y.id()), weighted_sum(t, z.id()));
    expect_gradient(t, loss, parameters, "both applications");
}

struct siamese {
    constexpr void operator()(network &net) const {
        const auto left = net.input<f32, dynamic<8>, 6>("left"), right = net.input<f32, dynamic<8>, 6>("right");
        const shared_layer encoder(net, "encoder", layer::dense<3>{});
        const auto distance = norm<1>(encoder(left) - encoder(right));
        net.entry("train", minimize(mean(distance), gradient_descent{net.scalar("rate")}),
                  metric("distance", distance));
    }
};
static_assert(parameter_count<siamese> == 21);

TEST(shared_layer, mistakes) {
    graph::builder b;
    const network net(b);
    const auto x = net.input<f32, 2, 4>("x");
    const auto narrow = net.input<f32, 2, 3>("narrow");
    const shared_layer encoder(net, "encoder", layer::dense<3>{});
    EXPECT_THROW(shared_layer(net, "encoder", layer::dense<3>{}), graph_error) << "a second one of this name";
    encoder(x);
    encoder(x);
    EXPECT_THROW(encoder(narrow), graph_error) << "another shape";
    EXPECT_THROW(dense<3>("encoder", x), graph_error) << "a layer of its own";
    const shared_layer twice(net, "twice",
                             [](std::string_view name, const auto &y) { return dense<4>(name, dense<4>(name, y)); });
    EXPECT_THROW(twice(x), graph_error) << "one name twice within an application";
    dense<3>("plain", x);
    const shared_layer taken(net, "plain", layer::dense<3>{});
    EXPECT_THROW(taken(x), graph_error) << "the name of a layer that is not shared";
    graph::builder other;
    EXPECT_THROW(encoder(network(other).input<f32, 2, 4>("x")), graph_error) << "another network";
}

TEST(shared_layer, within_a_shared_layer_is_shared_by_all_applications) {
    graph::builder b;
    const network net(b);
    const auto x = net.input<f32, 2, 4>("x"), y = net.input<f32, 2, 4>("y");
    const shared_layer outer(net, "outer", [&](std::string_view name, const auto &z) {
        const shared_layer inner(net, "inner", layer::dense<4>{});
        return dense<4>(name, inner(inner(z)));
    });
    outer(x);
    outer(y);
    EXPECT_EQ(names_of_parameters(b),
              (std::vector<std::string>{"inner.weight", "inner.bias", "outer.weight", "outer.bias"}));
}

}  // namespace
