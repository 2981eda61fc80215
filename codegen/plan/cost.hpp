// Arithmetic of a graph: what a step must compute, whatever the schedule.
#pragma once

#include <sylvite/dsl/graph/loop.hpp>
#include <sylvite/dsl/graph/table.hpp>

namespace sylvite::plan {

/// Dynamic extents count at their bound.
struct cost {
    std::int64_t contraction_flops = 0;  // 2 for each multiplication with its addition
    std::int64_t other_flops = 0;        // elementwise and reductions; exp, sqrt, ... weighted as in op.hpp
};

/// The elements that one element of a contraction's result sums over.
[[nodiscard]] constexpr std::int64_t summed_elements(const graph::node_view &view, graph::node_id id) {
    const graph::node &n = view[id];
    const shape &a = view.dims(n.inputs[0]);
    const auto labels = view.attributes(id);
    const std::size_t out = static_cast<std::size_t>(a.rank + view.dims(n.inputs[1]).rank);
    std::int64_t product = 1;
    for (int i = 0; i < a.rank; ++i) {
        bool kept = false;
        for (std::size_t k = out; k < labels.size(); ++k)
            kept = kept || labels[k] == labels[static_cast<std::size_t>(i)];
        if (!kept) product *= a[i].value;
    }
    return product;
}

[[nodiscard]] constexpr cost cost_of(const graph::node_view &view, graph::node_id id) {
    const graph::node &n = view[id];
    cost c;
    const graph::op_info &what = graph::info(n.kind);
    switch (what.kind) {
        case graph::op_class::contraction:
            c.contraction_flops = 2 * view.dims(n).volume() * summed_elements(view, id);
            break;
        case graph::op_class::reduction:
            c.other_flops = what.cost * view.dims(n.inputs[0]).volume();
            break;
        case graph::op_class::indexing:
            if (n.kind == graph::op::scatter_add) c.other_flops = what.cost * view.dims(n.inputs[1]).volume();
            break;
        case graph::op_class::leaf:  // random numbers alone cost something
        case graph::op_class::elementwise:
            c.other_flops = what.cost * view.dims(n).volume();
            break;
        default:
            break;
    }
    return c;
}

/// Of everything that an entry reaches, what a loop repeats as often as it does.
[[nodiscard]] constexpr cost cost_of(const graph::table_view &table, const graph::entry_record &entry) {
    graph::list<unsigned char> reached(table.size(), 0);
    for (const graph::root &r : table.roots_of(entry)) reached[r.node] = 1;
    const graph::list<std::int64_t> times = graph::times_worked_out(table);
    cost total;
    for (auto id = static_cast<graph::node_id>(table.size()); id-- > 0;) {
        if (reached[id] == 0) continue;
        for (int k = 0; k < table[id].input_count; ++k) reached[table[id].inputs[k]] = 1;
        const cost c = cost_of(static_cast<const graph::node_view &>(table), id);
        const std::int64_t often = times.empty() ? 1 : times[id];
        total.contraction_flops += often * c.contraction_flops;
        total.other_flops += often * c.other_flops;
    }
    return total;
}

}  // namespace sylvite::plan
