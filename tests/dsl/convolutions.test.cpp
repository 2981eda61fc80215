// Convolutions: values and gradients against PyTorch (tests/golden/make_images.py), Hessian-vector products against
// finite differences, run-time extents.
#include "convolutions.hpp"
#include "golden_cases.hpp"

#include <set>

namespace {

using namespace sylvite;
using namespace sylvite::test;

/// The case of the golden file by a layer that is made of typed operands.
template <dtype Type, auto... Dims, class Layer>
void expect_case(const json &c, const Layer &layer) {
    bench t;
    std::vector<node_id> wanted{t.leaf(to_tensor(c.at("inputs").at(0)))};
    const any_expr made = layer("layer", expr<shape_type<Dims...>, Type>(t.b, wanted[0]));
    EXPECT_EQ(t.b.leaves().size(), 1 + c.at("order").size());
    for (const json &name : c.at("order")) {
        const node_id id = t.b.find_leaf("layer." + name.get<std::string>());
        ASSERT_NE(id, graph::no_node) << name;
        t.give(id, to_tensor(c.at("parameters").at(name.get<std::string>())));
        wanted.push_back(id);
    }
    ASSERT_EQ(c.at("gradients").size(), wanted.size());
    expect_golden(t, made.id(), c, wanted, Type == f32 ? 3e-6 : 1e-12, "output");
}

TEST(convolutions, agree_with_pytorch) {
    const json golden = read_golden("convolutions.json");
    std::set<std::string> met;
    visit_convolutions([&]<auto... Dims>(const std::string &name, const auto &layer) {
        for (const json &c : golden.at("cases")) {
            if (c.at("name") != name) continue;
            const bool is_f32 = c.at("output").at("dtype") == "f32";
            SCOPED_TRACE(name + (is_f32 ? ", f32" : ", f64"));
            met.insert(name + (is_f32 ? "f32" : "f64"));
            is_f32 ? expect_case<f32, Dims...>(c, layer) : expect_case<f64, Dims...>(c, layer);
        }
    });
    EXPECT_EQ(met.size(), golden.at("cases").size());
}

TEST(convolutions, have_right_derivatives_of_two_orders) {
    visit_convolutions([&]<auto... Dims>(const std::string &name, const auto &layer) {
        bench t;
        random_numbers random(33);
        const expr<shape_type<Dims...>, f64> x(t.b, t.leaf(random.uniform(f64, {Dims...}, -1, 1)));
        const node_id loss = weighted_sum(t, graph::unary(t.b, op::tanh, layer("layer", x).id()));
        std::vector<node_id> leaves;
        for (const node_id id : t.b.leaves()) {
            if (t.b.name(static_cast<graph::name_id>(t.b.attributes(id)[0])) == "leaf1")
                continue;  // the weights of the sum
            leaves.push_back(id);
            if (!t.has(id)) t.give(id, random.uniform(f64, t.extents(t.b.dims(id)), -1, 1));
        }
        expect_second_order(t, loss, leaves, name);
    });
}

TEST(convolutions, and_their_gradients_are_contractions_without_stored_windows_of_adjoints) {
    bench t;
    const expr<shape_type<2, 4, 6, 5>, f64> x(t.b, t.leaf(tensor(f64, {2, 4, 6, 5})));
    const auto y = conv2d<6, 3, conv{.stride = 2, .padding = 1, .groups = 2}>("conv", x, {.bias = false});
    const node_id leaves[] = {x.id(), t.b.find_leaf("conv.weight")};
    node_id gradients[2];
    graph::differentiate(t.b, weighted_sum(t, graph::unary(t.b, op::tanh, y.id())), leaves, gradients);
    const auto contractions = [&](node_id id, auto self) -> int {
        int count = t.b[id].kind == op::contraction ? 1 : 0;
        if (t.b[id].kind == op::reduce_sum) ADD_FAILURE() << "a sum beside the contraction";
        if (t.b[id].kind == op::contraction || graph::info(t.b[id].kind).kind == graph::op_class::layout)
            for (int k = 0; k < t.b[id].input_count && count == 0; ++k) count += self(t.b[id].inputs[k], self);
        return count;
    };
    EXPECT_EQ(contractions(y.id(), contractions), 1);
    for (const node_id g : gradients) EXPECT_EQ(contractions(g, contractions), 1);
}

TEST(convolutions, start_like_pytorchs) {
    bench t;
    const expr<shape_type<1, 4, 6, 6>, f32> x(t.b, t.leaf(tensor(f32, {1, 4, 6, 6})));
    (void)conv2d<6, kernel{3, 2}, conv{.groups = 2}>("a", x);
    (void)conv2d<6, 3>("b", x, {.weight = glorot_uniform, .bias = constant(0.5)});
    const auto start = [&](const char *name, int which) {
        return std::bit_cast<double>(t.b.attributes(t.b.find_leaf(name))[static_cast<std::size_t>(which)]);
    };
    for (const char *name : {"a.weight", "a.bias"}) {
        EXPECT_NEAR(start(name, 3), std::sqrt(1.0 / 12), 1e-12) << name;
        EXPECT_NEAR(start(name, 2), -std::sqrt(1.0 / 12), 1e-12) << name;
    }
    EXPECT_NEAR(start("b.weight", 3), std::sqrt(6.0 / (4 * 9 + 6 * 9)), 1e-12) << "the taps count in both fans";
    EXPECT_EQ(start("b.bias", 2), 0.5);
    (void)conv_transpose2d<6, kernel{3, 2}, conv_transpose{.groups = 2}>("c", x);
    EXPECT_NEAR(start("c.weight", 3), std::sqrt(1.0 / (3 * 6)), 1e-12) << "the second extent counts inputs";
    EXPECT_NEAR(start("c.bias", 3), std::sqrt(1.0 / (3 * 6)), 1e-12);
}

TEST(convolutions, of_run_time_extents_are_those_of_what_is_there) {
    bench t;
    random_numbers random(34);
    constexpr auto rows = dynamic<3>, height = dynamic<8, 2>, width = dynamic<9, 3>;
    const tensor image = random.uniform(f64, {2, 2, 5, 4}, -1, 1), weight = random.uniform(f64, {3, 2, 3, 3}, -1, 1);
    t.extents.of_symbol[1] = 2;
    t.extents.of_symbol[2] = 5;
    t.extents.of_symbol[3] = 4;
    const node_id open = t.leaf(test::shape_of({rows, {2, 0}, height, width}), image), fixed = t.leaf(image);
    const auto y = conv2d<3, 3, conv{.padding = same}>("a", expr<shape_type<rows, 2, height, width>, f64>(t.b, open));
    const auto z = conv2d<3, 3, conv{.padding = 1}>("b", expr<shape_type<2, 2, 5, 4>, f64>(t.b, fixed));
    static_assert(decltype(y)::static_shape[2] == height);
    for (const char *layer : {"a", "b"}) {
        t.give(t.b.find_leaf(layer + std::string(".weight")), weight);
        t.give(t.b.find_leaf(layer + std::string(".bias")), tensor(f64, {3}, {1, 2, 3}));
    }
    expect_near(t.value(y.id()), t.value(z.id()), 1e-14, "values");
    const node_id loss = graph::reduce(t.b, op::reduce_sum, graph::unary(t.b, op::tanh, y.id()), 0b1111);
    expect_gradient(t, loss, {open, t.b.find_leaf("a.weight"), t.b.find_leaf("a.bias")}, "run-time extents");
}

}  // namespace
