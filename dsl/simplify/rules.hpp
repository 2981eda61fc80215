// The table of rewrite rules. They stand in a header a family; rule.hpp says what a rule is.
#pragma once

#include <sylvite/dsl/ops/contraction.hpp>
#include <sylvite/dsl/ops/effect.hpp>
#include <sylvite/dsl/simplify/elementwise.hpp>
#include <sylvite/dsl/simplify/layout.hpp>
#include <sylvite/dsl/simplify/reduction.hpp>

namespace sylvite::graph::simplify {

struct table_entry {
    op kind;
    rule apply;
};

/// Rules of one operation stand together and are tried in this order.
inline constexpr table_entry table[] = {
    {op::negate, negate_negate},
    {op::log, log_of_exp},
    {op::log, log_of_sigmoid},
    {op::cast, cast_same},
    {op::cast, cast_literal},
    {op::add, fold_literals},
    {op::add, add_zero},
    {op::add, add_negated},
    {op::subtract, fold_literals},
    {op::subtract, subtract_zero},
    {op::subtract, subtract_negated},
    {op::multiply, fold_literals},
    {op::multiply, multiply_one},
    {op::multiply, multiply_minus_one},
    {op::divide, divide_by_one},
    {op::divide, divide_by_minus_one},
    {op::pow, trivial_power},
    {op::pow, power_of_literal},
    {op::reduce_sum, sum_of_broadcast},
    {op::reduce_sum, reduction_of_itself},
    {op::reduce_sum, sum_of_contraction},
    {op::reduce_product, reduction_of_itself},
    {op::reshape, reshape_reshape},
    {op::permute, permute_identity},
    {op::permute, permute_permute},
    {op::broadcast, broadcast_broadcast},
    {op::pad, pad_that_cuts},
    {op::pad, pad_pad},
    {op::slice, slice_slice},
    {op::slice, slice_pad},
    {op::slice, slice_broadcast},
    {op::reverse, reverse_reverse},
    {op::reverse, reverse_broadcast},
};

}  // namespace sylvite::graph::simplify
