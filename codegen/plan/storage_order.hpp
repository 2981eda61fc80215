// In which order the axes of values lie in memory. What has a name (variables, results) lies as it is declared; of what
// lies between kernels the plan chooses: channels last where windows look along other axes, since vectors of channels
// are what convolutions read and write. constexpr.
#pragma once

#include <sylvite/codegen/plan/spatial_axes.hpp>

namespace sylvite::plan {

/// The axes of a value, outermost in memory first.
struct storage_order {
    std::uint8_t axes[max_rank] = {};
    std::uint8_t rank = 0;  // 0: as they are declared

    [[nodiscard]] constexpr bool is_declared() const { return rank == 0; }
    constexpr bool operator==(const storage_order &) const = default;
    [[nodiscard]] constexpr shape apply(const shape &declared) const {
        if (is_declared()) return declared;
        shape stored;
        for (int i = 0; i < rank; ++i) stored.push_back(declared[axes[i]]);
        return stored;
    }
};

namespace detail {

/// Fewer channels leave most lanes of a vector idle: vectors go along positions then.
inline constexpr std::int64_t least_channels = 12;

/// [batch, channels..., spatial...] with the channels last.
[[nodiscard]] constexpr storage_order channels_last(const shape &dims, unsigned spatial) {
    int first = 0;
    while (first < dims.rank && (spatial >> first & 1u) == 0) ++first;
    if (first < 2 || first == dims.rank || (spatial >> (dims.rank - 1) & 1u) == 0) return {};
    std::int64_t channels = 1;
    for (int i = 1; i < first; ++i) channels *= dims[i].value;
    if (channels < least_channels) return {};
    storage_order order;
    const auto add = [&](int axis) { order.axes[order.rank++] = static_cast<std::uint8_t>(axis); };
    add(0);
    for (int i = first; i < dims.rank; ++i) add(i);
    for (int i = 1; i < first; ++i) add(i);
    return order;
}

/// Whether a reshape makes one axis of channels and positions, whose first axes the mask has: `flatten`.
[[nodiscard]] constexpr bool mixes_channels(const shape &from, const shape &to, unsigned spatial) {
    std::int64_t before = 1, so_far = 1;  // elements of the axes before the positions
    for (int i = 0; i < from.rank && (spatial >> i & 1u) == 0; ++i) before *= from[i].value;
    for (int i = 0; i < to.rank && so_far < before; ++i) so_far *= to[i].value;
    return spatial != 0 && so_far != before;
}

/// visit(value) for a few images that a contraction sums over channels and positions as one axis: in any other order
/// than the declared one neither operand would be read along its memory. Of many, the kernel packs rows, which costs
/// less than to write the images in another order.
template <class Visit>
constexpr void for_each_flattened(const table_view &table, const fusion &f, const list<unsigned> &spatial,
                                  Visit visit) {
    constexpr std::int64_t least_images = 8;
    for (node_id id = 0; id < table.size(); ++id) {
        if (f.reached[id] == 0 || table[id].kind != op::contraction) continue;
        for (const node_id operand : {table[id].inputs[0], table[id].inputs[1]}) {
            node_id of = operand;
            bool is_mixed = false;
            for (; f.materialised[of] == 0 && graph::info(table[of].kind).kind == op_class::layout;
                 of = table[of].inputs[0])
                is_mixed = is_mixed || (table[of].kind == op::reshape &&
                                        mixes_channels(table.dims(table[of].inputs[0]), table.dims(of),
                                                       spatial[table[of].inputs[0]]));
            if (is_mixed && f.materialised[of] != 0 && table.dims(of)[0].value < least_images) visit(of);
        }
    }
}

}  // namespace detail

/// Per node. The results of one kernel, which have one shape, lie alike; where one of them has a name or another shape
/// than the others, all lie as they are declared.
[[nodiscard]] constexpr list<storage_order> choose_storage_orders(const table_view &table,
                                                                  const graph::entry_record &entry, const fusion &f) {
    list<storage_order> orders(table.size(), storage_order{});
    const list<unsigned> spatial = detail::spatial_axes(table).find();
    list<unsigned char> is_declared(f.kernels.size(), 0);
    list<node_id> one_of(f.kernels.size(), no_node);
    for (const graph::root &r : table.roots_of(entry)) {
        const std::uint32_t k = f.kernel_of[r.node];
        if (k != no_kernel) is_declared[k] = 1;
    }
    for (const table_loop &l : f.loops.all) {
        is_declared[l.kernel] = 1;
        for (const node_id read : l.reads)
            if (f.kernel_of[read] != no_kernel) is_declared[f.kernel_of[read]] = 1;
    }
    detail::for_each_flattened(table, f, spatial, [&](node_id id) { is_declared[f.kernel_of[id]] = 1; });
    for (node_id id = 0; id < table.size(); ++id) {
        if (f.materialised[id] == 0) continue;
        const std::uint32_t k = f.kernel_of[id];
        orders[id] = detail::channels_last(table.dims(id), spatial[id]);
        if (f.target_of[id] != no_node) is_declared[k] = 1;
        if (one_of[k] == no_node) one_of[k] = id;
        if (table[one_of[k]].dims != table[id].dims || orders[one_of[k]] != orders[id]) is_declared[k] = 1;
    }
    for (node_id id = 0; id < table.size(); ++id) {
        if (f.materialised[id] == 0) continue;
        if (is_declared[f.kernel_of[id]] != 0) orders[id] = {};
        if (f.stored_as[id] == no_node) continue;
        orders[id] = {};
        for (const std::int64_t axis : table.attributes(f.stored_as[id]))
            orders[id].axes[orders[id].rank++] = static_cast<std::uint8_t>(axis);
    }
    return orders;
}

}  // namespace sylvite::plan
