#include <sylvite/generators/convolution/roles.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {
namespace {

/// Window axes below an operand, and the axes with loops that it depends on in another way.
class seen_axes {
  public:
    seen_axes(const index_space &space, value_id operand) : space_(space) { visit_value(operand); }

    std::vector<axis_id> windows, direct;

  private:
    static bool add(std::vector<axis_id> &to, axis_id a) {
        if (contains(to, a)) return false;
        to.push_back(a);
        return true;
    }
    [[nodiscard]] bool is_window(const axis &a) const {
        if (a.map.from >= 0 || a.map.wraps || a.map.from_end || a.map.terms.size() > 2) return false;
        if (!a.map.is_guarded && a.map.terms.size() < 2 && a.map.divisor == 1) return false;
        return std::ranges::all_of(
            a.map.terms, [&](const index_term &t) { return t.axes.size() == 1 && !space_[t.axes.front()].is_derived; });
    }
    void visit(axis_id id) {
        const axis &a = space_[id];
        if (!a.is_derived) {
            add(direct, id);
        } else if (is_window(a)) {
            add(windows, id);
        } else {
            for (const index_term &t : a.map.terms)
                for (const axis_id inner : t.axes) visit(inner);
            if (a.map.from >= 0) visit_value(a.map.from);
        }
    }
    void visit_value(value_id id) {
        if (std::ranges::find(values_, id) != values_.end()) return;
        values_.push_back(id);
        const value &v = space_.at(id);
        // Axes of a sum within it have loops of their own, which no operand of a contraction has.
        for (const axis_id a : v.axes) visit(a);
        for (const value_id input : v.inputs) visit_value(input);
    }

    const index_space &space_;
    std::vector<value_id> values_;
};

/// The argument with the most elements below an operand.
value_id main_argument(const index_space &space, value_id operand) {
    value_id best = -1;
    for (const value_id id : space.arguments_below(operand))
        if (best < 0 || space.volume(space.at(id).axes) > space.volume(space.at(best).axes)) best = id;
    return best;
}

/// The axes that index a copy, in the order of the main argument's memory; those that it does not have come first.
std::vector<axis_id> order_of_copy(const index_space &space, value_id operand, const seen_axes &axes) {
    std::vector<axis_id> order, all = axes.direct;
    all.insert(all.end(), axes.windows.begin(), axes.windows.end());
    if (const value_id main = main_argument(space, operand); main >= 0)
        for (const axis_id a : space.at(main).axes) {
            if (contains(all, a)) {
                order.push_back(a);
                continue;
            }
            for (const index_term &t : space[a].map.terms)
                for (const axis_id inner : t.axes)
                    if (contains(all, inner) && !contains(order, inner)) order.push_back(inner);
        }
    std::erase_if(all, [&](axis_id a) { return contains(order, a); });
    order.insert(order.begin(), all.begin(), all.end());
    return order;
}

/// By the place in the copy of the axis itself or of its window.
void sort_as_copied(std::vector<axis_id> &axes, const convolution_roles &roles) {
    const auto place = [&](axis_id a) {
        const window_axis *w = roles.window_of(a);
        return std::ranges::find(roles.copied, w != nullptr ? w->id : a) - roles.copied.begin();
    };
    std::ranges::stable_sort(axes, {}, place);
}

bool find_windows(const index_space &space, convolution_roles &roles) {
    const value &root = space.at(roles.root);
    const seen_axes axes(space, roles.seen);
    roles.copied = order_of_copy(space, roles.seen, axes);
    std::int64_t kept = 1, summed = 1;
    for (const axis_id id : roles.copied) {
        if (!contains(axes.windows, id)) continue;
        window_axis w{.id = id};
        for (const index_term &t : space[id].map.terms) {
            const axis_id a = t.axes.front();
            axis_id &place = contains(root.free, a) ? w.kept : w.summed;
            if (place >= 0 || contains(axes.direct, a) || roles.window_of(a) != nullptr || space[a].is_dynamic())
                return false;
            place = a;
        }
        kept *= w.kept >= 0 ? space[w.kept].bound : 1;
        summed *= w.summed >= 0 ? space[w.summed].bound : 1;
        roles.windows.push_back(w);
    }
    roles.sums_positions = summed > kept;
    // The positions of a strided adjoint are read phase by phase, which is a matter of loops over results.
    for (const window_axis &w : roles.windows)
        for (const index_term &t : space[w.id].map.terms)
            if (space[w.id].map.divisor != 1 &&
                (roles.sums_positions || (t.axes.front() == w.kept && t.coefficient != 1)))
                return false;
    return !roles.windows.empty();
}

std::int64_t lanes_used(std::int64_t bound, std::int64_t lanes) { return bound * 100 / round_up(bound, lanes); }

/// The innermost position, where windows next to each other look at elements next to each other, if vectors along it
/// have fewer idle lanes than vectors of channels; -1: not.
axis_id position_column(const index_space &space, const convolution_roles &roles, std::int64_t lanes) {
    if (roles.column < 0 || roles.is_shared_column) return -1;
    const window_axis &w = roles.windows.back();
    const axis_id position = roles.position_of(w);
    const auto is_step = [&](const index_term &t) { return t.axes.front() != position || t.coefficient == 1; };
    if (position < 0 || space[w.id].map.divisor != 1 || !std::ranges::all_of(space[w.id].map.terms, is_step)) return -1;
    if (roles.sums_positions && main_stride(space, roles.other, position) != 1) return -1;
    // Broadcasts of channels come for nothing, vectors of positions lie across the bounds of cache lines.
    const bool pays = lanes_used(space[position].bound, lanes) > lanes_used(space[roles.column].bound, lanes) + 25;
    return pays ? position : -1;
}

void find_columns(const index_space &space, convolution_roles &roles, std::int64_t lanes) {
    const value &root = space.at(roles.root);
    std::vector<axis_id> columns, shared;
    for (const axis_id a : space.output_axes()) {
        if (!contains(root.free, a)) continue;
        const bool in_seen = contains(space.at(roles.seen).free, a), in_other = contains(space.at(roles.other).free, a);
        (in_seen && in_other ? shared : in_seen ? roles.rows : columns).push_back(a);
    }
    const std::vector<axis_id> &from = columns.empty() ? shared : columns;
    roles.is_shared_column = columns.empty();
    if (!from.empty()) roles.column = from.back();
    const value_id contiguous = columns.empty() ? roles.seen : roles.other;
    for (const axis_id a : from)
        if (main_stride(space, contiguous, a) == 1) roles.column = a;
    if (const axis_id position = position_column(space, roles, lanes); position >= 0) {
        roles.has_position_column = true;
        std::erase(roles.rows, position);
        roles.rows.push_back(roles.column);
        std::erase(columns, roles.column);
        roles.column = position;
    }
    for (const auto *list : {&columns, &shared})
        for (const axis_id a : *list)
            if (a != roles.column) roles.others.push_back(a);
}

}  // namespace

std::int64_t divisor_of(const index_space &space, const convolution_roles &roles, axis_id a) {
    const window_axis *w = roles.window_of(a);
    return w == nullptr ? 1 : space[w->id].map.divisor;
}

std::vector<axis_id> phased_rows(const index_space &space, const convolution_roles &roles) {
    std::vector<axis_id> phased;
    for (const axis_id a : roles.rows)
        if (divisor_of(space, roles, a) != 1) phased.push_back(a);
    return phased;
}

convolution_roles convolution_roles_of(const index_space &space, std::int64_t lanes) {
    convolution_roles roles;
    for (const value_id id : reductions_of(space))
        if (space.at(id).kind == graph::op::contraction) roles.root = id;
    if (roles.root < 0) return roles;
    const value &root = space.at(roles.root);
    const seen_axes first(space, root.inputs[0]), second(space, root.inputs[1]);
    const bool is_first = first.windows.size() >= second.windows.size();
    roles.seen = root.inputs[is_first ? 0 : 1];
    roles.other = root.inputs[is_first ? 1 : 0];
    if (!find_windows(space, roles)) return roles;
    find_columns(space, roles, lanes);
    roles.summed = root.axes;
    if (roles.has_position_column) {  // vectors of the copy
        const axis_id along = roles.window_of(roles.column)->id;
        std::erase(roles.copied, along);
        roles.copied.push_back(along);
    }
    sort_as_copied(roles.rows, roles);
    sort_as_copied(roles.summed, roles);
    // A column that windows look along would move with the taps.
    roles.fits = roles.column >= 0 && !roles.rows.empty() &&
                 (roles.has_position_column || roles.window_of(roles.column) == nullptr) &&
                 std::ranges::none_of(roles.others, [&](axis_id a) { return roles.window_of(a) != nullptr; });
    return roles;
}

}  // namespace sylvite::generators
