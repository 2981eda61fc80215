// What the DSL's tests share: graphs built at run time, leaves with values, gradients by finite differences.
#pragma once

#include "random_numbers.hpp"

#include <sylvite/dsl/graph/graph_error.hpp>
#include <sylvite/dsl/reference/entry.hpp>
#include <sylvite/dsl/sylvite.hpp>

#include <gtest/gtest.h>

#include <functional>

namespace sylvite::test {

using graph::node_id;
using graph::op;
using reference::tensor;

inline shape shape_of(std::initializer_list<extent> extents) {
    shape s;
    for (const extent e : extents) s.push_back(e);
    return s;
}
inline shape fixed(const std::vector<std::int64_t> &extents) {
    shape s;
    for (const std::int64_t e : extents) s.push_back({e, 0});
    return s;
}

/// A graph and the values of its leaves.
class bench {
  public:
    graph::builder b;
    reference::symbol_extents extents;
    step_values now;

    node_id leaf(const shape &dims, tensor value) {
        const node_id id =
            b.declare(op::parameter, "leaf" + std::to_string(values_.size()), value.type(), dims, {0, 0, 0});
        values_.emplace(id, std::move(value));
        return id;
    }
    node_id leaf(tensor value) {
        const shape dims = fixed(value.dims());
        return leaf(dims, std::move(value));
    }
    node_id leaf(dtype type, const std::vector<std::int64_t> &dims, const std::vector<double> &values) {
        return leaf(tensor(type, dims, values));
    }
    void give(node_id id, tensor value) { values_.insert_or_assign(id, std::move(value)); }
    [[nodiscard]] const tensor &given(node_id id) const { return values_.at(id); }
    [[nodiscard]] bool has(node_id id) const { return values_.contains(id); }

    [[nodiscard]] tensor value(node_id id) const {
        const reference::leaf_source source = [&](node_id leaf_id) { return values_.at(leaf_id); };
        return reference::evaluate(b.table().view(), {&id, 1}, source, extents, now)[0];
    }

  private:
    std::map<node_id, tensor> values_;
};

/// The sum of the elements, each times a weight of its own, so that no two elements' gradients can be mixed up.
inline node_id weighted_sum(bench &t, node_id x) {
    random_numbers random(99);
    const graph::node n = t.b[x];
    const node_id weights = t.leaf(t.b.dims(x), random.uniform(n.type, t.extents(t.b.dims(x)), 0.5, 1.5));
    const node_id product = graph::binary(t.b, op::multiply, x, weights);
    return graph::reduce(t.b, op::reduce_sum, product, graph::all_axes(t.b.dims(x)));
}

inline void expect_near(const tensor &found, const tensor &expected, double tolerance, const std::string &what) {
    ASSERT_EQ(found.dims(), expected.dims()) << what;
    ASSERT_EQ(found.type(), expected.type()) << what;
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (std::isnan(expected[i])) {
            EXPECT_TRUE(std::isnan(found[i])) << what << " [" << i << "]: found " << found[i];
        } else if (std::isinf(expected[i])) {
            EXPECT_EQ(found[i], expected[i]) << what << " [" << i << "]";
        } else {
            EXPECT_NEAR(found[i], expected[i], tolerance * std::max(1.0, std::fabs(expected[i])))
                << what << " [" << i << "]";
        }
    }
}

/// Compares d loss / d leaf as derived symbolically with central differences; loss and leaves are f64.
inline void expect_gradient(bench &t, node_id loss, const std::vector<node_id> &leaves, const std::string &what,
                            double tolerance = 2e-7) {
    std::vector<node_id> gradients(leaves.size());
    graph::differentiate(t.b, loss, leaves, gradients);
    for (std::size_t k = 0; k < leaves.size(); ++k) {
        const tensor at = t.given(leaves[k]);
        ASSERT_NE(gradients[k], graph::no_node) << what << ": no gradient of leaf " << k;
        ASSERT_EQ(t.b.dims(gradients[k]), t.b.dims(leaves[k])) << what;
        const tensor symbolic = t.value(gradients[k]);
        tensor numeric(f64, at.dims());
        for (std::size_t i = 0; i < at.size(); ++i) {
            const double h = 1e-5 * std::max(1.0, std::fabs(at[i]));
            const auto loss_at = [&](double x) {
                tensor moved = at;
                moved.set(i, x);
                t.give(leaves[k], moved);
                return t.value(loss)[0];
            };
            // fourth order: the error is about h^4, far below rounding's 1e-16 / h
            numeric.set(
                i, (8 * (loss_at(at[i] + h) - loss_at(at[i] - h)) - loss_at(at[i] + 2 * h) + loss_at(at[i] - 2 * h)) /
                       (12 * h));
        }
        t.give(leaves[k], at);
        expect_near(symbolic, numeric, tolerance, what + ": gradient of leaf " + std::to_string(k));
    }
}

/// Of the second order: the gradient of all gradients' elements, each times a weight of its own.
inline void expect_second_order(bench &t, node_id loss, const std::vector<node_id> &leaves, const std::string &what,
                                double tolerance = 2e-6) {
    std::vector<node_id> gradients(leaves.size());
    graph::differentiate(t.b, loss, leaves, gradients);
    node_id total = weighted_sum(t, gradients.at(0));
    for (std::size_t i = 1; i < gradients.size(); ++i)
        total = graph::binary(t.b, op::add, total, weighted_sum(t, gradients[i]));
    expect_gradient(t, total, leaves, what + ", second order", tolerance);
}

}  // namespace sylvite::test
