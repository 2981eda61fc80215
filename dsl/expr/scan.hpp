// Recurrence: a cell that is written once and worked out again for each step of a sequence.
#pragma once

#include <sylvite/dsl/expr/layout.hpp>
#include <sylvite/dsl/ops/loop.hpp>

#include <tuple>

namespace sylvite {

namespace detail {

/// Without one axis: what the cell sees of a sequence.
template <class A, int Axis>
struct element_shape {
    static constexpr sylvite::shape value = [] {
        sylvite::shape s;
        for (int i = 0; i < shape_of<A>.rank; ++i)
            if (i != Axis) s.push_back(shape_of<A>.extents[i]);
        return s;
    }();
};
/// With the axis of the sequence again, or behind the last axis.
template <class A, int Axis, class Sequence>
struct sequence_shape {
    static constexpr int axis = Axis < shape_of<A>.rank ? Axis : shape_of<A>.rank;
    static constexpr sylvite::shape value = [] {
        sylvite::shape s;
        for (int i = 0; i <= shape_of<A>.rank; ++i) {
            if (i == axis) s.push_back(shape_of<Sequence>.extents[Axis]);
            if (i < shape_of<A>.rank) s.push_back(shape_of<A>.extents[i]);
        }
        return s;
    }();
};

/// The axis `from` moved to the place `to`.
constexpr graph::node_id with_moved_axis(graph::builder &b, graph::node_id x, int from, int to) {
    if (from == to) return x;
    std::int64_t order[max_rank] = {};
    const int rank = b.dims(x).rank;
    for (int i = 0, next = 0; i < rank; ++i) {
        if (next == from) ++next;
        order[i] = i == to ? from : next++;
    }
    return graph::permute(b, x, {order, static_cast<std::size_t>(rank)});
}

/// One expression or a tuple of them, each through `visit`.
template <class Visit, typed_expr E>
constexpr auto each(Visit visit, const E &e) {
    return visit(e);
}
template <class Visit, typed_expr... E>
constexpr auto each(Visit visit, const std::tuple<E...> &all) {
    return std::apply([&](const E &...e) { return std::tuple(visit(e)...); }, all);
}

/// One more loop around what is added while it lives.
class loop_around {
  public:
    constexpr explicit loop_around(graph::builder &b) : builder_(b) { b.set_loop_depth(b.loop_depth() + 1); }
    loop_around(const loop_around &) = delete;
    loop_around &operator=(const loop_around &) = delete;
    constexpr ~loop_around() { builder_.set_loop_depth(builder_.loop_depth() - 1); }

  private:
    graph::builder &builder_;
};

}  // namespace detail

/// What a scan gives back: auto [carry, outputs] = scan(...).
template <class Carry, class Outputs>
struct scan_result {
    Carry carry;      // after the last step
    Outputs outputs;  // of all steps, the steps along the sequences' axis
};

struct scan_options {
    bool backwards = false;  // from the last element of the sequences to the first
};

/// The recurrence of a cell over sequences, whose steps lie along `Axis` (of a batch of sequences 1):
///   const auto [last, all] = scan<1>([&](auto h, auto x) {
///       const auto next = tanh(matmul(x, w) + matmul(h, u));
///       return std::pair(next, next);
///   }, start, sequence);
/// The cell is called once, with the carry and an element of each sequence, and returns the new carry and the output of
/// the step. Carry and output are one expression, or several in a std::tuple. It becomes a loop of the program, however
/// many steps there are, and so does its derivative.
template <int Axis = 0, class Cell, class Carry, typed_expr First, typed_expr... More>
constexpr auto scan(scan_options options, const Cell &cell, const Carry &start, const First &sequence,
                    const More &...more) {
    constexpr extent steps = detail::shape_of<First>.extents[Axis];
    static_assert(Axis >= 0 && Axis < detail::shape_of<First>.rank,
                  "sylvite: scan<Axis>: the sequence has no such axis");
    static_assert(((Axis < detail::shape_of<More>.rank && detail::shape_of<More>.extents[Axis] == steps) && ...),
                  "sylvite: scan: the sequences have as many steps as the first one");
    graph::builder &b = sequence.owner();
    (static_cast<void>(detail::common_owner(sequence, more, "scan")), ...);
    const graph::node_id at = graph::iteration(b, {b.loop_depth(), steps, options.backwards});
    const auto carries = [&] {
        std::int64_t number = 0;
        return detail::each(
            [&]<class E>(const E &e) {
                static_cast<void>(detail::common_owner(sequence, e, "scan"));
                return E(b, graph::carry(b, e.id(), at, number++));
            },
            start);
    }();
    const auto element = [&]<class S>(const S &s) {
        return detail::result_expr<detail::element_shape<S, Axis>, detail::type_of<S>>(
            b, graph::element(b, detail::with_moved_axis(b, s.id(), Axis, 0), at));
    };
    const auto step = [&] {
        const detail::loop_around around(b);
        return cell(carries, element(sequence), element(more)...);
    }();
    static_assert(std::same_as<std::remove_cvref_t<decltype(step.first)>, std::remove_cvref_t<decltype(carries)>>,
                  "sylvite: scan: the cell returns std::pair(new carry, output), the new carry of the carry's type");
    const std::int64_t number = graph::next_loop(b);
    graph::node_id loop = at;
    if constexpr (typed_expr<Carry>) {
        loop = graph::loop(b, loop, carries.id(), step.first.id(), number);
    } else {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            ((loop = graph::loop(b, loop, std::get<I>(carries).id(), std::get<I>(step.first).id(), number)), ...);
        }
        (std::make_index_sequence<std::tuple_size_v<Carry>>());
    }
    const auto ends = detail::each([&]<class E>(const E &e) { return E(b, graph::last(b, loop, e.id())); }, carries);
    const auto outputs = detail::each(
        [&]<class E>(const E &e) {
            using all = detail::sequence_shape<E, Axis, First>;
            return detail::result_expr<all, detail::type_of<E>>(
                b, detail::with_moved_axis(b, graph::stacked(b, loop, e.id()), 0, all::axis));
        },
        step.second);
    return scan_result<std::remove_cv_t<decltype(ends)>, std::remove_cv_t<decltype(outputs)>>{ends, outputs};
}
template <int Axis = 0, class Cell, class Carry, typed_expr First, typed_expr... More>
constexpr auto scan(const Cell &cell, const Carry &start, const First &sequence, const More &...more) {
    return scan<Axis>(scan_options{}, cell, start, sequence, more...);
}

}  // namespace sylvite
