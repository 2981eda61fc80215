// Calls with axes, extents and sizes as arguments: they stand between angle brackets.
#pragma once

#include <sylvite/dsl/functions/statistics.hpp>
#include <sylvite/dsl/mistakes/mistake.hpp>

namespace sylvite {

#define SYLVITE_NUMBERS_IN_ANGLE_BRACKETS(function, example)                                                           \
    template <typed_expr X, std::integral First, std::integral... More>                                                \
    SYLVITE_REFUSE("axes, extents and sizes stand between angle brackets: " example)                                   \
    constexpr X function(const X &x, First, More...) {                                                                 \
        return x;                                                                                                      \
    }

SYLVITE_NUMBERS_IN_ANGLE_BRACKETS(sum, "sum<1>(x)")
SYLVITE_NUMBERS_IN_ANGLE_BRACKETS(product, "product<1>(x)")
SYLVITE_NUMBERS_IN_ANGLE_BRACKETS(mean, "mean<1>(x)")
SYLVITE_NUMBERS_IN_ANGLE_BRACKETS(reduce_max, "reduce_max<1>(x)")
SYLVITE_NUMBERS_IN_ANGLE_BRACKETS(reduce_min, "reduce_min<1>(x)")
SYLVITE_NUMBERS_IN_ANGLE_BRACKETS(argmax, "argmax<1>(x)")
SYLVITE_NUMBERS_IN_ANGLE_BRACKETS(argmin, "argmin<1>(x)")
SYLVITE_NUMBERS_IN_ANGLE_BRACKETS(norm, "norm<1>(x)")
SYLVITE_NUMBERS_IN_ANGLE_BRACKETS(softmax, "softmax<1>(x)")
SYLVITE_NUMBERS_IN_ANGLE_BRACKETS(log_softmax, "log_softmax<1>(x)")
SYLVITE_NUMBERS_IN_ANGLE_BRACKETS(logsumexp, "logsumexp<1>(x)")
SYLVITE_NUMBERS_IN_ANGLE_BRACKETS(reshape, "reshape<32, 8, 8>(x)")
SYLVITE_NUMBERS_IN_ANGLE_BRACKETS(broadcast_to, "broadcast_to<32, 8>(x)")
SYLVITE_NUMBERS_IN_ANGLE_BRACKETS(permute, "permute<1, 0>(x)")
SYLVITE_NUMBERS_IN_ANGLE_BRACKETS(expand, "expand<1>(x)")
SYLVITE_NUMBERS_IN_ANGLE_BRACKETS(reverse, "reverse<1>(x)")
SYLVITE_NUMBERS_IN_ANGLE_BRACKETS(slice, "slice<1, 2, 5>(x), elements 2 to 4 of axis 1")
SYLVITE_NUMBERS_IN_ANGLE_BRACKETS(split, "split<1, 3, 5>(x)")
SYLVITE_NUMBERS_IN_ANGLE_BRACKETS(chunk, "chunk<1, 3>(x)")
SYLVITE_NUMBERS_IN_ANGLE_BRACKETS(one_hot, "one_hot<10>(labels)")

#undef SYLVITE_NUMBERS_IN_ANGLE_BRACKETS

template <typed_expr X, any_expression... More>
SYLVITE_REFUSE("the axis stands between angle brackets: concat<1>(a, b)")
constexpr X concat(const X &x, const More &...) {
    return x;
}
template <typed_expr X, any_expression... More>
SYLVITE_REFUSE("the axis stands between angle brackets: stack<0>(a, b)")
constexpr X stack(const X &x, const More &...) {
    return x;
}
template <class Type, typed_expr X>
SYLVITE_REFUSE("element types are f32, f64, i32 and boolean: cast<f32>(x)")
constexpr X cast(const X &x) {
    return x;
}
template <typed_expr X>
SYLVITE_REFUSE("write pow(x, 2) or square(x)")
constexpr X operator^(const X &x, literal_number auto) {
    return x;
}

}  // namespace sylvite
