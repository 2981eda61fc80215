// One element of each elementwise operation, in double; the caller rounds to the element type.
#pragma once

#include <sylvite/dsl/graph/op.hpp>
#include <sylvite/dsl/reference/tensor.hpp>

namespace sylvite::reference {

/// Conversion: to boolean by comparison with zero, to i32 by truncation (NaN gives 0, too large ones the nearest).
[[nodiscard]] inline double converted(dtype from, dtype to, double x) {
    if (to != i32 || !is_floating(from)) return rounded(to, x);
    if (std::isnan(x)) return 0;
    return std::trunc(std::fmin(std::fmax(x, -2147483648.0), 2147483647.0));
}

/// `type` is the operands' element type. Integers of 32 bits and their sums and products below 2^53 are exact; larger
/// products of integers are not.
[[nodiscard]] inline double element_of(graph::op kind, dtype type, double x, double y, double z) {
    using graph::op;
    switch (kind) {
        case op::negate:
            return -x;
        case op::exp:
            return std::exp(x);
        case op::expm1:
            return std::expm1(x);
        case op::log:
            return std::log(x);
        case op::log1p:
            return std::log1p(x);
        case op::sqrt:
            return std::sqrt(x);
        case op::rsqrt:
            return 1 / std::sqrt(x);
        case op::sin:
            return std::sin(x);
        case op::cos:
            return std::cos(x);
        case op::tanh:
            return std::tanh(x);
        case op::sigmoid:
            return x < 0 ? std::exp(x) / (1 + std::exp(x)) : 1 / (1 + std::exp(-x));
        case op::erf:
            return std::erf(x);
        case op::ndtr:  // wider, since a rounded x / sqrt(2) is felt far below 0
            return static_cast<double>(0.5L * std::erfc(-x * 0.707106781186547524400844362104849039L));
        case op::relu:
            return x < 0 ? 0 : x;  // NaN stays
        case op::abs:
            return std::fabs(x);
        case op::sign:
            return x > 0 ? 1 : x < 0 ? -1 : x;  // NaN stays
        case op::floor:
            return std::floor(x);
        case op::is_nan:
            return std::isnan(x) ? 1 : 0;
        case op::logical_not:
            return x == 0 ? 1 : 0;
        case op::add:
            return x + y;
        case op::subtract:
            return x - y;
        case op::multiply:
            if (type == i32)  // modulo 2^32, where a double would round
                return static_cast<double>(static_cast<std::int64_t>(x) * static_cast<std::int64_t>(y));
            return x * y;
        case op::divide:
            return x / y;
        case op::minimum:
            return std::isnan(x) || x < y ? x : y;  // a NaN y is no larger than x: it is taken
        case op::maximum:
            return std::isnan(x) || x > y ? x : y;
        case op::pow:
            return std::pow(x, y);
        case op::less:
            return x < y ? 1 : 0;
        case op::less_equal:
            return x <= y ? 1 : 0;
        case op::equal:
            return x == y ? 1 : 0;
        case op::not_equal:
            return x != y ? 1 : 0;
        case op::logical_and:
            return x != 0 && y != 0 ? 1 : 0;
        case op::logical_or:
            return x != 0 || y != 0 ? 1 : 0;
        case op::select:
            return x != 0 ? y : z;
        default:
            throw std::invalid_argument(std::string("the interpreter knows no elementwise operation ") +
                                        graph::info(kind).name);
    }
}

}  // namespace sylvite::reference
