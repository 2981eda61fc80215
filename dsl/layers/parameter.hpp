// What layers are made of: parameters of shapes that are values, and the product with a weight.
#pragma once

#include <sylvite/dsl/expr/find_in_rows.hpp>
#include <sylvite/dsl/layers/name.hpp>
#include <sylvite/dsl/network.hpp>

namespace sylvite::detail {

constexpr sylvite::shape fixed_shape(std::initializer_list<std::int64_t> extents) {
    sylvite::shape s;
    for (const std::int64_t e : extents) s.push_back({e, 0});
    return s;
}

/// The parameter or state "OWNER.NAME"; the initialiser's fans are those of its shape.
constexpr any_expr layer_variable(graph::builder &b, graph::op kind, std::string_view owner, std::string_view name,
                                  dtype type, const sylvite::shape &dims, initialiser start) {
    start = with_fans(start, dims, type);
    return {b, b.declare(kind, member(owner, name), type, dims,
                         {static_cast<std::int64_t>(start.how), std::bit_cast<std::int64_t>(start.a),
                          std::bit_cast<std::int64_t>(start.b)})};
}
constexpr any_expr layer_parameter(graph::builder &b, std::string_view owner, std::string_view name, dtype type,
                                   const sylvite::shape &dims, initialiser start) {
    return layer_variable(b, graph::op::parameter, owner, name, type, dims, start);
}

/// x W^T over the last axis of x; weight [out, in].
constexpr any_expr projected(any_expr x, any_expr weight) {
    const int rank = x.dims().rank;
    graph::einsum_labels labels;
    labels.a_rank = labels.out_rank = rank;
    labels.b_rank = 2;
    for (int i = 0; i < rank; ++i) labels.a[i] = labels.out[i] = i;
    labels.b[0] = labels.out[rank - 1] = rank;
    labels.b[1] = rank - 1;
    return {x.owner(), graph::contract(x.owner(), x.id(), weight.id(), labels)};
}

/// A with another extent in its last axis.
template <typed_expr A, std::int64_t Last>
struct with_last_extent {
    static constexpr sylvite::shape value = [] {
        sylvite::shape s = shape_of<A>;
        s[s.rank - 1] = {Last, 0};
        return s;
    }();
};

/// Operands of floating-point rows of a known length.
template <typed_expr X>
constexpr auto require_rows() {
    SYLVITE_REQUIRE((is_floating(type_of<X>)), dtype_not_supported<element<type_of<X>>>);
    constexpr int rank = shape_of<X>.rank;
    constexpr bool known = rank >= 1 && !shape_of<X>.extents[rank < 1 ? 0 : rank - 1].is_dynamic();
    SYLVITE_REQUIRE(known, last_axis_is_missing_or_dynamic<operand_of<shape_t<X>>>);
}

template <class A>
inline constexpr std::int64_t last_extent = shape_of<A>.extents[shape_of<A>.rank - 1].value;

}  // namespace sylvite::detail
