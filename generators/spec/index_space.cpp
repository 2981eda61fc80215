#include <sylvite/generators/spec/expansion.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace sylvite::generators {

/// Merges axes that are adjacent wherever they occur.
class merging {
  public:
    explicit merging(index_space &space) : space_(space) {}

    void run() {
        forget_unused_maps();
        while (merge_one()) {
        }
        renumber();
    }

  private:
    template <typename Action>
    void for_each_sequence(Action action) {
        for (auto &axes : space_.output_axes_) action(axes);
        for (auto &v : space_.values_) {
            if (!v.axes.empty()) action(v.axes);
            if (!v.into.empty()) action(v.into);
        }
        for (auto &a : space_.axes_)
            for (auto &term : a.map.terms) action(term.axes);
    }

    /// Of derived axes that earlier passes of the expansion made; they would keep axes apart.
    void forget_unused_maps() {
        std::vector<char> used(space_.axes_.size(), 0);
        std::vector<axis_id> pending;
        const auto use = [&](const std::vector<axis_id> &axes) {
            for (const axis_id a : axes)
                if (std::exchange(used[static_cast<std::size_t>(a)], 1) == 0) pending.push_back(a);
        };
        for (const auto &v : space_.values_) use(v.axes);
        while (!pending.empty()) {
            const axis_id last = pending.back();
            pending.pop_back();
            for (const auto &term : space_[last].map.terms) use(term.axes);
        }
        for (std::size_t i = 0; i < used.size(); ++i)
            if (used[i] == 0) space_.axes_[i].map.terms.clear();
    }

    [[nodiscard]] bool adjacent_everywhere(axis_id outer, axis_id inner) {
        bool ok = true;
        for_each_sequence([&](const std::vector<axis_id> &list) {
            for (std::size_t i = 0; i < list.size(); ++i) {
                if (list[i] == outer && (i + 1 == list.size() || list[i + 1] != inner)) ok = false;
                if (list[i] == inner && (i == 0 || list[i - 1] != outer)) ok = false;
            }
        });
        // Both or neither are batch, row, column or summed axes of a contraction.
        for (const auto &v : space_.values_)
            if (v.kind == graph::op::contraction)
                for (const value_id input : v.inputs) {
                    const auto &free = space_.at(input).free;
                    if (contains(free, outer) != contains(free, inner)) ok = false;
                }
        return ok;
    }

    bool merge_one() {
        std::vector<std::pair<axis_id, axis_id>> pairs;
        for_each_sequence([&](const std::vector<axis_id> &list) {
            for (std::size_t i = 0; i + 1 < list.size(); ++i)
                if (list[i] != list[i + 1]) pairs.emplace_back(list[i], list[i + 1]);
        });
        for (const auto &[outer, inner] : pairs) {
            if (space_[outer].is_derived || space_[inner].is_derived || !adjacent_everywhere(outer, inner)) continue;
            axis &a = space_.axes_[static_cast<std::size_t>(outer)];
            const axis &b = space_[inner];
            a.bound *= b.bound;
            a.factor *= b.factor;
            a.symbols.insert(a.symbols.end(), b.symbols.begin(), b.symbols.end());
            for_each_sequence([gone = inner](std::vector<axis_id> &list) { std::erase(list, gone); });
            for (auto &v : space_.values_) std::erase(v.free, inner);
            return true;
        }
        return false;
    }

    /// Drops axes that are no longer used.
    void renumber() {
        std::vector<axis_id> used(space_.axes_.size(), 0);
        for_each_sequence([&](const std::vector<axis_id> &list) {
            for (const axis_id a : list) used[static_cast<std::size_t>(a)] = 1;
        });
        std::vector<axis> kept;
        for (std::size_t i = 0; i < used.size(); ++i) {
            const bool keep = used[i] != 0;
            used[i] = static_cast<axis_id>(kept.size());
            if (keep) kept.push_back(space_.axes_[i]);
        }
        const auto rename = [&](std::vector<axis_id> &list) {
            for (axis_id &a : list) a = used[static_cast<std::size_t>(a)];
        };
        for (auto &axes : space_.output_axes_) rename(axes);
        for (auto &v : space_.values_) {
            rename(v.axes);
            rename(v.into);
            rename(v.free);
        }
        for (auto &a : kept)
            for (auto &term : a.map.terms) rename(term.axes);
        space_.axes_ = std::move(kept);
    }

    index_space &space_;
};

index_space::index_space(const kernel_spec &spec) : spec_(&spec) {
    if (spec.outputs.empty()) throw std::runtime_error("kernel spec: a kernel needs an output");
    expansion(*this).run();
    merging(*this).run();
}

std::int64_t index_space::volume(std::span<const axis_id> axes) const {
    std::int64_t v = 1;
    for (const axis_id a : axes) v *= (*this)[a].bound;
    return v;
}

bool index_space::is_dynamic(std::span<const axis_id> axes) const {
    return std::any_of(axes.begin(), axes.end(), [&](axis_id a) { return (*this)[a].is_dynamic(); });
}

index_space::range index_space::range_of(const index_map &map) const {
    range n{map.offset, map.offset};
    for (const index_term &term : map.terms) {
        const std::int64_t farthest = (volume(term.axes) - 1) * term.coefficient;
        (farthest < 0 ? n.low : n.high) += farthest;
    }
    return n;
}

std::int64_t index_space::step_of(const index_map &map, axis_id along) const {
    if (map.from >= 0) return contains(at(map.from).free, along) ? irregular : 0;
    std::int64_t total = 0;
    for (const index_term &term : map.terms) {
        const std::int64_t step = step_along(term.axes, along);
        if (step == irregular) return irregular;
        total += step * term.coefficient;
    }
    return total != 0 && (map.divisor != 1 || map.wraps) ? irregular : total;
}

std::int64_t index_space::step_along(std::span<const axis_id> axes, axis_id along) const {
    std::int64_t step = 1, total = 0;
    for (std::size_t i = axes.size(); i-- > 0;) {
        const axis &a = (*this)[axes[i]];
        const std::int64_t own = a.is_derived ? step_of(a.map, along) : axes[i] == along ? 1 : 0;
        if (own == irregular) return irregular;
        total += own * step;
        step *= a.bound;
    }
    return total;
}

std::int64_t index_space::stride(const value &argument, axis_id along) const {
    return step_along(argument.axes, along);
}

std::vector<value_id> index_space::arguments_below(value_id root) const {
    std::vector<char> below(values_.size(), 0);
    below[static_cast<std::size_t>(root)] = 1;
    std::vector<value_id> found;
    for (value_id id = root; id >= 0; --id) {
        if (below[static_cast<std::size_t>(id)] == 0) continue;
        if (at(id).kind == graph::op::argument) found.push_back(id);
        for (const value_id input : at(id).inputs) below[static_cast<std::size_t>(input)] = 1;
    }
    return found;
}

std::int64_t index_space::cost(value_id root) const {
    std::vector<char> below(values_.size(), 0);
    below[static_cast<std::size_t>(root)] = 1;
    std::int64_t total = 0;
    for (value_id id = root; id >= 0; --id) {
        if (below[static_cast<std::size_t>(id)] == 0) continue;
        const auto &operation = graph::info(at(id).kind);
        if (operation.kind == graph::op_class::elementwise || at(id).kind == graph::op::random ||
            is_guard(at(id).kind)) {
            total += operation.cost;
        } else if (id != root) {
            continue;
        }
        for (const value_id input : at(id).inputs) below[static_cast<std::size_t>(input)] = 1;
    }
    return total;
}

}  // namespace sylvite::generators
