#include <sylvite/generators/lowering/loops.hpp>
#include <sylvite/generators/scatter/algorithm.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {
namespace {

using loop_list = std::vector<Halide::VarOrRVar>;

/// Innermost first: the axes behind the one that is indexed, and those before it.
struct kept_loops {
    loop_list columns, tables;
};

kept_loops kept_loops_of(const kernel &k, const value &v) {
    kept_loops loops;
    const auto axes = k.space.output_axes();
    bool behind = v.into.empty();
    for (std::size_t i = 0; i < axes.size(); ++i) {
        if (contains(v.into, axes[i])) {
            behind = true;
            continue;
        }
        loop_list &list = behind ? loops.columns : loops.tables;
        list.insert(list.begin(), k.vars()[axes.size() - 1 - i]);
    }
    return loops;
}

void make_tables_tasks(Halide::Stage &stage, const loop_list &tables) {
    Halide::VarOrRVar task = tables.front();
    for (std::size_t i = 1; i < tables.size(); ++i) {
        const Var wider("tables" + std::to_string(i));
        stage.fuse(task, tables[i], wider);
        task = wider;
    }
    stage.parallel(task);
}

/// Loops, innermost first: columns, indices, tables; the tasks outermost.
void schedule_updates(Halide::Stage stage, const kernel &k, const scatter_funcs &funcs,
                      const scatter_schedule &chosen) {
    const value &v = k.space.at(k.space.outputs().front());
    const auto [columns, tables] = kept_loops_of(k, v);
    loop_list order = columns;
    const int indices = funcs.indices.dimensions() - (funcs.has_ranges ? 1 : 0);
    for (int i = 0; i < indices; ++i) order.emplace_back(funcs.indices[i]);
    order.insert(order.end(), tables.begin(), tables.end());
    if (funcs.has_ranges) order.emplace_back(funcs.indices[indices]);
    stage.reorder(order);

    const bool parallel_tables = chosen.tables && !tables.empty();
    if (parallel_tables)
        make_tables_tasks(stage, tables);
    else if (funcs.has_ranges)
        stage.allow_race_conditions().parallel(funcs.indices[indices]);  // no two ranges have a row in common
    if (columns.empty()) return;
    const Var x = k.vars().front();
    const std::int64_t inner = k.space[k.space.output_axes().back()].bound;
    if (const int size = static_cast<int>(chosen.columns);
        size > 0 && !parallel_tables && !funcs.has_ranges && inner > size) {
        const Var task("task");
        stage.split(x, task, x, size, Halide::TailStrategy::GuardWithIf);
        order.front() = x;
        order.emplace_back(task);
        stage.reorder(order).parallel(task);
    }
    const auto vector = static_cast<int>(std::min<std::int64_t>(chosen.vector, power_of_two_within(inner)));
    if (vector > 1) stage.vectorize(x, vector, Halide::TailStrategy::GuardWithIf);
}

}  // namespace

void scatter_family::schedule_cpu(kernel &k, scatter_funcs &funcs, const scatter_schedule &chosen) {
    schedule_pointwise(Halide::Stage(k.output()), k, static_cast<int>(chosen.vector), chosen.grain);
    schedule_updates(k.output().update(0), k, funcs, chosen);
}

}  // namespace sylvite::generators
