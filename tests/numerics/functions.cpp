#include "functions.hpp"

#include <sylvite/generators/support/spec_builder.hpp>

#include <cmath>
#include <limits>

namespace sylvite::numerics {
namespace {

using generators::spec_builder;
using graph::op;
using id = spec_builder::id;

template <class Formula>
codegen::kernel_spec spec_of(dtype type, std::int64_t count, Formula formula) {
    spec_builder b(codegen::family::elementwise);
    const shape s = b.dims({{count, 0}});
    b.output(formula(b, s, type));
    return b.spec();
}
template <op Op>
codegen::kernel_spec unary(dtype type, std::int64_t count) {
    return spec_of(type, count,
                   [](spec_builder &b, const shape &s, dtype t) { return b.apply(Op, {b.argument(t, s)}); });
}
codegen::kernel_spec power(dtype type, std::int64_t count) {
    return spec_of(type, count, [](spec_builder &b, const shape &s, dtype t) {
        const id x = b.argument(t, s);
        return b.apply(op::pow, {x, b.argument(t, s)});
    });
}
// The activations as dsl/functions/smooth.hpp composes them.
codegen::kernel_spec gelu_by_erf(dtype type, std::int64_t count) {
    return spec_of(type, count, [](spec_builder &b, const shape &s, dtype t) {
        const id x = b.argument(t, s), half = b.number(0.5, x);
        const id error = b.apply(op::erf, {b.apply(op::multiply, {x, b.number(0.70710678118654752, x)})});
        return b.apply(op::multiply, {x, b.apply(op::add, {half, b.apply(op::multiply, {half, error})})});
    });
}
codegen::kernel_spec gelu_by_tanh(dtype type, std::int64_t count) {
    return spec_of(type, count, [](spec_builder &b, const shape &s, dtype t) {
        const id x = b.argument(t, s), square = b.apply(op::multiply, {x, x});
        const id cubic = b.apply(op::multiply, {b.number(1.5957691216057308 * 0.044715, x), square});
        const id factor = b.apply(op::add, {b.number(1.5957691216057308, x), cubic});
        return b.apply(op::multiply, {x, b.apply(op::sigmoid, {b.apply(op::multiply, {x, factor})})});
    });
}

// The exact values, in forms that do not cancel.
template <class T>
T sigmoid(T x) {
    return x < 0 ? std::exp(x) / (1 + std::exp(x)) : 1 / (1 + std::exp(-x));
}
template <class T>
T gelu(T x) {
    return x == -std::numeric_limits<T>::infinity() ? std::numeric_limits<T>::quiet_NaN()  // infinity times 0
                                                    : x / 2 * std::erfc(-x / std::sqrt(T{2}));
}
template <class T>
T tanh_gelu(T x) {
    const T root = static_cast<T>(0.797884560802865355879892119868763737L);
    return x == -std::numeric_limits<T>::infinity()
               ? std::numeric_limits<T>::quiet_NaN()
               : x * sigmoid(2 * root * x * (1 + static_cast<T>(0.044715L) * x * x));
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

}  // namespace

const std::vector<function> &functions() {
    static const std::vector<double> logs = {0.70710678118654752, 1, 1.4142135623730951},
                                     ends = {88.72283905206835, -87.33654, -103.97208, 709.782712893384,
                                             -745.13321910194};
    static const double infinity = std::numeric_limits<double>::infinity();
    static const std::vector<function> list = {
        {"exp", measure::ulp, 1, SYLVITE_EXACT(std::exp(x)), unary<op::exp>, -infinity, infinity, ends},
        {"expm1", measure::ulp, 1, SYLVITE_EXACT(std::expm1(x)), unary<op::expm1>, -infinity, infinity, ends},
        {"log", measure::ulp, 1, SYLVITE_EXACT(std::log(x)), unary<op::log>, -infinity, infinity, logs},
        {"log1p",
         measure::ulp,
         1,
         SYLVITE_EXACT(std::log1p(x)),
         unary<op::log1p>,
         -infinity,
         infinity,
         {-1, -0.25, 0.375}},
        {"sqrt", measure::ulp, 1, SYLVITE_EXACT(std::sqrt(x)), unary<op::sqrt>, -infinity, infinity, {}},
        {"rsqrt", measure::ulp, 1, SYLVITE_EXACT(1 / std::sqrt(x)), unary<op::rsqrt>, -infinity, infinity, {}},
        {"sin", measure::ulp, 1, SYLVITE_EXACT(std::sin(x)), unary<op::sin>, -infinity, infinity, quarter_turns()},
        {"cos", measure::ulp, 1, SYLVITE_EXACT(std::cos(x)), unary<op::cos>, -infinity, infinity, quarter_turns()},
        {"tanh", measure::ulp, 1, SYLVITE_EXACT(std::tanh(x)), unary<op::tanh>, -infinity, infinity, {0.625, -0.625}},
        {"sigmoid", measure::ulp, 1, SYLVITE_EXACT(sigmoid(x)), unary<op::sigmoid>, -infinity, infinity, ends},
        {"erf", measure::ulp, 1, SYLVITE_EXACT(std::erf(x)), unary<op::erf>, -infinity, infinity, {1, 3.95, 5.95}},
        {"pow",
         measure::ulp,
         2,
         [](double x, double y) -> double { return std::pow(x, y); },
         [](long double x, long double y) -> long double { return std::pow(x, y); },
         power,
         -infinity,
         infinity,
         {}},
        {"gelu, x >= 0", measure::ulp, 1, SYLVITE_EXACT(gelu(x)), gelu_by_erf, 0, infinity, {1.4142135623730951}},
        {"gelu, x < 0", measure::absolute, 1, SYLVITE_EXACT(gelu(x)), gelu_by_erf, -infinity, 0, {-1.4142135623730951}},
        {"gelu_tanh, x >= 0", measure::ulp, 1, SYLVITE_EXACT(tanh_gelu(x)), gelu_by_tanh, 0, 1e12, {}},
        {"gelu_tanh, x < 0", measure::absolute, 1, SYLVITE_EXACT(tanh_gelu(x)), gelu_by_tanh, -1e12, 0, {}},
    };
    return list;
}

}  // namespace sylvite::numerics
