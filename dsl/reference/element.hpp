// One element of each elementwise operation, in double; the caller rounds to the element type.
#pragma once

#include <sylvite/dsl/reference/elementwise.hpp>
#include <sylvite/dsl/reference/tensor.hpp>

namespace sylvite::reference {

/// Conversion: to boolean by comparison with zero, to i32 by truncation (NaN gives 0, too large ones the nearest).
[[nodiscard]] inline double converted(dtype from, dtype to, double x) {
    if (to != i32 || !is_floating(from)) return rounded(to, x);
    if (std::isnan(x)) return 0;
    return std::trunc(std::fmin(std::fmax(x, -2147483648.0), 2147483647.0));
}

/// The value of an operation of one to three operands; those that it does not take are ignored.
template <graph::op Operation, class T>
[[nodiscard]] T value_of(T x, T y, T z) {
    constexpr int arity = graph::info(Operation).arity;
    if constexpr (arity == 1)
        return static_cast<T>(element<Operation>.value(x));
    else if constexpr (arity == 2)
        return static_cast<T>(element<Operation>.value(x, y));
    else
        return static_cast<T>(element<Operation>.value(x, y, z));
}

/// `type` is the operands' element type. Integers of 32 bits and their sums and products below 2^53 are exact; larger
/// products of integers are not.
[[nodiscard]] inline double element_of(graph::op kind, dtype type, double x, double y, double z) {
    if (kind == graph::op::multiply && type == i32)  // modulo 2^32, where a double would round
        return static_cast<double>(static_cast<std::int64_t>(x) * static_cast<std::int64_t>(y));
    switch (kind) {
#define SYLVITE_ELEMENTWISE(name, ...)                                                                                 \
    case graph::op::name:                                                                                              \
        return value_of<graph::op::name>(x, y, z);
#include <sylvite/dsl/graph/operations.def>
        default:
            throw std::invalid_argument(std::string("the interpreter knows no elementwise operation ") +
                                        graph::info(kind).name);
    }
}

}  // namespace sylvite::reference
