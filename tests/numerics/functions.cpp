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
generators::kernel_spec spec_of(dtype type, std::int64_t count, Formula formula) {
    spec_builder b(generators::family::elementwise);
    const shape s = b.dims({{count, 0}});
    b.output(formula(b, s, type));
    return b.spec();
}
template <op Op>
generators::kernel_spec unary(dtype type, std::int64_t count) {
    return spec_of(type, count,
                   [](spec_builder &b, const shape &s, dtype t) { return b.apply(Op, {b.argument(t, s)}); });
}
generators::kernel_spec power(dtype type, std::int64_t count) {
    return spec_of(type, count, [](spec_builder &b, const shape &s, dtype t) {
        const id x = b.argument(t, s);
        return b.apply(op::pow, {x, b.argument(t, s)});
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
T sigmoid(T x) {
    return x < 0 ? std::exp(x) / (1 + std::exp(x)) : 1 / (1 + std::exp(-x));
}
/// erfc magnifies an argument's rounding by twice its square: what x / sqrt(2) lost is worked out and put right.
template <class T>
T exact_ndtr(T x) {
    const T a = -x / std::sqrt(T{2});
    if (a <= 0 || !std::isfinite(a)) return std::erfc(a) / 2;
    const T half = x * x / 2, square = a * a;
    const T rest = std::fma(x, x, -2 * half) / 2 - std::fma(a, a, -square);
    const T lost = ((half - square) + rest) / (2 * a);
    return std::erfc(a) / 2 - std::exp(-square) * lost * static_cast<T>(0.564189583547756286948079451560772586L);
}
template <class T>
T exact_gelu(T x) {
    return x * exact_ndtr(x);  // NaN at minus infinity: infinity times 0
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
        {"ndtr", measure::ulp, 1, SYLVITE_EXACT(exact_ndtr(x)), unary<op::ndtr>, -infinity, infinity, {0.75, -0.75}},
        {"pow",
         measure::ulp,
         2,
         [](double x, double y) -> double { return std::pow(x, y); },
         [](long double x, long double y) -> long double { return std::pow(x, y); },
         power,
         -infinity,
         infinity,
         {}},
        {"gelu, x >= 0", measure::ulp, 1, SYLVITE_EXACT(exact_gelu(x)), gelu, 0, infinity, {0.75}},
        {"gelu, -12 <= x < 0", measure::ulp, 1, SYLVITE_EXACT(exact_gelu(x)), gelu, -12, 0, {-0.75}},
        {"gelu, x < 0", measure::ulp, 1, SYLVITE_EXACT(exact_gelu(x)), gelu, -infinity, 0, {-0.75}},
        {"gelu_tanh, x >= 0", measure::ulp, 1, SYLVITE_EXACT(tanh_gelu(x)), gelu_by_tanh, 0, 1e12, {}},
        {"gelu_tanh, -2 <= x < 0", measure::ulp, 1, SYLVITE_EXACT(tanh_gelu(x)), gelu_by_tanh, -2, 0, {}},
        {"gelu_tanh, x < 0", measure::ulp, 1, SYLVITE_EXACT(tanh_gelu(x)), gelu_by_tanh, -1e12, 0, {}},
    };
    return list;
}

}  // namespace sylvite::numerics
