#include <sylvite/generators/convolution/algorithm.hpp>
#include <sylvite/generators/lowering/loops.hpp>
#include <sylvite/generators/lowering/storage.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {
namespace {

using Halide::TailStrategy;
using Halide::VarOrRVar;

class convolution_loops {
  public:
    convolution_loops(kernel &k, convolution_funcs &funcs, const convolution_schedule &chosen)
        : k_(k), funcs_(funcs), roles_(funcs.roles), chosen_(chosen), vector_(static_cast<int>(chosen.vector)) {}

    void schedule() {
        if (funcs_.panels.defined()) schedule_panels();
        if (roles_.sums_positions)
            schedule_sums();
        else
            schedule_output();
        schedule_tile();
    }

  private:
    [[nodiscard]] int tile_of(std::size_t from_inside) const {
        return static_cast<int>(tile_along(chosen_, from_inside));
    }

    /// The panel's vectors, all of a tile at once, innermost of what is summed.
    void schedule_tile() {
        Func &f = funcs_.tile;
        const Var lane("lane"), column = funcs_.column;
        f.bound(column, 0, static_cast<int>(chosen_.columns));
        f.vectorize(column, vector_).unroll(column);
        Halide::Stage update = f.update(0);
        update.split(column, column, lane, vector_).vectorize(lane).unroll(column);
        std::vector<VarOrRVar> order{lane, column};
        for (std::size_t i = 0; i < roles_.rows.size(); ++i) {
            const Var v = funcs_.rows[roles_.rows.size() - 1 - i];
            f.bound_extent(v, tile_of(i)).unroll(v);
            update.unroll(v);
            order.emplace_back(v);
        }
        for (const auto *list : {&funcs_.phases, &funcs_.others, &funcs_.blocks})
            for (const Var &v : *list) f.bound_extent(v, 1);
        f.bound_extent(funcs_.panel, 1);
        std::vector<Halide::RVar> sums = f.rvars(0);
        const auto unroll = static_cast<int>(chosen_.unroll);
        if (unroll > 1 && !sums.empty()) {
            Halide::RVar outer("steps"), inner("step");
            update.split(sums.front(), outer, inner, unroll, TailStrategy::GuardWithIf).unroll(inner);
            sums.front() = outer;
            order.emplace_back(inner);
        }
        order.insert(order.end(), sums.begin(), sums.end());
        update.reorder(order);
    }

    void schedule_panels() {
        Func &f = funcs_.panels;
        keep(f, *funcs_.memory_of_panels);
        const std::vector<Var> args = f.args();
        f.bound(args.front(), 0, static_cast<int>(chosen_.columns));
        f.vectorize(args.front(), vector_).unroll(args.front());
        if (chosen_.parallel) f.parallel(args[funcs_.memory_of_panels->extents.size() - 1]);
    }

    void schedule_copy(const Func &reader, const VarOrRVar &task) {
        if (!funcs_.copy.defined()) return;
        Func &f = funcs_.copy;
        const stored_func &memory = *funcs_.memory_of_copy;
        keep_in_task(f, memory, reader, task);
        const auto width = static_cast<int>(power_of_two_within(std::min<std::int64_t>(vector_, memory.extents[0])));
        if (width > 1) f.vectorize(f.args().front(), width, TailStrategy::GuardWithIf);
    }
    /// Updates write along the innermost dimension.
    void keep_in_task(Func &f, const stored_func &memory, const Func &reader, const VarOrRVar &task) const {
        keep(f, memory);
        const std::vector<Var> args = f.args();
        for (std::size_t i = 0; i < args.size(); ++i) f.bound_extent(args[i], static_cast<int>(memory.extents[i]));
        if (task.is_rvar)
            f.compute_at(reader, task.rvar);
        else
            f.compute_at(reader, task.var);
        for (int i = 0; i < f.num_update_definitions(); ++i)
            f.update(i).vectorize(f.rvars(i).front(), vector_, TailStrategy::GuardWithIf);
    }

    /// Loops over rows: those of one tile, which are unrolled, over tiles, and over blocks.
    struct row_loops {
        std::vector<VarOrRVar> in_tile, tiles, blocks;
    };
    row_loops split_rows(Halide::Stage stage, const std::vector<Var> &vars, bool has_blocks, bool is_exact) {
        row_loops made;
        for (std::size_t i = 0; i < vars.size(); ++i) {
            const std::string name = std::to_string(i);
            const Var in("row_in_tile" + name), tile("tile" + name), block("block" + name);
            const int size = tile_of(i);
            const bool may_shift =
                is_exact || (has_blocks && !k_.is_in_place() && !overruns(k_.space, roles_, chosen_, i));
            stage.split(vars[i], tile, in, size, may_shift ? TailStrategy::ShiftInwards : TailStrategy::GuardWithIf);
            stage.unroll(in);
            made.in_tile.emplace_back(in);
            if (has_blocks && roles_.window_of(roles_.row(i)) != nullptr) {
                stage.split(tile, block, tile, static_cast<int>(block_of(i) / size), TailStrategy::GuardWithIf);
                made.blocks.emplace_back(block);
                made.tiles.emplace_back(tile);
            } else {
                // A block has what it sees of one image; channels that only the other operand has all see the same.
                const bool is_block = has_blocks && contains(k_.space.at(roles_.seen).free, roles_.row(i));
                (is_block ? made.blocks : made.tiles).emplace_back(tile);
            }
        }
        if (has_blocks && made.blocks.empty()) {  // one image along one axis
            made.blocks.push_back(made.tiles.back());
            made.tiles.pop_back();
        }
        return made;
    }
    /// Of whole tiles.
    [[nodiscard]] std::int64_t block_of(std::size_t from_inside) const {
        return block_along(k_.space, roles_, chosen_, roles_.row(from_inside));
    }

    static void append(std::vector<VarOrRVar> &to, const std::vector<VarOrRVar> &more) {
        to.insert(to.end(), more.begin(), more.end());
    }
    /// Blocks, further axes, and with shared columns panels, of which a block sees one.
    [[nodiscard]] std::vector<Var> task_loops(const Var &panel, const std::vector<VarOrRVar> &blocks) const {
        std::vector<Var> loops;
        if (roles_.is_shared_column) loops.push_back(panel);
        for (const VarOrRVar &v : blocks) loops.push_back(v.var);
        for (auto a = roles_.others.rbegin(); a != roles_.others.rend(); ++a) loops.push_back(k_.var(*a));
        return loops;
    }

    void split_columns(Halide::Stage stage, Var column, const Var &panel, const Var &lane) const {
        stage.split(column, panel, column, static_cast<int>(chosen_.columns), TailStrategy::GuardWithIf);
        stage.split(column, column, lane, vector_).vectorize(lane).unroll(column);
    }

    /// Loops over the output: tasks of a block, panels, tiles; in each tile the sum, then what follows it elementwise.
    void schedule_output() {
        Halide::Stage stage = k_.stage();
        const Var n = k_.var(roles_.column), lane("lane"), panel("panel");
        split_columns(stage, n, panel, lane);
        std::vector<VarOrRVar> order{lane, n};
        std::vector<Var> rows;
        for (std::size_t i = 0; i < roles_.rows.size(); ++i) rows.push_back(k_.var(roles_.row(i)));
        const bool is_phased = funcs_.phased.defined();
        row_loops made;
        if (is_phased)
            made = split_blocks(stage, rows);
        else
            made = split_rows(stage, rows, true, false);
        append(order, made.in_tile);
        const auto axes = k_.space.output_axes();
        for (std::size_t i = axes.size(); i-- > 0;)  // the result is repeated along these
            if (!contains(k_.space.at(roles_.root).free, axes[i])) order.emplace_back(k_.var(axes[i]));
        append(order, made.tiles);
        if (!roles_.is_shared_column) order.emplace_back(panel);
        const std::vector<Var> tasks = task_loops(panel, made.blocks);
        for (const Var &v : tasks) order.emplace_back(v);
        stage.reorder(order);
        for (const VarOrRVar &v : made.tiles) stage.partition(v.var, Halide::Partition::Never);
        const Var task = fuse_loops(stage, tasks);
        stage.partition(task, Halide::Partition::Never);
        if (chosen_.parallel) stage.parallel(task);
        if (is_phased)
            schedule_phased(task);
        else
            funcs_.tile.compute_at(k_.output(), made.tiles.empty() ? panel : made.tiles.front().var);
        schedule_copy(k_.output(), task);
    }
    /// Of the output, where a block's results are read from the stack.
    row_loops split_blocks(Halide::Stage stage, const std::vector<Var> &rows) {
        row_loops made;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const Var block("block" + std::to_string(i));
            const std::int64_t size = block_of(i) * divisor_of(k_.space, roles_, roles_.row(i));
            stage.split(rows[i], block, rows[i], static_cast<int>(size), TailStrategy::GuardWithIf);
            made.blocks.emplace_back(block);
            made.tiles.emplace_back(rows[i]);
        }
        return made;
    }
    void schedule_phased(const Var &task) {
        Func &f = funcs_.phased;
        const stored_func &memory = *funcs_.memory_of_phased;
        keep(f, memory);
        f.compute_at(k_.output(), task);
        const std::vector<Var> args = f.args();
        f.bound(args.front(), 0, static_cast<int>(memory.extents.front()));
        for (std::size_t i = 1; i < args.size(); ++i) f.bound_extent(args[i], static_cast<int>(memory.extents[i]));
        const Var lane("lane");
        f.split(funcs_.column, funcs_.column, lane, vector_).vectorize(lane).unroll(funcs_.column);
        const row_loops made = split_rows(f, {funcs_.rows.rbegin(), funcs_.rows.rend()}, false, true);
        std::vector<VarOrRVar> order{lane, funcs_.column};
        append(order, made.in_tile);
        append(order, made.tiles);
        for (const auto *list : {&funcs_.phases, &funcs_.others})
            for (const Var &v : *list) order.emplace_back(v);
        order.emplace_back(funcs_.panel);
        f.reorder(order);
        funcs_.tile.compute_at(f, made.tiles.front().var);
    }

    /// A task for each part of the positions: its blocks in order, in each all tiles.
    void schedule_sums() {
        Func &f = funcs_.sums;
        keep(f, *funcs_.memory_of_sums);
        const std::vector<Var> args = f.args();
        f.bound(args.front(), 0, static_cast<int>(funcs_.memory_of_sums->extents.front()));
        f.vectorize(args.front(), vector_);
        Halide::Stage update = f.update(0);
        const Var lane("lane"), panel("panel");
        const Var n = args.front();
        split_columns(update, n, panel, lane);
        std::vector<VarOrRVar> order{lane, n};
        std::vector<Var> rows(args.begin() + 1, args.begin() + 1 + static_cast<std::ptrdiff_t>(roles_.rows.size()));
        const row_loops made = split_rows(update, rows, false, false);
        for (const auto *list : {&made.in_tile, &made.tiles}) order.insert(order.end(), list->begin(), list->end());
        const bool has_panel_tasks = roles_.is_shared_column || chosen_.panel_tasks;
        if (!has_panel_tasks) order.emplace_back(panel);
        const std::vector<Halide::RVar> blocks = f.rvars(0);
        for (const Halide::RVar &r : blocks) order.emplace_back(r);
        if (has_panel_tasks) order.emplace_back(panel);
        for (std::size_t i = 1 + rows.size(); i < args.size(); ++i) order.emplace_back(args[i]);
        update.reorder(order);
        Var task = funcs_.part;
        if (has_panel_tasks && args.size() == rows.size() + 2) {
            task = Var("task");
            update.fuse(panel, funcs_.part, task);
        }
        if (chosen_.parallel) {
            f.parallel(funcs_.part);
            update.parallel(task);
        }
        funcs_.tile.compute_at(f, made.tiles.front().var);
        schedule_copy(f, blocks.front());
        if (funcs_.block_of_other.defined())
            keep_in_task(funcs_.block_of_other, *funcs_.memory_of_block, f, blocks.front());
        if (roles_.sums_by_lane())
            schedule_sums_of_lanes();
        else
            schedule_totals();
    }
    /// A result at a time: the parts lane by lane, then across the lanes.
    void schedule_sums_of_lanes() {
        Func &lanes = funcs_.sums_of_lanes, &parts = funcs_.sums_of_parts;
        lanes.compute_at(k_.output(), k_.vars().front());
        parts.compute_at(lanes, Var::outermost());
        parts.vectorize(parts.args().front(), vector_);
        lanes.update().atomic().vectorize(lanes.rvars(0).front());
        share_totals(k_.stage(), k_.vars());
    }
    /// Vectors along the sums' memory, wherever the results lie.
    void schedule_totals() {
        Halide::Stage stage = k_.stage();
        const Var n = k_.var(roles_.column), lane("lane");
        std::vector<Var> outer;
        for (const Var &v : k_.vars())
            if (v.name() != n.name()) outer.push_back(v);
        std::vector<VarOrRVar> order{lane, n};
        for (const Var &v : outer) order.emplace_back(v);
        stage.split(n, n, lane, vector_, TailStrategy::GuardWithIf).vectorize(lane).reorder(order);
        share_totals(stage, outer);
    }
    /// Tasks of a few thousand results.
    void share_totals(Halide::Stage stage, const std::vector<Var> &loops) const {
        if (!chosen_.parallel || loops.empty()) return;
        const Var row = loops.back(), task("task");
        const std::int64_t each = std::max<std::int64_t>(1, k_.space.volume(k_.space.output_axes()) /
                                                                k_.space[k_.space.output_axes().front()].bound);
        const auto rows = static_cast<int>(std::max<std::int64_t>(1, 4096 / each));
        stage.split(row, task, row, rows, TailStrategy::GuardWithIf).parallel(task);
    }

    kernel &k_;
    convolution_funcs &funcs_;
    const convolution_roles &roles_;
    const convolution_schedule &chosen_;
    const int vector_;
};

}  // namespace

void convolution_family::schedule_cpu(kernel &k, convolution_funcs &funcs, const schedule_type &chosen) {
    if (const auto *mine = std::get_if<convolution_schedule>(&chosen))
        return convolution_loops(k, funcs, *mine).schedule();
    contraction_family::schedule_cpu(k, *funcs.contraction, as_contraction(chosen));
}

}  // namespace sylvite::generators
