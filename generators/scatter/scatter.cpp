#include <sylvite/generators/lowering/loops.hpp>
#include <sylvite/generators/lowering/math.hpp>
#include <sylvite/generators/lowering/reduce.hpp>
#include <sylvite/generators/scatter/family.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>
#include <stdexcept>

namespace sylvite::generators {

using Halide::RDom;
using Halide::TailStrategy;

namespace {

class scatter {
  public:
    scatter(kernel &k, const scatter_schedule &how)
        : k_(k), how_(how), v_(k.space.at(k.space.outputs().front())), axes_(k.space.output_axes()) {
        if (v_.kind != graph::op::scatter_add || k.space.outputs().size() != 1 || k.is_in_place())
            throw std::runtime_error("kernel spec: a kernel of the family scatter is one scatter_add with a result of "
                                     "its own");
    }

    void run() {
        Func &f = k_.output();
        f(k_.vars()) = Halide::Internal::make_zero(storage_type(v_.type));
        add_updates(f);
        k_.describe_output_buffers();
        schedule_pointwise(Halide::Stage(f), k_, static_cast<int>(how_.vector), how_.grain);
        schedule_updates(f.update(0));
    }

  private:
    /// f(..., index, ...) += update, in the order of the indices, for those in range and in the task's range of rows.
    void add_updates(Func &f) {
        environment where = k_.output_environment();
        Halide::Region bounds;
        for (std::size_t i = v_.axes.size(); i-- > 0;) bounds.emplace_back(0, k_.extent(v_.axes[i]));
        const int ranges = static_cast<int>(how_.ranges);
        if (ranges > 1) bounds.emplace_back(0, ranges);
        if (bounds.empty()) bounds.emplace_back(0, 1);
        domain_ = RDom(bounds, "indices");
        for (std::size_t i = 0; i < v_.axes.size(); ++i)
            where.index[static_cast<std::size_t>(v_.axes[i])] = domain_[static_cast<int>(v_.axes.size() - 1 - i)];
        const Expr index = k_.emit(v_.inputs[0], where);
        const Expr rows = v_.into.empty() ? Expr(1) : k_.extent(v_.into.front());
        domain_.where(index >= 0 && index < rows);
        if (ranges > 1) {
            const Expr size = (rows + (ranges - 1)) / ranges, task = domain_[domain_.dimensions() - 1];
            domain_.where(index >= task * size && index < (task + 1) * size);
        }
        std::vector<Expr> place(k_.vars().begin(), k_.vars().end());
        for (std::size_t i = 0; i < axes_.size(); ++i)
            if (contains(v_.into, axes_[i])) place[axes_.size() - 1 - i] = Halide::clamp(index, 0, rows - 1);
        f(place) = math::add(f(place), over(domain_, k_.emit(v_.inputs[1], where)));
    }

    [[nodiscard]] bool is_into(std::size_t i) const { return contains(v_.into, axes_[i]); }

    /// Loops, innermost first: columns, indices, tables; the tasks outermost.
    void schedule_updates(Halide::Stage stage) {
        std::vector<Halide::VarOrRVar> columns, tables, order;
        bool behind = v_.into.empty();
        for (std::size_t i = 0; i < axes_.size(); ++i) {
            if (is_into(i)) {
                behind = true;
                continue;
            }
            auto &list = behind ? columns : tables;
            list.insert(list.begin(), k_.vars()[axes_.size() - 1 - i]);
        }
        order = columns;
        const bool has_ranges = how_.ranges > 1;
        const int indices = domain_.dimensions() - (has_ranges ? 1 : 0);
        for (int i = 0; i < indices; ++i) order.emplace_back(domain_[i]);
        order.insert(order.end(), tables.begin(), tables.end());
        if (has_ranges) order.emplace_back(domain_[indices]);
        stage.reorder(order);

        const auto parallel_tables = how_.tables && !tables.empty();
        if (parallel_tables) {
            Halide::VarOrRVar task = tables.front();
            for (std::size_t i = 1; i < tables.size(); ++i) {
                const Var wider("tables" + std::to_string(i));
                stage.fuse(task, tables[i], wider);
                task = wider;
            }
            stage.parallel(task);
        } else if (has_ranges) {
            stage.allow_race_conditions().parallel(domain_[indices]);  // no two ranges have a row in common
        }
        if (columns.empty()) return;
        const Var x = k_.vars().front();
        const std::int64_t inner = k_.space[axes_.back()].bound;
        if (const int size = static_cast<int>(how_.columns);
            size > 0 && !parallel_tables && !has_ranges && inner > size) {
            const Var task("task");
            stage.split(x, task, x, size, TailStrategy::GuardWithIf);
            order.front() = x;
            order.emplace_back(task);
            stage.reorder(order).parallel(task);
        }
        const auto vector = static_cast<int>(std::min<std::int64_t>(how_.vector, power_of_two_within(inner)));
        if (vector > 1) stage.vectorize(x, vector, TailStrategy::GuardWithIf);
    }

    kernel &k_;
    const scatter_schedule &how_;
    const value &v_;
    std::span<const axis_id> axes_;
    RDom domain_;
};

}  // namespace

void scatter_family::build(kernel &k, const scatter_schedule &how) { scatter(k, how).run(); }

}  // namespace sylvite::generators
