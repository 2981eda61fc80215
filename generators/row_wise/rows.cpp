#include <sylvite/generators/row_wise/rows.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {
namespace {

constexpr std::int64_t most_kept_bytes = 16 << 10;  // Halide keeps that much on the stack

}  // namespace

kernel_rows::kernel_rows(const index_space &space, const row_wise_algorithm &by)
    : space_(space), by_(by), reductions_(reductions_of(space)),
      in_lanes_(by.row_lanes > 0 ? kept_row_axis(space) : -1), uses_(space.values().size(), 0) {
    const auto add = [&](std::span<const axis_id> axes) {
        for (const axis_id a : axes)
            if (!has(a)) rows_.push_back(a);
    };
    for (const value_id id : reductions_) add(space.at(id).free);
    for (std::size_t k = 0; k < space.outputs().size(); ++k)
        if (space.axes_of_output(k).size() < space.output_axes().size()) add(space.axes_of_output(k));
    count_uses();
}

/// How many loops over the row (one for each reduction, one for all outputs) read each value.
void kernel_rows::count_uses() {
    const auto outputs = space_.outputs();
    std::vector<std::vector<value_id>> roots{{outputs.begin(), outputs.end()}};
    for (const value_id id : reductions_) roots.push_back(space_.at(id).inputs);
    for (const auto &starts : roots) {
        std::vector<char> below(uses_.size(), 0);
        for (const value_id id : starts) below[static_cast<std::size_t>(id)] = 1;
        for (std::size_t i = uses_.size(); i-- > 0;) {
            if (below[i] == 0) continue;
            ++uses_[i];
            if (is_reduction(static_cast<value_id>(i))) continue;
            for (const value_id input : space_.values()[i].inputs) below[static_cast<std::size_t>(input)] = 1;
        }
    }
}

bool kernel_rows::is_reduction(value_id id) const {
    return std::find(reductions_.begin(), reductions_.end(), id) != reductions_.end();
}

bool kernel_rows::is_result_of_rows(value_id id) const {
    for (std::size_t k = 0; k < space_.outputs().size(); ++k)
        if (space_.outputs()[k] == id && space_.axes_of_output(k).size() < space_.output_axes().size()) return true;
    return false;
}

std::vector<axis_id> kernel_rows::columns_of(value_id id) const {
    std::vector<axis_id> columns;
    for (const axis_id a : space_.at(id).free)
        if (!has(a)) columns.push_back(a);
    return columns;
}

bool kernel_rows::is_kept(value_id id) const {
    if (by_.store == 0 || reductions_.empty()) return false;
    if (!may_be_held(space_.at(id).kind) || is_reduction(id) || is_result_of_rows(id)) return false;
    if (uses_[static_cast<std::size_t>(id)] < 2 || space_.cost(id) < by_.store) return false;
    const auto columns = columns_of(id);
    if (columns.empty() || space_.is_dynamic(columns)) return false;
    const std::int64_t bytes = space_.volume(columns) * static_cast<std::int64_t>(size_of(space_.at(id).type)) *
                               std::max<std::int64_t>(by_.row_lanes, 1);
    return bytes <= most_kept_bytes;
}

std::vector<axis_id> kernel_rows::kept_axes(value_id id) const {
    std::vector<axis_id> axes = columns_of(id);
    std::reverse(axes.begin(), axes.end());
    for (const axis_id a : space_.at(id).free)
        if (a == in_lanes_)
            axes.insert(axes.begin(), a);
        else if (has(a))
            axes.push_back(a);
    return axes;
}

stored_func kernel_rows::kept(value_id id) const {
    stored_func f{.where = stored_func::place::stack, .element_bytes = {size_of(space_.at(id).type)}};
    for (const axis_id a : kept_axes(id))
        f.extents.push_back(a == in_lanes_ ? by_.row_lanes : has(a) ? 1 : space_[a].bound);
    return f;
}

std::vector<stored_func> row_wise_family::storage(const index_space &space, const row_wise_schedule &chosen) {
    const kernel_rows rows(space, algorithm_of(chosen));
    std::vector<stored_func> all;
    for (value_id id = 0; id < static_cast<value_id>(space.values().size()); ++id)
        if (rows.is_kept(id)) all.push_back(rows.kept(id));
    return all;
}

}  // namespace sylvite::generators
