#include <sylvite/generators/contraction/roles.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {
namespace {

/// A summed axis that both operands have contiguous and the tile's row and column have not.
axis_id common_contiguous_axis(const index_space &space, const contraction_roles &roles) {
    for (const axis_id a : roles.summed)
        if (main_stride(space, roles.row_operand, a) == 1 && main_stride(space, roles.column_operand, a) == 1) return a;
    return -1;
}

}  // namespace

contraction_roles roles_of(const index_space &space, std::int64_t lanes) {
    contraction_roles roles;
    for (const value_id id : reductions_of(space))
        if (space.at(id).kind == graph::op::contraction) roles.root = id;
    const auto outputs = space.output_axes();
    if (roles.root < 0 || outputs.empty()) return roles;
    const value &v = space.at(roles.root);
    const auto &first = space.at(v.inputs[0]).free;
    const auto &second = space.at(v.inputs[1]).free;
    const axis_id inner = outputs.back();
    const bool in_first = contains(first, inner), in_second = contains(second, inner);
    if (in_first == in_second) return roles;
    roles.row_operand = v.inputs[in_first ? 1 : 0];
    roles.column_operand = v.inputs[in_first ? 0 : 1];
    for (const axis_id a : outputs) {
        if (!contains(v.free, a)) continue;
        const bool of_rows = contains(in_first ? second : first, a),
                   of_columns = contains(in_first ? first : second, a);
        (of_rows && of_columns ? roles.batch : of_rows ? roles.rows : roles.columns).push_back(a);
    }
    if (roles.rows.empty()) return roles;
    roles.row = roles.rows.back();
    roles.column = inner;
    roles.summed = v.axes;
    roles.has_tiles = true;
    const axis_id common = common_contiguous_axis(space, roles);
    if (common >= 0 && space[common].bound >= 2 * lanes) {
        roles.can_dot = true;
        std::erase(roles.summed, common);
        roles.summed.push_back(common);
    }
    return roles;
}

}  // namespace sylvite::generators
