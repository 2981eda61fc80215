// Along which axes of each value windows look, here or elsewhere: images' rows and columns, a sequence's time.
// constexpr.
#pragma once

#include <sylvite/codegen/plan/fused_entry.hpp>

namespace sylvite::plan::detail {

/// An axis of an operand and one of the result that have the same index: carried from windows to whatever is computed
/// from them or for them, in both directions.
class spatial_axes {
  public:
    constexpr explicit spatial_axes(const table_view &table) : table_(table), masks_(table.size(), 0u) {}

    /// Per node a mask of its axes.
    constexpr list<unsigned> find() {
        bool any = false;
        for (node_id id = 0; id < table_.size(); ++id)
            if (table_[id].kind == op::slide) {
                const graph::slide_attributes s = graph::slide_of(table_.attributes(id));
                if (table_.dims(id)[s.taps].value < 2) continue;
                masks_[id] |= 1u << s.axis;
                any = true;
            }
        // Against the order and with it; what lies between two windows is reached by the second round.
        for (int round = 0; any && round < 2; ++round) {
            for (auto id = static_cast<node_id>(table_.size()); id-- > 0;) carry(id, false);
            for (node_id id = 0; id < table_.size(); ++id) carry(id, true);
        }
        return std::move(masks_);
    }

  private:
    constexpr void carry(node_id id, bool up) {
        const node &n = table_[id];
        for (int k = 0; k < n.input_count; ++k) {
            const node_id in = n.inputs[k];
            if (up ? masks_[in] == 0 : masks_[id] == 0) continue;
            for_each_pair(n, k, [&](int of_operand, int of_result) {
                if (up && (masks_[in] >> of_operand & 1u) != 0) masks_[id] |= 1u << of_result;
                if (!up && (masks_[id] >> of_result & 1u) != 0) masks_[in] |= 1u << of_operand;
            });
        }
    }

    template <class Visit>
    constexpr void for_each_pair(const node &n, int k, Visit visit) const {
        const shape &result = table_.dims(n), &operand = table_.dims(n.inputs[k]);
        const auto a = table_.attributes(n);
        switch (n.kind) {
            case op::permute:
                for (int i = 0; i < result.rank; ++i) visit(static_cast<int>(a[static_cast<std::size_t>(i)]), i);
                return;
            case op::broadcast:
                for (int i = 0; i < operand.rank; ++i) visit(i, static_cast<int>(a[static_cast<std::size_t>(i)]));
                return;
            case op::reshape:
                return pairs_of_reshape(operand, result, visit);
            case op::contraction:
                return pairs_of_contraction(n, k, visit);
            default:
                break;
        }
        if (graph::info(n.kind).kind == op_class::reduction) {
            int kept = 0;
            for (int i = 0; i < operand.rank; ++i) {
                bool reduced = false;
                for (const std::int64_t axis : a) reduced = reduced || axis == i;
                if (!reduced) visit(i, kept++);
            }
        } else if (operand.rank == result.rank && n.kind != op::gather && n.kind != op::scatter_add) {
            for (int i = 0; i < operand.rank; ++i) visit(i, i);
        }
    }
    /// Axes with as many elements before them: the same ones, or one and its outer part.
    template <class Visit>
    static constexpr void pairs_of_reshape(const shape &operand, const shape &result, Visit visit) {
        std::int64_t before_operand = 1, before_result = 1;
        for (int i = 0, j = 0; i < operand.rank && j < result.rank;) {
            if (before_operand == before_result) visit(i, j);
            const std::int64_t next_operand = before_operand * operand[i].value,
                               next_result = before_result * result[j].value;
            if (next_operand <= next_result) before_operand = next_operand, ++i;
            if (next_result <= next_operand) before_result = next_result, ++j;
        }
    }
    template <class Visit>
    constexpr void pairs_of_contraction(const node &n, int k, Visit visit) const {
        const auto labels = table_.attributes(n);
        const int first = table_.dims(n.inputs[0]).rank, second = table_.dims(n.inputs[1]).rank;
        const int begin = k == 0 ? 0 : first;
        for (int i = 0; i < (k == 0 ? first : second); ++i)
            for (int j = 0; j < table_.dims(n).rank; ++j)
                if (labels[static_cast<std::size_t>(begin + i)] == labels[static_cast<std::size_t>(first + second + j)])
                    visit(i, j);
    }

    const table_view &table_;
    list<unsigned> masks_;
};

}  // namespace sylvite::plan::detail
