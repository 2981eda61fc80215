#include "functions.hpp"

#include <sylvite/dsl/reference/element.hpp>
#include <sylvite/generators/support/spec_builder.hpp>

#include <cmath>
#include <limits>

namespace sylvite::numerics {
namespace {

using generators::spec_builder;
using graph::op;
using id = spec_builder::id;

template <class Formula>
generators::kernel_spec spec_of(dtype type, std::int64_t count, Formula formula) {
    spec_builder b(generators::family::elementwise);
    const shape s = b.dims({{count, 0}});
    b.output(formula(b, s, type));
    return b.spec();
}
template <op Op>
generators::kernel_spec spec_of_operation(dtype type, std::int64_t count) {
    return spec_of(type, count, [](spec_builder &b, const shape &s, dtype t) {
        const id x = b.argument(t, s);
        return graph::info(Op).arity == 1 ? b.apply(Op, {x}) : b.apply(Op, {x, b.argument(t, s)});
    });
}
// The activations as dsl/functions/smooth.hpp composes them.
generators::kernel_spec gelu(dtype type, std::int64_t count) {
    return spec_of(type, count, [](spec_builder &b, const shape &s, dtype t) {
        const id x = b.argument(t, s);
        return b.apply(op::multiply, {x, b.apply(op::ndtr, {x})});
    });
}
generators::kernel_spec gelu_by_tanh(dtype type, std::int64_t count) {
    return spec_of(type, count, [](spec_builder &b, const shape &s, dtype t) {
        const id x = b.argument(t, s), square = b.apply(op::multiply, {x, x});
        const id cubic = b.apply(op::multiply, {b.number(1.5957691216057308 * 0.044715, x), square});
        const id factor = b.apply(op::add, {b.number(1.5957691216057308, x), cubic});
        return b.apply(op::multiply, {x, b.apply(op::sigmoid, {b.apply(op::multiply, {x, factor})})});
    });
}

// The exact values, in forms that do not cancel.
template <class T>
T exact_gelu(T x) {
    return x * reference::normal_distribution(x);  // NaN at minus infinity: infinity times 0
}
template <class T>
T tanh_gelu(T x) {
    const T root = static_cast<T>(0.797884560802865355879892119868763737L);
    return x == -std::numeric_limits<T>::infinity()
               ? std::numeric_limits<T>::quiet_NaN()
               : x * reference::element<op::sigmoid>.value(2 * root * x * (1 + static_cast<T>(0.044715L) * x * x));
}

#define SYLVITE_EXACT(FORMULA)                                                                                         \
    [](double x, double) -> double { return FORMULA; },                                                                \
        [](long double x, long double) -> long double { return FORMULA; }

std::vector<double> quarter_turns() {
    std::vector<double> angles;
    for (int n = 1; n < 400; ++n) angles.push_back(n * 1.5707963267948966);
    for (double n = 400; n < 1e30; n *= 1.37) angles.push_back(std::floor(n) * 1.5707963267948966);
    return angles;
}

const double infinity = std::numeric_limits<double>::infinity();

/// Functions of floats as their rows in dsl/reference/elementwise.hpp say.
template <op Op>
void add_operation(std::vector<function> &to) {
    if (graph::info(Op).operands != graph::operand_types::floats || reference::element<Op>.smooth.size() == 0) return;
    const auto &corners = reference::element<Op>.corners;
    function f{graph::info(Op).name,
               measure::ulp,
               graph::info(Op).arity,
               [](double x, double y) { return reference::value_of<Op>(x, y, 0.0); },
               [](long double x, long double y) { return reference::value_of<Op>(x, y, 0.0L); },
               spec_of_operation<Op>,
               -infinity,
               infinity,
               {corners.begin(), corners.end()}};
    if (Op == op::sin || Op == op::cos) f.special = quarter_turns();
    to.push_back(f);
}

}  // namespace

const std::vector<function> &functions() {
    static const std::vector<function> list = [] {
        std::vector<function> all;
#define SYLVITE_UNARY_FUNCTION(name, ...) add_operation<op::name>(all);
#define SYLVITE_BINARY_FUNCTION(name, ...) add_operation<op::name>(all);
#include <sylvite/dsl/graph/operations.def>
        const std::vector<function> composed = {
            {"gelu, x >= 0", measure::ulp, 1, SYLVITE_EXACT(exact_gelu(x)), gelu, 0, infinity, {0.75}},
            {"gelu, -12 <= x < 0", measure::ulp, 1, SYLVITE_EXACT(exact_gelu(x)), gelu, -12, 0, {-0.75}},
            {"gelu, x < 0", measure::ulp, 1, SYLVITE_EXACT(exact_gelu(x)), gelu, -infinity, 0, {-0.75}},
            {"gelu_tanh, x >= 0", measure::ulp, 1, SYLVITE_EXACT(tanh_gelu(x)), gelu_by_tanh, 0, 1e12, {}},
            {"gelu_tanh, -2 <= x < 0", measure::ulp, 1, SYLVITE_EXACT(tanh_gelu(x)), gelu_by_tanh, -2, 0, {}},
            {"gelu_tanh, x < 0", measure::ulp, 1, SYLVITE_EXACT(tanh_gelu(x)), gelu_by_tanh, -1e12, 0, {}},
        };
        all.insert(all.end(), composed.begin(), composed.end());
        return all;
    }();
    return list;
}

}  // namespace sylvite::numerics
