// The primitive operations: their names, classes, operands and costs, from the rows of operations.def.
#pragma once

#include <cstdint>

namespace sylvite::graph {

enum class op : std::uint8_t {
#define SYLVITE_OPERATION(name, ...) name,
#include <sylvite/dsl/graph/operations.def>
    count_
};

enum class op_class : std::uint8_t {
    leaf,
    elementwise,
    reduction,
    contraction,
    layout,
    indexing,
    loop,
    marker,
    effect
};
/// The element types that an operation is defined for.
enum class operand_types : std::uint8_t { any, numbers, floats, booleans };
/// The element type of its value: as the operands', a boolean, an i32, or what the node says.
enum class result_type_of : std::uint8_t { same, truth, position, given };

/// Markers that are their first input in value: they matter to gradients alone, and no finished table has them.
[[nodiscard]] constexpr bool is_gradient_marker(op kind) noexcept {
    return kind == op::stop_gradient || kind == op::custom_gradient;
}

struct op_info {
    const char *name;
    op_class kind;
    std::uint8_t arity;
    std::uint8_t cost;  // of one element of the result, in multiplications
    operand_types operands;
    result_type_of result;
};

namespace detail {
inline constexpr op_info op_table[] = {
#define SYLVITE_OPERATION(name, kind, arity, cost, operands, result, derivative)                                       \
    {#name, op_class::kind, arity, cost, operand_types::operands, result_type_of::result},
#include <sylvite/dsl/graph/operations.def>
};
}  // namespace detail

[[nodiscard]] constexpr const op_info &info(op kind) noexcept { return detail::op_table[static_cast<unsigned>(kind)]; }

/// Reductions whose value is a position, not an element.
[[nodiscard]] constexpr bool is_position(op kind) noexcept { return kind == op::argmax || kind == op::argmin; }

}  // namespace sylvite::graph
