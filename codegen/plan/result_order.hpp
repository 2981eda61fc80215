// Results that are stored as what they are a permutation of. constexpr.
#pragma once

#include <sylvite/codegen/plan/look_ahead.hpp>

namespace sylvite::plan::detail {

[[nodiscard]] constexpr bool moves_channels_last(const table_view &table, node_id id) {
    const auto axes = table.attributes(id);
    if (table[id].kind != op::permute || axes.size() < 3 || axes[0] != 0 || axes[axes.size() - 1] != 1) return false;
    for (std::size_t i = 1; i + 1 < axes.size(); ++i)
        if (axes[i] != static_cast<std::int64_t>(i) + 1) return false;
    return true;
}

/// What a result is worked out as. Images with their channels moved last are the images, stored in the order of the
/// result, which suits kernels of windows anyway (storage_order.hpp): no kernel copies them. Not where the images have
/// a name themselves, or a loop reads them: these lie as they are declared.
[[nodiscard]] constexpr node_id worked_out_as(fused_entry &e, const look_ahead &ahead, const graph::entry_record &entry,
                                              node_id root) {
    if (!e.options.fuse || !e.has_windows || !moves_channels_last(e.table, root)) return root;
    const node_id value = e.table[root].inputs[0];
    const op kind = e.table[value].kind;
    bool is_free = ahead.target_of[value] == no_node && ahead.target_of[root] == no_node && !is_leaf(kind) &&
                   graph::info(kind).kind != op_class::layout && !graph::is_loop_result(kind);
    for (const graph::root &r : e.table.roots_of(entry)) is_free = is_free && r.node != value;
    for (const table_loop &l : ahead.loops.all)
        for (const node_id read : l.reads) is_free = is_free && read != value;
    node_id &as = e.result.stored_as[value];
    if (!is_free || (as != no_node && as != root)) return root;
    as = root;
    return value;
}

}  // namespace sylvite::plan::detail
