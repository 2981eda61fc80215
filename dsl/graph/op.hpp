// The primitive operations, and what each is called, takes and costs. One table; everything else is composed.
#pragma once

#include <cstdint>

namespace sylvite::graph {

enum class op : std::uint8_t {
    // leaves
    argument,   // kernel specs only: the k-th buffer; attributes {k}
    input,      // attributes {name, scalar?}
    parameter,  // attributes {name, initialiser kind, bits of a, bits of b}
    state,      // as parameter
    constant,   // attributes {bits of the value as a double}
    iota,       // i32, the index along an axis; attributes {axis}
    extent,     // i32 scalar, the run-time extent of a symbol; attributes {symbol}
    adjoint,    // what a custom gradient will be given; attributes {a number of its own}; in no finished table
    // elementwise, one operand
    negate,
    exp,
    expm1,
    log,
    log1p,
    sqrt,
    rsqrt,
    sin,
    cos,
    tanh,
    sigmoid,
    erf,
    ndtr,
    relu,  // NaN propagates
    abs,
    sign,
    floor,
    is_nan,
    logical_not,
    cast,
    // elementwise, two operands of one shape and dtype
    add,
    subtract,
    multiply,
    divide,
    minimum,  // NaN propagates
    maximum,  // NaN propagates
    pow,      // as C's: pow(x, 0) and pow(1, y) are 1, a negative x takes integers only
    less,     // comparisons give booleans; false where an operand is NaN
    less_equal,
    equal,
    not_equal,  // true where an operand is NaN
    logical_and,
    logical_or,
    // elementwise, {condition, when true, when false}
    select,
    // reductions; attributes {axes, ascending}; the axes are dropped
    reduce_sum,
    reduce_product,
    reduce_max,  // NaN propagates
    reduce_min,  // NaN propagates
    argmax,      // i32 position within the reduced axes, row-major; the first of equal ones; a NaN counts as largest
    argmin,      // likewise; a NaN counts as smallest
    // einsum of two operands; attributes {labels of the first, of the second, of the result}, lengths are the ranks
    contraction,
    // layout
    reshape,
    permute,    // attributes {for each axis of the result, the operand's axis}
    broadcast,  // attributes {for each axis of the operand, the result's axis, ascending}; other axes are new
    pad,        // attributes {bits of the value as a double, low of each axis, high, interior}
    slice,      // attributes {begin of each axis, step of each axis}
    reverse,    // attributes {axes, ascending}
    // indexing; attributes {number of leading axes that the operands share, ...}
    gather,       // {table, indices}; attributes {..., bits of what an index out of range gives, as a double}
    scatter_add,  // {indices, updates}; indices out of range are dropped; equal ones add up, in row-major order
    // markers
    stop_gradient,
    custom_gradient,  // {value, input, adjoint of the input}: the value; attributes {the adjoint leaf, is a link?}
    result,           // attributes {k}: the k-th result of an operation that has several
    // effects: {target leaf, value}
    assign,
    count_
};

enum class op_class : std::uint8_t { leaf, elementwise, reduction, contraction, layout, indexing, marker, effect };

/// Markers that are their first input in value: they matter to gradients alone, and no finished table has them.
[[nodiscard]] constexpr bool is_gradient_marker(op kind) noexcept {
    return kind == op::stop_gradient || kind == op::custom_gradient;
}

struct op_info {
    const char *name;
    op_class kind;
    std::uint8_t arity;
    std::uint8_t cost;  // of one element of the result, in multiplications
};

namespace detail {
inline constexpr op_info op_table[] = {
    {"argument", op_class::leaf, 0, 0},
    {"input", op_class::leaf, 0, 0},
    {"parameter", op_class::leaf, 0, 0},
    {"state", op_class::leaf, 0, 0},
    {"constant", op_class::leaf, 0, 0},
    {"iota", op_class::leaf, 0, 0},
    {"extent", op_class::leaf, 0, 0},
    {"adjoint", op_class::leaf, 0, 0},
    {"negate", op_class::elementwise, 1, 1},
    {"exp", op_class::elementwise, 1, 10},
    {"expm1", op_class::elementwise, 1, 14},
    {"log", op_class::elementwise, 1, 12},
    {"log1p", op_class::elementwise, 1, 16},
    {"sqrt", op_class::elementwise, 1, 6},
    {"rsqrt", op_class::elementwise, 1, 8},
    {"sin", op_class::elementwise, 1, 45},
    {"cos", op_class::elementwise, 1, 45},
    {"tanh", op_class::elementwise, 1, 16},
    {"sigmoid", op_class::elementwise, 1, 14},
    {"erf", op_class::elementwise, 1, 24},
    {"ndtr", op_class::elementwise, 1, 46},
    {"relu", op_class::elementwise, 1, 1},
    {"abs", op_class::elementwise, 1, 1},
    {"sign", op_class::elementwise, 1, 2},
    {"floor", op_class::elementwise, 1, 1},
    {"is_nan", op_class::elementwise, 1, 1},
    {"logical_not", op_class::elementwise, 1, 1},
    {"cast", op_class::elementwise, 1, 1},
    {"add", op_class::elementwise, 2, 1},
    {"subtract", op_class::elementwise, 2, 1},
    {"multiply", op_class::elementwise, 2, 1},
    {"divide", op_class::elementwise, 2, 4},
    {"minimum", op_class::elementwise, 2, 1},
    {"maximum", op_class::elementwise, 2, 1},
    {"pow", op_class::elementwise, 2, 50},
    {"less", op_class::elementwise, 2, 1},
    {"less_equal", op_class::elementwise, 2, 1},
    {"equal", op_class::elementwise, 2, 1},
    {"not_equal", op_class::elementwise, 2, 1},
    {"logical_and", op_class::elementwise, 2, 1},
    {"logical_or", op_class::elementwise, 2, 1},
    {"select", op_class::elementwise, 3, 1},
    {"reduce_sum", op_class::reduction, 1, 1},
    {"reduce_product", op_class::reduction, 1, 1},
    {"reduce_max", op_class::reduction, 1, 1},
    {"reduce_min", op_class::reduction, 1, 1},
    {"argmax", op_class::reduction, 1, 2},
    {"argmin", op_class::reduction, 1, 2},
    {"contraction", op_class::contraction, 2, 1},
    {"reshape", op_class::layout, 1, 0},
    {"permute", op_class::layout, 1, 0},
    {"broadcast", op_class::layout, 1, 0},
    {"pad", op_class::layout, 1, 1},
    {"slice", op_class::layout, 1, 0},
    {"reverse", op_class::layout, 1, 0},
    {"gather", op_class::indexing, 2, 2},
    {"scatter_add", op_class::indexing, 2, 1},
    {"stop_gradient", op_class::marker, 1, 0},
    {"custom_gradient", op_class::marker, 3, 0},
    {"result", op_class::marker, 1, 0},
    {"assign", op_class::effect, 2, 0},
};
static_assert(sizeof(op_table) / sizeof(op_table[0]) == static_cast<unsigned>(op::count_));
}  // namespace detail

/// Reductions whose value is a position, not an element.
[[nodiscard]] constexpr bool is_position(op kind) noexcept { return kind == op::argmax || kind == op::argmin; }

[[nodiscard]] constexpr const op_info &info(op kind) noexcept { return detail::op_table[static_cast<unsigned>(kind)]; }

}  // namespace sylvite::graph
