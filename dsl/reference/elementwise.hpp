// The elementwise operations, a row each (element_row.hpp): value, meaning, where it is smooth, corners of its kernel.
#pragma once

#include <sylvite/dsl/reference/element_row.hpp>

#include <cmath>
#include <type_traits>

namespace sylvite::reference {

using graph::op;

/// The normal distribution. erfc magnifies an argument's rounding by twice its square: what x / sqrt(2) lost is worked
/// out and put right.
template <class T>
[[nodiscard]] T normal_distribution(T x) {
    const T a = -x / std::sqrt(T{2}), half = x * x / 2, square = a * a;
    if (a <= 0 || !std::isfinite(half)) return std::erfc(a) / 2;
    const T rest = std::fma(x, x, -2 * half) / 2 - std::fma(a, a, -square);
    const T lost = ((half - square) + rest) / (2 * a);
    return std::erfc(a) / 2 - std::exp(-square) * lost * static_cast<T>(0.564189583547756286948079451560772586L);
}

/// Where exp overflows, and where it becomes less than the smallest normal number and than any, in f32 and f64.
inline constexpr short_list<double, 6> ends_of_exp = {88.72283905206835, -87.33654, -103.97208, 709.782712893384,
                                                      -745.13321910194};

// clang-format off
template <> inline constexpr auto element<op::negate> = row([](auto x) { return -x; }, "-a", {{-2, 2}});
template <> inline constexpr auto element<op::exp> =
    row([](auto x) { return std::exp(x); }, "e^a", {{-2, 2}}, ends_of_exp);
template <> inline constexpr auto element<op::expm1> =
    row([](auto x) { return std::expm1(x); }, "e^a - 1, accurate near 0", {{-2, 2}}, ends_of_exp);
template <> inline constexpr auto element<op::log> =
    row([](auto x) { return std::log(x); }, "ln a", {{0.2, 3}}, {0.70710678118654752, 1, 1.4142135623730951});
template <> inline constexpr auto element<op::log1p> =
    row([](auto x) { return std::log1p(x); }, "ln(1 + a), accurate near 0", {{-0.8, 2}}, {-1, -0.25, 0.375});
template <> inline constexpr auto element<op::sqrt> =
    row([](auto x) { return std::sqrt(x); }, "the square root", {{0.2, 3}});
template <> inline constexpr auto element<op::rsqrt> =
    row([](auto x) { return 1 / std::sqrt(x); }, "1 / sqrt(a)", {{0.2, 3}});
template <> inline constexpr auto element<op::sin> =
    row([](auto x) { return std::sin(x); }, "sin a, in radians", {{-4, 4}});
template <> inline constexpr auto element<op::cos> =
    row([](auto x) { return std::cos(x); }, "cos a, in radians", {{-4, 4}});
template <> inline constexpr auto element<op::asin> =
    row([](auto x) { return std::asin(x); }, "the angle in radians, from -pi/2 to pi/2, whose sine is a; else NaN",
        {{-0.8, 0.8}}, {0.5, 1});
template <> inline constexpr auto element<op::acos> =
    row([](auto x) { return std::acos(x); }, "the angle in radians, from 0 to pi, whose cosine is a; else NaN",
        {{-0.8, 0.8}}, {0.5, 1});
template <> inline constexpr auto element<op::atan> =
    row([](auto x) { return std::atan(x); }, "the angle in radians, from -pi/2 to pi/2, whose tangent is a", {{-3, 3}},
        {1, -1});
template <> inline constexpr auto element<op::sinh> =
    row([](auto x) { return std::sinh(x); }, "the hyperbolic sine", {{-2, 2}}, {1, 89.41598629223294, 710.4758600739439});
template <> inline constexpr auto element<op::cosh> =
    row([](auto x) { return std::cosh(x); }, "the hyperbolic cosine", {{-2, 2}}, {89.41598629223294, 710.4758600739439});
template <> inline constexpr auto element<op::tanh> =
    row([](auto x) { return std::tanh(x); }, "the hyperbolic tangent", {{-2, 2}}, {0.625, -0.625});
template <> inline constexpr auto element<op::sigmoid> =
    row([](auto x) { return x < 0 ? std::exp(x) / (1 + std::exp(x)) : 1 / (1 + std::exp(-x)); }, "1 / (1 + e^-a)",
        {{-3, 3}}, ends_of_exp);
template <> inline constexpr auto element<op::erf> =
    row([](auto x) { return std::erf(x); },
        "the error function, 2 / sqrt(pi) times the integral of e^(-t^2) from 0 to a", {{-2, 2}}, {1, 3.95, 5.95});
template <> inline constexpr auto element<op::ndtr> =
    row([](auto x) { return normal_distribution(x); },
        "the normal distribution, (1 + erf(a / sqrt 2)) / 2, accurate beside small values too", {{-3, 3}},
        {0.75, -0.75});
template <> inline constexpr auto element<op::relu> =  // NaN stays
    row([](auto x) { return x < 0 ? 0 : x; }, "max(a, 0); NaN stays NaN; its derivative at 0 is 0",
        {{0.1, 2}, {-2, -0.1}});
template <> inline constexpr auto element<op::abs> =
    row([](auto x) { return std::fabs(x); }, "the absolute value; its derivative at 0 is 0", {{0.1, 2}, {-2, -0.1}});
template <> inline constexpr auto element<op::sign> =  // NaN stays
    row([](auto x) { return x > 0 ? 1 : x < 0 ? -1 : x; }, "-1, 0 or 1");
template <> inline constexpr auto element<op::floor> =
    row([](auto x) { return std::floor(x); }, "the largest integer that is not above a");
template <> inline constexpr auto element<op::is_nan> =
    row([](auto x) { return std::isnan(x); }, "whether a is no number");
template <> inline constexpr auto element<op::logical_not> = row([](auto x) { return x == 0; }, "whether a is false");
template <> inline constexpr auto element<op::cast> =  // the value before it is converted
    row([](auto x) { return x; },
        "a as another element type; floats become integers by truncation, numbers booleans by comparison with 0");
template <> inline constexpr auto element<op::add> =
    row([](auto x, auto y) { return x + y; }, "a + b", {{-2, 2, 0.5, 2}});
template <> inline constexpr auto element<op::subtract> =
    row([](auto x, auto y) { return x - y; }, "a - b", {{-2, 2, 0.5, 2}});
template <> inline constexpr auto element<op::multiply> =
    row([](auto x, auto y) { return x * y; }, "a b", {{-2, 2, 0.5, 2}});
template <> inline constexpr auto element<op::divide> =
    row([](auto x, auto y) { return x / y; }, "a / b", {{-2, 2, 0.5, 2}});
template <> inline constexpr auto element<op::minimum> =  // a NaN y is no larger than x: it is taken
    row([](auto x, auto y) { return std::isnan(x) || x < y ? x : y; },
        "the smaller operand; NaN if either is; equal ones share the adjoint", {{-2, 2, 0.5, 2}});
template <> inline constexpr auto element<op::maximum> =
    row([](auto x, auto y) { return std::isnan(x) || x > y ? x : y; },
        "the larger operand; NaN if either is; equal ones share the adjoint", {{-2, 2, 0.5, 2}});
template <> inline constexpr auto element<op::pow> =
    row([](auto x, auto y) { return std::pow(x, y); },
        "a^b as C's pow: pow(a, 0) and pow(1, b) are 1; a negative base takes integers only, else NaN",
        {{0.3, 2, -2, 2}});
template <> inline constexpr auto element<op::atan2> =
    row([](auto y, auto x) { return std::atan2(y, x); },
        "the angle in radians, from -pi to pi, of the point (b, a), as C's atan2", {{-2, 2, 0.5, 2}, {0.5, 2, -2, 2}});
template <> inline constexpr auto element<op::less> =
    row([](auto x, auto y) { return x < y; }, "whether a < b; false with a NaN");
template <> inline constexpr auto element<op::less_equal> =
    row([](auto x, auto y) { return x <= y; }, "whether a <= b; false with a NaN");
template <> inline constexpr auto element<op::equal> =
    row([](auto x, auto y) { return x == y; }, "whether a = b; false with a NaN");
template <> inline constexpr auto element<op::not_equal> =
    row([](auto x, auto y) { return x != y; }, "whether a and b differ; true with a NaN");
template <> inline constexpr auto element<op::logical_and> =
    row([](auto x, auto y) { return x != 0 && y != 0; }, "whether both hold");
template <> inline constexpr auto element<op::logical_or> =
    row([](auto x, auto y) { return x != 0 || y != 0; }, "whether either holds");
template <> inline constexpr auto element<op::select> =
    row([](auto x, auto y, auto z) { return x != 0 ? y : z; }, "b where a holds, elsewhere c");
// clang-format on

#define SYLVITE_ELEMENTWISE(name, ...)                                                                                 \
    static_assert(!std::is_same_v<decltype(element<op::name>), const no_row>,                                          \
                  "dsl/reference/elementwise.hpp has no row for " #name);
#include <sylvite/dsl/graph/operations.def>

}  // namespace sylvite::reference
