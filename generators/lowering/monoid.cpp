#include <sylvite/generators/lowering/math.hpp>
#include <sylvite/generators/lowering/monoid.hpp>

#include <limits>

namespace sylvite::generators {

std::vector<Expr> monoid::identity() const {
    using graph::op;
    if (kind == op::reduce_sum || kind == op::contraction) return {Halide::Internal::make_const(type, 0)};
    if (kind == op::reduce_product) return {Halide::Internal::make_const(type, 1)};
    const double infinity = std::numeric_limits<double>::infinity();
    const Expr last = !type.is_float() ? (takes_smallest() ? type.max() : type.min())
                                       : Halide::Internal::make_const(type, takes_smallest() ? infinity : -infinity);
    if (!graph::is_position(kind)) return {last};
    return {last, std::numeric_limits<std::int32_t>::max()};
}

std::vector<Expr> monoid::combine(const std::vector<Expr> &a, const std::vector<Expr> &b) const {
    // Products and sums of a contraction may be fused; no result of theirs is compared here.
    using graph::op;
    if (kind == op::contraction) return {a[0] + b[0]};
    if (kind == op::reduce_sum) return {math::add(a[0], b[0])};
    if (kind == op::reduce_product) return {product(a[0], b[0])};
    if (kind == op::reduce_max) return {math::maximum(a[0], b[0])};
    if (kind == op::reduce_min) return {math::minimum(a[0], b[0])};
    const Expr same = math::equal(a[0], b[0]) || (math::is_nan(a[0]) && math::is_nan(b[0]));
    const Expr take_b = is_better(a[0], b[0]) || (same && b[1] < a[1]);
    return {Halide::select(take_b, b[0], a[0]), Halide::select(take_b, b[1], a[1])};
}

std::vector<Expr> monoid::combine_in_order(const std::vector<Expr> &a, const std::vector<Expr> &b) const {
    if (!graph::is_position(kind)) return combine(a, b);
    const Expr take_b = is_better(a[0], b[0]);
    return {Halide::select(take_b, b[0], a[0]), Halide::select(take_b, b[1], a[1])};
}

/// Of positions: a NaN is better than all else.
Expr monoid::is_better(const Expr &a, const Expr &b) const {
    const Expr better = takes_smallest() ? math::less(b, a) : math::less(a, b);
    return type.is_float() ? better || (math::is_nan(b) && !math::is_nan(a)) : better;
}

bool monoid::takes_smallest() const { return kind == graph::op::reduce_min || kind == graph::op::argmin; }

/// Integers wrap around, which signed ones may not in Halide.
Expr monoid::product(const Expr &a, const Expr &b) const {
    if (type.is_float()) return math::multiply(a, b);
    const Halide::Type word = type.with_code(halide_type_uint);
    return Halide::cast(type, Halide::cast(word, a) * Halide::cast(word, b));
}

std::vector<Expr> values_of(const Halide::FuncRef &ref, std::size_t count) {
    if (count == 1) return {Expr(ref)};
    return {Expr(ref[0]), Expr(ref[1])};
}

}  // namespace sylvite::generators
