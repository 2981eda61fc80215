#include <sylvite/codegen/index_uses.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>

namespace sylvite::codegen {
namespace {

using graph::node;
using graph::node_id;
using graph::op;
using axis_range = core::index_use::range;
using axis_ranges = std::array<axis_range, max_rank>;

/// An input, and which of its elements arrive.
struct source {
    node_id input;
    decltype(index_use::part) part;
};

class finder {
  public:
    finder(const graph::table_view &table, const graph::entry_record &entry) : table_(table) { mark_reached(entry); }

    std::vector<index_use> find() {
        for (node_id id = 0; id < table_.size(); ++id) {
            if (!reached_[id]) continue;
            const node &n = table_[id];
            if (n.kind == op::gather) {
                const auto a = table_.attributes(n);
                const bool gives_nan = std::isnan(std::bit_cast<double>(a[1]));
                add(n.inputs[1], id, core::index_use::kind::position, gives_nan,
                    table_.dims(n.inputs[0])[static_cast<int>(a[0])]);
            } else if (n.kind == op::scatter_add) {
                add(n.inputs[0], id, core::index_use::kind::position, false,
                    table_.dims(n)[static_cast<int>(table_.attributes(n)[0])]);
            } else if (n.kind == op::equal) {
                add_label(id, n.inputs[0], n.inputs[1]);
                add_label(id, n.inputs[1], n.inputs[0]);
            }
        }
        for (node_id id = 0; id < table_.size(); ++id)
            if (reached_[id] && is_nan_otherwise(table_[id])) note_that_it_gives_nan(table_[id].inputs[0]);
        return std::move(found_);
    }

  private:
    void mark_reached(const graph::entry_record &entry) {
        reached_.resize(table_.size());
        for (const graph::root &r : table_.roots_of(entry)) reached_[r.node] = true;
        for (node_id id = static_cast<node_id>(table_.size()); id-- > 0;)
            for (int i = 0; reached_[id] && i < table_[id].input_count; ++i) reached_[table_[id].inputs[i]] = true;
    }

    void add(node_id values, node_id user, core::index_use::kind what, bool gives_nan, extent range) {
        const std::optional<source> from = source_of(values);
        if (!from) return;
        for (index_use &known : found_) {
            if (known.input != from->input || known.range != range || !same(known.part, from->part)) continue;
            known.gives_nan = known.gives_nan || gives_nan;
            if (what == core::index_use::kind::label) known.what = what;
            return;
        }
        found_.push_back({from->input, user, what, gives_nan, range, from->part});
    }

    /// values == 0, 1, 2, ... along an axis along which the values are the same.
    void add_label(node_id user, node_id values, node_id positions) {
        node_id leaf = positions;
        while (table_[leaf].kind == op::broadcast || table_[leaf].kind == op::permute) leaf = table_[leaf].inputs[0];
        if (table_[leaf].kind != op::iota) return;
        const int rank = table_.dims(user).rank;
        for (int axis = 0; axis < rank; ++axis) {
            const std::optional<int> of_leaf = followed(positions, leaf, axis);
            if (!of_leaf || *of_leaf != static_cast<int>(table_.attributes(leaf)[0])) continue;
            if (!changes_along(values, axis))
                add(values, user, core::index_use::kind::label, false, table_.dims(leaf)[*of_leaf]);
        }
    }

    /// The axis of a node below that an axis is, through broadcasts and permutations; none where it is new.
    [[nodiscard]] std::optional<int> followed(node_id from, node_id to, int axis) const {
        for (; from != to; from = table_[from].inputs[0]) {
            const std::optional<int> next = axis_of_operand(from, axis);
            if (!next) return {};
            axis = *next;
        }
        return axis;
    }
    [[nodiscard]] std::optional<int> axis_of_operand(node_id id, int axis) const {
        const auto a = table_.attributes(id);
        if (table_[id].kind == op::permute) return static_cast<int>(a[static_cast<std::size_t>(axis)]);
        const auto found = std::find(a.begin(), a.end(), axis);
        if (found == a.end()) return {};
        const int operand_axis = static_cast<int>(found - a.begin());
        const bool is_stretched =
            table_.dims(table_[id].inputs[0])[operand_axis].value == 1 && table_.dims(id)[axis].value != 1;
        return is_stretched ? std::nullopt : std::optional(operand_axis);
    }
    /// Whether a chain of layout may have different values along the axis.
    [[nodiscard]] bool changes_along(node_id id, int axis) const {
        while (true) {
            switch (table_[id].kind) {
                case op::broadcast:
                case op::permute: {
                    const std::optional<int> next = axis_of_operand(id, axis);
                    if (!next) return false;
                    axis = *next;
                    break;
                }
                case op::cast:
                    break;
                default:
                    return true;
            }
            id = table_[id].inputs[0];
        }
    }

    [[nodiscard]] static bool same(const decltype(index_use::part) &a, const decltype(index_use::part) &b) {
        return std::equal(a.begin(), a.end(), b.begin(), [](const axis_range &x, const axis_range &y) {
            return x.begin == y.begin && x.step == y.step && x.count == y.count;
        });
    }
    [[nodiscard]] static bool is_whole(const axis_ranges &part) {
        return std::all_of(part.begin(), part.end(), [](const axis_range &r) { return r.count == 0; });
    }

    [[nodiscard]] std::optional<source> source_of(node_id id) const {
        axis_ranges part{};
        while (table_[id].kind != op::input) {
            const std::optional<axis_ranges> below = part_of_operand(id, part);
            if (!below) return {};
            part = *below;
            id = table_[id].inputs[0];
        }
        source found{id, {}};
        std::copy_n(part.begin(), found.part.size(), found.part.begin());
        return found;
    }
    /// Which elements of its operand a part of a node's value is made of; nothing where it is more than casts and
    /// layout.
    [[nodiscard]] std::optional<axis_ranges> part_of_operand(node_id id, const axis_ranges &part) const {
        const node &n = table_[id];
        const auto a = table_.attributes(id);
        axis_ranges below{};
        const auto at = [](auto &list, int axis) -> auto & { return list[static_cast<std::size_t>(axis)]; };
        switch (n.kind) {
            case op::cast:
                return part;
            case op::reshape:
                return is_whole(part) ? std::optional(part) : std::nullopt;
            case op::permute:
                for (int i = 0; i < table_.dims(n).rank; ++i) at(below, static_cast<int>(at(a, i))) = at(part, i);
                return below;
            case op::broadcast:
                for (int i = 0; i < table_.dims(n.inputs[0]).rank; ++i)
                    if (const int to = static_cast<int>(at(a, i)); table_.dims(n.inputs[0])[i] == table_.dims(n)[to])
                        at(below, i) = at(part, to);
                return below;
            case op::reverse:
                below = part;
                for (const std::int64_t axis : a)
                    if (axis_range &r = at(below, static_cast<int>(axis)); r.count != 0)
                        r.begin = table_.dims(n)[static_cast<int>(axis)].value - 1 - (r.begin + (r.count - 1) * r.step);
                return below;
            case op::slice:
                for (int i = 0; i < table_.dims(n).rank; ++i) {
                    const axis_range &r = at(part, i);
                    const std::int64_t first = at(a, i), step = at(a, table_.dims(n).rank + i);
                    const std::int64_t count = r.count == 0 ? table_.dims(n)[i].value : r.count;
                    if (table_.dims(n)[i] == table_.dims(n.inputs[0])[i] && r.count == 0) continue;
                    at(below, i) = {first + r.begin * step, r.step * step, count};
                }
                return below;
            default:
                return {};
        }
    }

    /// select(..., NaN)
    [[nodiscard]] bool is_nan_otherwise(const node &n) const {
        if (n.kind != op::select) return false;
        node_id otherwise = n.inputs[2];
        while (table_[otherwise].kind == op::broadcast) otherwise = table_[otherwise].inputs[0];
        return table_[otherwise].kind == op::constant &&
               std::isnan(std::bit_cast<double>(table_.attributes(otherwise)[0]));
    }
    /// Of the labels that a condition compares with constants.
    void note_that_it_gives_nan(node_id condition) {
        const node &n = table_[condition];
        switch (n.kind) {
            case op::logical_and:
            case op::less:
            case op::less_equal:
            case op::logical_not:
            case op::broadcast:
            case op::reshape:
                for (int i = 0; i < n.input_count; ++i) note_that_it_gives_nan(n.inputs[i]);
                return;
            default:
                if (const std::optional<source> from = source_of(condition))
                    for (index_use &known : found_)
                        if (known.input == from->input && known.what == core::index_use::kind::label)
                            known.gives_nan = true;
        }
    }

    const graph::table_view &table_;
    std::vector<bool> reached_;
    std::vector<index_use> found_;
};

}  // namespace

std::vector<index_use> index_uses_of(const graph::table_view &table, const graph::entry_record &entry) {
    return finder(table, entry).find();
}

}  // namespace sylvite::codegen
