// Layers that draw against PyTorch, with masks that a program in another language drew: tests/golden/make_random.py.
#include "golden_cases.hpp"

namespace {

using namespace sylvite;
using namespace sylvite::test;

constexpr step_values now{42, 7, 0};

template <dtype Type>
any_expr build(const std::string &name, bench &t, const std::vector<node_id> &in, std::vector<node_id> &leaves,
               const json &inputs) {
    if (name == "attention") {
        const expr<shape_type<2, 5, 6>, Type> x(t.b, in[0]);
        const auto y = self_attention<2>("layer", x, {.dropout = 0.3});
        const char *parameters[] = {"layer.in_proj_weight", "layer.in_proj_bias", "layer.out_proj.weight",
                                    "layer.out_proj.bias"};
        for (std::size_t i = 0; i < 4; ++i) {
            leaves.push_back(t.b.find_leaf(parameters[i]));
            t.give(leaves.back(), to_tensor(inputs.at(i + 1)));
        }
        return y;
    }
    const expr<shape_type<9, 5, 3>, Type> x(t.b, in[0]);
    if (name == "dropout") return dropout("layer", x, {.p = 0.3});
    if (name == "channel_dropout") return channel_dropout("layer", x, {.p = 0.4});
    if (name == "alpha_dropout") return alpha_dropout("layer", x, {.p = 0.2});
    if (name == "feature_alpha_dropout") return feature_alpha_dropout("layer", x);
    if (name == "stochastic_depth") return stochastic_depth("layer", x, {.p = 0.25});
    if (name == "stochastic_depth of the batch")
        return stochastic_depth("layer", x, {.p = 0.25, .mode = depth_mode::batch});
    if (name == "gaussian_noise") return gaussian_noise("layer", x, {.deviation = 0.5});
    throw std::runtime_error("unknown case " + name);
}

TEST(random_golden, values_and_gradients_agree_with_pytorch) {
    const json cases = read_golden("random.json").at("cases");
    ASSERT_EQ(cases.size(), 15u);
    for (const json &c : cases) {
        const std::string name = c.at("name");
        const tensor expected = to_tensor(c.at("output"));
        SCOPED_TRACE(name + " " + name_of(expected.type()));
        bench t;
        t.now = now;
        const std::vector<node_id> in{t.leaf(to_tensor(c.at("inputs").at(0)))};
        std::vector<node_id> leaves = in;
        const any_expr layer = expected.type() == f32 ? build<f32>(name, t, in, leaves, c.at("inputs"))
                                                      : build<f64>(name, t, in, leaves, c.at("inputs"));
        const node_id y = graph::resolve(t.b, graph::mode::training, layer.id());
        ASSERT_EQ(c.at("gradients").size(), leaves.size());
        expect_golden(t, y, c, leaves, expected.type() == f32 ? 3e-6 : 1e-12, "output");
    }
}

}  // namespace
