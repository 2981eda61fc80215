// The kernels of an entry in the order in which they run. Kernels that only compute come first, by their first roots
// where what they read allows; updates follow, each after the last kernel that reads what it overwrites.
#pragma once

#include <sylvite/codegen/plan/fusion.hpp>
#include <sylvite/codegen/plan/members.hpp>
#include <sylvite/codegen/plan/prepared.hpp>
#include <sylvite/codegen/plan/storage_order.hpp>

namespace sylvite::plan {

/// One kernel with its roots: materialised nodes, or assigns.
struct step {
    std::uint32_t kernel = no_kernel;
    std::uint32_t first_root = 0;
    std::uint32_t root_count = 0;
};

struct ordered_kernels {
    plan::fusion fusion;
    list<step> steps;
    list<node_id> roots;
    list<storage_order> orders;    // per node in memory: how its axes lie
    std::uint32_t prepared = 0;    // so many steps, the first ones, depend on variables alone
    list<packed_variable> packed;  // copied before that
};

namespace detail {

/// A step for each kernel, those with updates last; returns the first of these.
constexpr std::size_t collect_steps(const table_view &table, const graph::entry_record &entry, ordered_kernels &o) {
    list<std::uint32_t> position(o.fusion.kernels.size(), no_kernel);
    list<node_id> results;
    const auto add = [&](node_id root) {
        const std::uint32_t k = o.fusion.kernel_of[root];
        results.push_back(root);
        if (position[k] == no_kernel) {
            position[k] = static_cast<std::uint32_t>(o.steps.size());
            o.steps.push_back({k, 0, 0});
        }
        ++o.steps[position[k]].root_count;
    };
    for (node_id id = 0; id < table.size(); ++id)
        if (o.fusion.materialised[id] != 0) add(id);
    const std::size_t first_update = o.steps.size();
    for (const graph::root &r : table.roots_of(entry))
        if (r.what == graph::root_kind::update && o.fusion.kernel_of[r.node] != no_kernel) add(r.node);
    std::uint32_t next = 0;
    for (step &s : o.steps) {
        s.first_root = next;
        next += s.root_count;
        s.root_count = 0;
    }
    o.roots.resize(next, no_node);
    for (const node_id root : results) {
        step &s = o.steps[position[o.fusion.kernel_of[root]]];
        o.roots[s.first_root + s.root_count++] = root;
    }
    return first_update;
}

/// Sorts the first steps so that each runs after those whose results it reads: depth first.
constexpr void order_computations(const table_view &table, ordered_kernels &o, std::size_t count) {
    list<std::uint32_t> step_of(o.fusion.kernels.size(), no_kernel);
    for (std::uint32_t i = 0; i < count; ++i) step_of[o.steps[i].kernel] = i;
    list<std::uint32_t> start(count + 1, 0), producer;  // step i waits for producer[start[i]] and those that follow
    members m(table, o.fusion);
    for (std::uint32_t i = 0; i < count; ++i) {
        m.edges(o.roots.view().subspan(o.steps[i].first_root, o.steps[i].root_count), [&](node_id read, bool) {
            if (o.fusion.materialised[read] != 0) producer.push_back(step_of[o.fusion.kernel_of[read]]);
        });
        start[i + 1] = static_cast<std::uint32_t>(producer.size());
    }
    list<step> sorted;
    list<std::uint32_t> next = start, stack;
    list<unsigned char> seen(count, 0);
    const auto enter = [&](std::uint32_t i) {
        if (seen[i] != 0) return;
        seen[i] = 1;
        stack.push_back(i);
    };
    for (std::uint32_t i = 0; i < count; ++i) {
        enter(i);
        while (!stack.empty()) {
            const std::uint32_t s = stack.back();
            if (next[s] < start[s + 1]) {
                enter(producer[next[s]++]);
                continue;
            }
            stack.pop_back();
            sorted.push_back(o.steps[s]);
        }
    }
    for (std::size_t i = 0; i < count; ++i) o.steps[i] = sorted[i];
}

/// Puts steps first that need variables alone, and what such steps have worked out.
constexpr void put_prepared_first(const table_view &table, ordered_kernels &o, std::size_t count) {
    list<unsigned char> is_prepared(o.fusion.kernels.size(), 0);
    list<step> first, rest;
    members m(table, o.fusion);
    for (std::size_t i = 0; i < count; ++i) {
        const step &s = o.steps[i];
        const auto roots = o.roots.view().subspan(s.first_root, s.root_count);
        bool fits = true;
        for (const node_id root : roots)
            fits = fits && o.fusion.constancy[root] == dependence::of_variables &&
                   !graph::is_loop_result(table[root].kind);
        m.edges(roots, [&](node_id read, bool) {
            if (o.fusion.materialised[read] != 0 && o.fusion.kernel_of[read] != s.kernel)
                fits = fits && is_prepared[o.fusion.kernel_of[read]] != 0;
        });
        is_prepared[s.kernel] = fits ? 1 : 0;
        (fits ? first : rest).push_back(s);
    }
    o.prepared = static_cast<std::uint32_t>(first.size());
    for (std::size_t i = 0; i < count; ++i) o.steps[i] = i < first.size() ? first[i] : rest[i - first.size()];
}

/// Sorts updates so that each runs after all that read its targets; values that stand in the way are added to
/// `forced` (they get memory of their own in the next attempt).
constexpr void order_updates(const table_view &table, ordered_kernels &o, std::size_t first, list<node_id> &forced) {
    const std::size_t count = o.steps.size() - first;
    list<std::uint32_t> writer(table.size(), no_kernel);  // per variable: the update step that overwrites it
    const auto roots_of = [&](const step &s) { return o.roots.view().subspan(s.first_root, s.root_count); };
    for (std::size_t i = 0; i < count; ++i)
        for (const node_id root : roots_of(o.steps[first + i]))
            writer[table[root].inputs[0]] = static_cast<std::uint32_t>(i);

    list<std::uint32_t> before, after;  // edges: step before[i] runs before step after[i]
    list<std::uint32_t> waits(count, 0);
    members m(table, o.fusion);
    for (std::size_t i = 0; i < count; ++i) {
        const step &s = o.steps[first + i];
        bool in_the_way = false;
        m.edges(roots_of(s), [&](node_id read, bool aligned) {
            if (!is_leaf(table[read].kind) || writer[read] == no_kernel) return;
            if (writer[read] == i) {
                in_the_way = in_the_way || !aligned || table.dims(read) != o.fusion.kernels[s.kernel].dims;
            } else {
                before.push_back(static_cast<std::uint32_t>(i));
                after.push_back(writer[read]);
                ++waits[writer[read]];
            }
        });
        if (in_the_way)
            for (const node_id root : roots_of(s)) forced.push_back(table[root].inputs[1]);
    }
    // edges by their first step, then Kahn's algorithm
    list<std::uint32_t> start(count + 1, 0), edge(before.size(), 0);
    for (const std::uint32_t b : before) ++start[b + 1];
    for (std::size_t i = 0; i < count; ++i) start[i + 1] += start[i];
    list<std::uint32_t> fill = start;
    for (std::size_t e = 0; e < before.size(); ++e) edge[fill[before[e]]++] = after[e];
    list<std::uint32_t> ready;
    list<step> sorted;
    for (std::size_t i = count; i-- > 0;)
        if (waits[i] == 0) ready.push_back(static_cast<std::uint32_t>(i));
    list<unsigned char> done(count, 0);
    while (!ready.empty()) {
        const std::uint32_t i = ready.back();
        ready.pop_back();
        done[i] = 1;
        sorted.push_back(o.steps[first + i]);
        for (std::uint32_t e = start[i]; e < start[i + 1]; ++e)
            if (--waits[edge[e]] == 0) ready.push_back(edge[e]);
    }
    for (std::size_t i = 0; i < count; ++i)
        if (done[i] == 0)
            for (const node_id root : roots_of(o.steps[first + i])) forced.push_back(table[root].inputs[1]);
    for (std::size_t i = 0; i < sorted.size(); ++i) o.steps[first + i] = sorted[i];
}

}  // namespace detail

/// Fuses one entry and orders its kernels.
constexpr ordered_kernels order_kernels(const table_view &table, const graph::entry_record &entry,
                                        const fusion_options &options = {}) {
    list<node_id> forced;
    while (true) {
        ordered_kernels o;
        o.fusion = detail::fuser(table, entry, options, forced.view()).run();
        const std::size_t first_update = detail::collect_steps(table, entry, o);
        detail::order_computations(table, o, first_update);
        const std::size_t known = forced.size();
        detail::order_updates(table, o, first_update, forced);
        if (forced.size() != known) continue;
        if (options.fuse) o.orders = choose_storage_orders(table, entry, o.fusion);
        o.orders.resize(table.size());
        if (!options.prepare || !options.fuse) return o;
        detail::put_prepared_first(table, o, first_update);
        o.packed = detail::weight_packing(table, o.fusion).find();
        for (const packed_variable &p : o.packed) o.orders[p.variable] = p.order;
        return o;
    }
}

}  // namespace sylvite::plan
