#include <sylvite/generators/row_wise/algorithm.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {
namespace {

class row_wise_definition {
  public:
    row_wise_definition(kernel &k, const row_wise_algorithm &by, row_wise_funcs &funcs)
        : k_(k), by_(by), funcs_(funcs) {}

    void run() {
        if (by_.row_lanes == 0) hold_random_numbers_of_a_row();
        k_.define_output(&held_);
    }

  private:
    static constexpr std::int64_t longest_random_row = 2048;

    void hold_random_numbers_of_a_row() {
        for (const value &v : k_.space.values()) {
            std::vector<axis_id> columns = v.axes;
            std::erase_if(columns, [&](axis_id a) { return funcs_.rows.has(a); });
            if (v.kind != graph::op::random || columns.size() == v.axes.size()) continue;
            if (k_.space.volume(columns) <= longest_random_row)
                funcs_.random = hold_random_numbers(k_, held_, {columns});
            return;
        }
    }

    provider provide(value_id id) {
        const kernel_rows &rows = funcs_.rows;
        if (rows.is_reduction(id)) return reduce(id);
        if (rows.is_result_of_rows(id)) return hold(id, k_.space.at(id).free, "row_result", false);
        return rows.is_kept(id) ? hold(id, rows.kept_axes(id), "stored", true) : provider{};
    }

    provider reduce(value_id id) {
        summation_order order;
        if (by_.row_lanes == 0) order.along = contiguous_summed_axis(k_.space, id);
        if (order.along >= 0) {
            const std::int64_t n = k_.space[order.along].bound, vector = by_.vector;
            order.lanes = static_cast<int>(n >= 8 * vector ? 2 * vector : std::min(vector, power_of_two_within(n)));
        }
        funcs_.chains.push_back(define_reduction(k_, held_, id, order));
        return provider_of(k_, id, funcs_.chains.back().total);
    }

    /// A Func over those axes, innermost first.
    provider hold(value_id id, const std::vector<axis_id> &axes, std::string name, bool is_kept) {
        environment where = k_.empty_environment(&held_);
        std::vector<Var> vars;
        name += std::to_string(id);
        k_.bind(where, axes, vars, name + "_axis");
        Func f(name);
        // The value itself, not its provider, which does not exist yet.
        f(vars) = k_.emit_below(id, where);
        row_wise_funcs::of_a_row made{id, f, {}, is_kept};
        for (std::size_t i = 0; i < axes.size(); ++i)
            if (axes[i] == funcs_.rows.in_lanes()) made.row = vars[i];
        funcs_.values.push_back(std::move(made));
        return [&k = k_, f, axes](const environment &at) { return Expr(f(k.at(at, axes))); };
    }

    kernel &k_;
    const row_wise_algorithm &by_;
    row_wise_funcs &funcs_;
    held_values held_{[this](value_id id) { return provide(id); }};
};

}  // namespace

std::shared_ptr<row_wise_funcs> row_wise_family::define(kernel &k, const row_wise_algorithm &by) {
    auto funcs = std::make_shared<row_wise_funcs>(row_wise_funcs{kernel_rows(k.space, by), {}, {}});
    row_wise_definition(k, by, *funcs).run();
    return funcs;
}

}  // namespace sylvite::generators
