// Values of a kernel as expressions: addresses from the axes, then arithmetic down to the arguments.
#include <sylvite/generators/lowering/kernel.hpp>
#include <sylvite/generators/lowering/math.hpp>
#include <sylvite/generators/lowering/monoid.hpp>

#include <algorithm>
#include <bit>
#include <numeric>
#include <stdexcept>

namespace sylvite::generators {

/// n of a derived axis (index_space.hpp).
Expr kernel::numerator(const axis &a, environment &where) {
    if (a.map.from >= 0) return emit(a.map.from, where);
    Expr n = 0;
    for (const index_term &term : a.map.terms) {
        Expr flat = 0;
        for (const axis_id part : term.axes) flat = flat * extent(part) + index_of(part, where);
        n = n + flat * static_cast<std::int32_t>(term.coefficient);
    }
    n = n + static_cast<std::int32_t>(a.map.offset);
    return Halide::Internal::simplify(a.map.from_end ? n + extent(a) : n);
}

Expr kernel::limit(const axis &a) const {
    return a.is_dynamic() ? Halide::Internal::simplify(extent(a) - 1) : Expr(static_cast<std::int32_t>(a.map.limit));
}

/// n where it is 0 to the limit, some number in this range elsewhere. Where whole vectors lie inside or outside, as in
/// tensors behind each other along an axis, the outer part of n is held and vectors stay what they are: elements side
/// by side. A vector of which each element were held by itself would be gathered.
Expr kernel::within(const axis &a, const Expr &n) const {
    constexpr std::int64_t lanes = 16;  // of any vector
    const std::int64_t piece = a.is_dynamic() ? 1 : std::gcd(a.map.offset, a.map.limit + 1);
    if (a.map.from_end || piece % lanes != 0) return Halide::clamp(n, 0, limit(a));
    const auto whole = static_cast<std::int32_t>(piece);
    const auto last = static_cast<std::int32_t>((a.map.limit + 1) / piece - 1);
    return Halide::Internal::simplify(Halide::clamp(n / whole, 0, last) * whole + n % whole);
}

Expr kernel::index_of(axis_id id, environment &where) {
    const axis &a = space[id];
    if (!a.is_derived) return at(where, std::span(&id, 1)).front();
    if (const Expr &given = where.index[static_cast<std::size_t>(id)]; given.defined())
        return a.map.is_guarded && id != where.inside
                   ? Halide::clamp(Halide::likely(given), 0, Halide::Internal::simplify(extent(a) - 1))
                   : given;
    Expr n = numerator(a, where);
    if (a.map.is_guarded) n = within(a, n);
    if (a.map.divisor != 1) n = n / static_cast<std::int32_t>(a.map.divisor);
    return a.map.wraps ? n % static_cast<std::int32_t>(a.bound) : n;
}

Expr kernel::has_element(axis_id id, environment &where) {
    const axis &a = space[id];
    if (id == where.inside) return Halide::Internal::const_true();
    if (const Expr &given = where.index[static_cast<std::size_t>(id)]; given.defined())
        return given >= 0 && given < extent(a);
    const Expr n = numerator(a, where);
    Expr all = Halide::Internal::const_true();
    const auto range = space.range_of(a.map);
    if (a.map.from >= 0 || range.low < 0) all = n >= 0;
    if (a.map.from >= 0 || a.is_dynamic() || range.high > a.map.limit) all = all && n <= limit(a);
    if (a.map.dilation != 1) all = all && n % static_cast<std::int32_t>(a.map.dilation) == 0;
    return all;
}

Expr kernel::have_elements(std::span<const axis_id> axes, environment &where) {
    Expr all = Halide::Internal::const_true();
    for (const axis_id a : axes) all = all && has_element(a, where);
    return Halide::Internal::simplify(all);
}

Expr kernel::address(const value &v, environment &where) {
    Expr flat = 0, step = 1;
    for (std::size_t i = v.axes.size(); i-- > 0;) {
        flat = flat + index_of(v.axes[i], where) * step;
        step = Halide::Internal::simplify(step * extent(v.axes[i]));
    }
    return Halide::Internal::simplify(flat);
}

Expr kernel::read_argument(const value &v, environment &where) {
    const int k = static_cast<int>(v.attribute);
    Expr loaded;
    if (const auto found = overwritten_.find(k); found != overwritten_.end()) {
        const auto axes = space.output_axes();
        const bool same = std::equal(v.axes.begin(), v.axes.end(), axes.begin(), axes.end());
        if (!same || !output_.defined())
            throw std::runtime_error("kernel spec: argument " + std::to_string(k) +
                                     " is overwritten, but read at another index than the one written");
        std::vector<Expr> here(vars_.begin(), vars_.end());
        loaded = space.outputs().size() == 1 ? Expr(output_(here)) : Expr(output_(here)[found->second]);
    } else {
        loaded = inputs_.at(k)(address(v, where));
    }
    return v.type == dtype::boolean ? loaded != Halide::cast<std::uint8_t>(0) : loaded;
}

random_place kernel::place_of_random(const value &v) const {
    random_place place{step_[0], step_[1], static_cast<std::uint64_t>(v.attribute), {}, {}, 0};
    if (!v.has_rows) return place;
    place.first_row = step_[2];
    place.row = extent(v.row);
    if (!v.row.is_dynamic()) place.fixed_row = v.row.factor;
    return place;
}

Expr kernel::random_index(const value &v, environment &where) {
    return Halide::Internal::simplify(address(v, where) + first_in_group(place_of_random(v)));
}

Expr kernel::random_number_at(value_id id, const Expr &index) const {
    return random_number(value_type(space.at(id).type), place_of_random(space.at(id)), index);
}

Expr kernel::emit(value_id id, environment &where) {
    if (const auto known = where.memo.find(id); known != where.memo.end()) return known->second;
    const value &v = space.at(id);
    const provider *held = where.held == nullptr ? nullptr : where.held->find(id, v.kind);
    const Expr e = held != nullptr ? (*held)(where) : emit_new(v, where);
    where.memo[id] = e;
    return e;
}

Expr kernel::emit_below(value_id id, environment &where) { return emit_new(space.at(id), where); }

Expr kernel::emit_new(const value &v, environment &where) {
    using graph::op;
    switch (v.kind) {
        case op::argument:
            return read_argument(v, where);
        case op::constant:
            return Halide::Internal::make_const(value_type(v.type), std::bit_cast<double>(v.attribute));
        case op::extent:
            return symbols_.at(static_cast<std::size_t>(v.attribute) - 1);
        case op::iota: {
            Expr flat = 0;
            for (const axis_id a : v.axes) flat = flat * extent(a) + index_of(a, where);
            return Halide::Internal::simplify(flat);
        }
        case op::random:
            return random_number(value_type(v.type), place_of_random(v), random_index(v, where));
        case op::pad:
        case op::gather: {
            const Expr inside = have_elements(v.axes, where), element = emit(v.inputs[0], where);
            const Expr otherwise = Halide::Internal::make_const(value_type(v.type), std::bit_cast<double>(v.attribute));
            if (!where.is_mostly_inside) return math::choose(inside, element, otherwise);
            return Halide::select(inside, element, otherwise);
        }
        default:
            break;
    }
    if (v.axes.empty() && v.kind == op::contraction)
        return math::cast(value_type(v.type),
                          math::multiply(math::cast(value_type(v.accumulator), emit(v.inputs[0], where)),
                                         math::cast(value_type(v.accumulator), emit(v.inputs[1], where))));
    if (v.axes.empty() && graph::is_position(v.kind)) return 0;
    if (v.axes.empty() && graph::info(v.kind).kind == graph::op_class::reduction)
        return math::cast(value_type(v.type), emit(v.inputs[0], where));
    if (is_short_reduction(space, v)) return emit_written_out(v, where);
    if (graph::info(v.kind).kind != graph::op_class::elementwise)
        throw std::runtime_error(std::string("kernel spec: ") + graph::info(v.kind).name +
                                 " cannot stand in a kernel of the family " + name_of(space.spec().kind));
    std::vector<Expr> operands;
    for (const value_id input : v.inputs) operands.push_back(emit(input, where));
    return math::apply(v.kind, value_type(v.type), operands);
}

/// The elements of a short reduction one after the other, in row-major order.
Expr kernel::emit_written_out(const value &v, const environment &where) {
    const monoid combine{v.kind, value_type(graph::is_position(v.kind) ? space.at(v.inputs[0]).type : v.accumulator)};
    std::vector<Expr> total;
    if (v.kind == graph::op::reduce_sum || v.kind == graph::op::reduce_product) total = combine.identity();
    const std::int64_t count = space.volume(v.axes);
    for (std::int64_t k = 0; k < count; ++k) {
        environment here = where;
        here.memo.clear();
        std::int64_t rest = k;
        for (std::size_t i = v.axes.size(); i-- > 0;) {
            const std::int64_t bound = space[v.axes[i]].bound;
            here.index[static_cast<std::size_t>(v.axes[i])] = static_cast<std::int32_t>(rest % bound);
            rest /= bound;
        }
        std::vector<Expr> element{math::cast(combine.type, emit(v.inputs[0], here))};
        if (graph::is_position(v.kind)) element.emplace_back(static_cast<std::int32_t>(k));
        total = total.empty() ? element : combine.combine_in_order(total, element);
    }
    return math::cast(value_type(v.type), total.back());
}

}  // namespace sylvite::generators
