#include <sylvite/generators/lowering/loops.hpp>
#include <sylvite/generators/lowering/reduce.hpp>
#include <sylvite/generators/row_wise/family.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {
namespace {

using Halide::TailStrategy;

constexpr std::int64_t stored_bytes = 16 << 10;  // Halide keeps that much on the stack

class row_wise {
  public:
    row_wise(kernel &k, const row_wise_schedule &how)
        : k_(k), how_(how), reductions_(reductions_of(k.space)), vector_(static_cast<int>(how.vector)),
          row_lanes_(static_cast<int>(how.row_lanes)), row_(row_lanes_ > 0 ? kept_row_axis(k.space) : -1),
          uses_(k.space.values().size(), 0) {}

    void run() {
        for (const value_id id : reductions_)
            for (const axis_id a : k_.space.at(id).free)
                if (!contains(rows_, a)) rows_.push_back(a);
        for (std::size_t k = 0; k < k_.space.outputs().size(); ++k)
            if (k_.space.axes_of_output(k).size() < k_.space.output_axes().size())
                for (const axis_id a : k_.space.axes_of_output(k))
                    if (!contains(rows_, a)) rows_.push_back(a);
        count_uses();
        k_.define_output(&held_);
        schedule_output();
    }

  private:
    [[nodiscard]] bool is_reduction(value_id id) const {
        return std::find(reductions_.begin(), reductions_.end(), id) != reductions_.end();
    }

    /// How many loops over the row (one for each reduction, one for all outputs) read each value.
    void count_uses() {
        const auto outputs = k_.space.outputs();
        std::vector<std::vector<value_id>> roots{{outputs.begin(), outputs.end()}};
        for (const value_id id : reductions_) roots.push_back(k_.space.at(id).inputs);
        for (const auto &starts : roots) {
            std::vector<char> below(uses_.size(), 0);
            for (const value_id id : starts) below[static_cast<std::size_t>(id)] = 1;
            for (std::size_t i = uses_.size(); i-- > 0;) {
                if (below[i] == 0) continue;
                ++uses_[i];
                if (is_reduction(static_cast<value_id>(i))) continue;
                for (const value_id input : k_.space.values()[i].inputs) below[static_cast<std::size_t>(input)] = 1;
            }
        }
    }

    provider provide(value_id id) {
        if (is_reduction(id) && row_lanes_ > 0) {
            auto funcs = build_reduction(k_, held_, id, {}, vector_);
            const auto &kept = k_.space.at(id).free;
            const auto row = static_cast<std::size_t>(std::find(kept.begin(), kept.end(), row_) - kept.begin());
            for (Func &f : funcs.stages) over_lanes(f, funcs.vars[row]);
            stages_.insert(stages_.end(), funcs.stages.begin(), funcs.stages.end());
            return provider_of(k_, id, funcs.total);
        }
        if (is_reduction(id)) {
            const axis_id along = contiguous_summed_axis(k_.space, id);
            std::int64_t lanes = 1;
            if (along >= 0) {
                const std::int64_t n = k_.space[along].bound;
                lanes = n >= 8 * vector_ ? 2 * vector_ : std::min<std::int64_t>(vector_, power_of_two_within(n));
            }
            auto funcs = build_reduction(k_, held_, id, {along, static_cast<int>(lanes), 0}, vector_);
            stages_.insert(stages_.end(), funcs.stages.begin(), funcs.stages.end());
            return provider_of(k_, id, funcs.total);
        }
        if (is_row_result(id)) return once_a_row(id);
        return should_store(id) ? store(id) : provider{};
    }

    /// A result without columns, beside others that have them.
    [[nodiscard]] bool is_row_result(value_id id) const {
        for (std::size_t k = 0; k < k_.space.outputs().size(); ++k)
            if (k_.space.outputs()[k] == id && k_.space.axes_of_output(k).size() < k_.space.output_axes().size())
                return true;
        return false;
    }

    provider once_a_row(value_id id) {
        const std::vector<axis_id> &axes = k_.space.at(id).free;
        environment where = k_.empty_environment(&held_);
        std::vector<Var> vars;
        const std::string name = "row_result" + std::to_string(id);
        k_.bind(where, axes, vars, name + "_axis");
        Func f(name);
        f(vars) = k_.emit_below(id, where);
        const auto row = static_cast<std::size_t>(std::find(axes.begin(), axes.end(), row_) - axes.begin());
        if (row_lanes_ > 0 && row < axes.size()) over_lanes(f, vars[row]);
        stages_.push_back(f);
        return [this, f, &axes](const environment &at) { return Expr(f(k_.at(at, axes))); };
    }

    [[nodiscard]] std::vector<axis_id> columns_of(value_id id) const {
        std::vector<axis_id> columns;
        for (const axis_id a : k_.space.at(id).free)
            if (!contains(rows_, a)) columns.push_back(a);
        return columns;
    }

    [[nodiscard]] bool should_store(value_id id) const {
        const std::int64_t store = how_.store;
        if (store == 0 || reductions_.empty()) return false;
        if (uses_[static_cast<std::size_t>(id)] < 2 || k_.space.cost(id) < store) return false;
        const auto columns = columns_of(id);
        const auto bytes = k_.space.volume(columns) * static_cast<std::int64_t>(size_of(k_.space.at(id).type)) *
                           std::max(row_lanes_, 1);
        return !columns.empty() && !k_.space.is_dynamic(columns) && bytes <= stored_bytes;
    }

    provider store(value_id id) {
        std::vector<axis_id> order = columns_of(id);
        std::reverse(order.begin(), order.end());
        for (const axis_id a : k_.space.at(id).free)
            if (contains(rows_, a)) order.push_back(a);
        environment where = k_.empty_environment(&held_);
        std::vector<Var> vars;
        k_.bind(where, order, vars, "stored" + std::to_string(id) + "_axis");
        Func f("stored" + std::to_string(id));
        // The value itself, not its provider, which does not exist yet.
        f(vars) = k_.emit_below(id, where);
        const auto row = static_cast<std::size_t>(std::find(order.begin(), order.end(), row_) - order.begin());
        const auto width =
            static_cast<int>(std::min<std::int64_t>(vector_, power_of_two_within(k_.space[order[0]].bound)));
        if (row_lanes_ > 0 && row < order.size()) {
            over_lanes(f, vars[row]);
            std::vector<Var> storage = vars;
            std::rotate(storage.begin(), storage.begin() + static_cast<std::ptrdiff_t>(row),
                        storage.begin() + static_cast<std::ptrdiff_t>(row) + 1);
            f.reorder_storage(storage);
        } else if (width > 1) {
            f.vectorize(vars[0], width, TailStrategy::ShiftInwards);
        }
        stages_.push_back(f);
        return [this, f, order](const environment &at) { return Expr(f(k_.at(at, order))); };
    }

    /// All loops of the Func, with the rows innermost and in the lanes.
    void over_lanes(Func &f, const Var &row) const {
        const auto put_inside = [&](Halide::Stage stage, std::vector<Halide::VarOrRVar> others) {
            others.insert(others.begin(), row);
            stage.reorder(others).vectorize(row, row_lanes_, TailStrategy::GuardWithIf);
        };
        std::vector<Halide::VarOrRVar> others;
        for (const Var &v : f.args())
            if (v.name() != row.name()) others.emplace_back(v);
        put_inside(Halide::Stage(f), others);
        for (int u = 0; u < f.num_update_definitions(); ++u) {
            const std::vector<Halide::RVar> summed = f.rvars(u);
            put_inside(f.update(u), {summed.begin(), summed.end()});
        }
    }

    /// The last block begins earlier where the rows do not fill it. Fewer rows than lanes are done one by one.
    void schedule_blocks_of_rows(Halide::Stage stage, int rows, const Var &block) {
        const auto axes = k_.space.output_axes();
        Var lane("row_lane");
        stage.split(k_.var(row_), block, lane, rows, TailStrategy::ShiftInwards);
        std::vector<Halide::VarOrRVar> order{lane}, outer;
        for (std::size_t i = axes.size(); i-- > 0;)
            if (axes[i] != row_) (contains(rows_, axes[i]) ? outer : order).emplace_back(k_.var(axes[i]));
        order.emplace_back(block);
        order.insert(order.end(), outer.begin(), outer.end());
        stage.reorder(order).vectorize(lane);
        if (const auto grain = static_cast<int>(how_.grain); grain > 0) {
            Var task("task");
            stage.split(block, task, block, std::max(1, grain / rows), TailStrategy::GuardWithIf).parallel(task);
        }
    }

    void schedule_rows_side_by_side() {
        const Var block("row_block");
        Halide::Stage stage = k_.stage();
        if (k_.space[row_].is_dynamic()) {
            schedule_blocks_of_rows(stage.specialize(k_.extent(row_) >= row_lanes_), row_lanes_, block);
            schedule_blocks_of_rows(stage, 1, block);
        } else {
            schedule_blocks_of_rows(stage, row_lanes_, block);
        }
        for (Func f : stages_) f.compute_at(k_.output(), block);
    }

    void schedule_output() {
        if (row_lanes_ > 0) return schedule_rows_side_by_side();
        const auto axes = k_.space.output_axes();
        Halide::Stage stage = k_.stage();
        Var level = Var::outermost();
        for (std::size_t i = axes.size(); i-- > 0;)
            if (contains(rows_, axes[i])) {
                level = k_.var(axes[i]);
                break;
            }
        if (const auto grain = static_cast<int>(how_.grain); grain > 0 && level.name() != Var::outermost().name()) {
            Var task("task");
            stage.split(level, task, level, grain, TailStrategy::GuardWithIf).parallel(task);
        }
        if (!axes.empty() && !contains(rows_, axes.back())) {
            const auto width =
                static_cast<int>(std::min<std::int64_t>(vector_, power_of_two_within(k_.space[axes.back()].bound)));
            if (width > 1) stage.vectorize(k_.vars().front(), width, tail_of(k_, axes.back(), width));
        }
        for (Func f : stages_) f.compute_at(k_.output(), level);
    }

    kernel &k_;
    const row_wise_schedule &how_;
    std::vector<value_id> reductions_;
    int vector_;
    int row_lanes_;  // rows side by side; 0: one at a time
    axis_id row_;    // along which they lie
    std::vector<int> uses_;
    std::vector<axis_id> rows_;
    std::vector<Func> stages_;
    held_values held_{[this](value_id id) { return provide(id); }};
};

}  // namespace

void row_wise_family::build(kernel &k, const row_wise_schedule &how) { row_wise(k, how).run(); }

}  // namespace sylvite::generators
