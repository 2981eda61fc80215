// The functions of floats that are smooth somewhere, from the tables of operations.
#pragma once

#include <sylvite/dsl/reference/element.hpp>

#include <algorithm>
#include <vector>

namespace sylvite::test {

struct smooth_function {
    graph::op kind;
    reference::region where;
    double bound;  // of its value there
};

template <graph::op Operation>
void add_smooth_function(std::vector<smooth_function> &to) {
    const auto &smooth = reference::element<Operation>.smooth;
    if (graph::info(Operation).operands != graph::operand_types::floats || smooth.size() == 0) return;
    smooth_function f{Operation, *smooth.begin(), 0};
    for (int i = 0; i <= 16; ++i)
        for (int j = 0; j <= 16; ++j) {
            const double x = f.where.low + (f.where.high - f.where.low) * i / 16;
            const double y = f.where.second_low + (f.where.second_high - f.where.second_low) * j / 16;
            f.bound = std::max(f.bound, std::fabs(reference::value_of<Operation>(x, y, 0.0)));
        }
    to.push_back(f);
}

/// Those of one operand, or of two.
inline const std::vector<smooth_function> &smooth_functions(int arity) {
    static const std::vector<smooth_function> unary = [] {
        std::vector<smooth_function> list;
#define SYLVITE_UNARY_FUNCTION(name, ...) add_smooth_function<graph::op::name>(list);
#include <sylvite/dsl/graph/operations.def>
        return list;
    }();
    static const std::vector<smooth_function> binary = [] {
        std::vector<smooth_function> list;
#define SYLVITE_BINARY_FUNCTION(name, ...) add_smooth_function<graph::op::name>(list);
#include <sylvite/dsl/graph/operations.def>
        return list;
    }();
    return arity == 1 ? unary : binary;
}

}  // namespace sylvite::test
