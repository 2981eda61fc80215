// Walks through a golden file's cases: values and gradients.
#pragma once

#include "golden_file.hpp"
#include "support.hpp"

namespace sylvite::test {

/// The value of a case, and the gradients of its elements' sum, each times the weight that the file's maker gave it.
inline void expect_golden(bench &t, node_id y, const json &c, const std::vector<node_id> &leaves, double tolerance,
                          const std::string &what) {
    const tensor expected = to_tensor(c.at("output"));
    expect_near(t.value(y), expected, tolerance, what);
    if (c.at("gradients").empty()) return;
    tensor weights(expected.type(), expected.dims());
    for (std::size_t i = 0; i < weights.size(); ++i) weights.set(i, 0.5 + static_cast<double>(i * 7 % 11) / 10);
    const node_id weighted = graph::binary(t.b, op::multiply, y, t.leaf(weights));
    const node_id loss = graph::reduce(t.b, op::reduce_sum, weighted, graph::all_axes(t.b.dims(y)));
    std::vector<node_id> gradients(leaves.size());
    graph::differentiate(t.b, loss, leaves, gradients);
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        const tensor wanted = to_tensor(c.at("gradients").at(i));
        if (gradients[i] == graph::no_node) {  // nothing flows: the other framework says 0
            for (const double v : wanted.values()) EXPECT_EQ(v, 0) << what;
            continue;
        }
        expect_near(t.value(gradients[i]), wanted, 10 * tolerance, what + ": gradient " + std::to_string(i));
    }
}

using golden_function =
    std::function<node_id(const std::string &name, graph::builder &b, const std::vector<node_id> &inputs)>;

/// Values and gradients of every case of the file; `build` makes the node that a case's name stands for.
inline void expect_golden_cases(const std::string &file, std::size_t at_least, const golden_function &build) {
    const json golden = read_golden(file);
    ASSERT_GT(golden.at("cases").size(), at_least);
    for (std::size_t k = 0; k < golden.at("cases").size(); ++k) {
        const json &c = golden.at("cases")[k];
        const std::string what =
            c.at("name").get<std::string>() + " by " + c.at("by").get<std::string>() + ", case " + std::to_string(k);
        bench t;
        std::vector<node_id> in, floating;
        for (const json &i : c.at("inputs")) {
            in.push_back(t.leaf(to_tensor(i)));
            if (is_floating(t.b[in.back()].type)) floating.push_back(in.back());
        }
        const node_id y = build(c.at("name"), t.b, in);
        expect_golden(t, y, c, floating, c.at("output").at("dtype") == "f32" ? 2e-6 : 1e-12, what);
    }
}

}  // namespace sylvite::test
