#include <sylvite/generators/contraction/choices/choices.hpp>

#include <algorithm>

namespace sylvite::generators {
namespace {

bool is_swept(const contraction_facts &f) {
    return !f.must_pack_columns() && f.row.bound <= 8 * f.vector && f.innermost >= 2 * swept_block &&
           f.operand_bytes > (std::int64_t{32} << 10);
}

}  // namespace

std::int64_t most_rows_of_dots(const contraction_facts &f) {
    std::int64_t behind = 0;
    for (const value_id output : f.space.outputs()) behind += f.space.cost(output);
    return std::min<std::int64_t>(f.summed * 14 / (6 * (14 + behind)), f.summed > 1024 ? 48 : 96);
}

contraction_method choose_method(const contraction_facts &f) {
    const bool is_long =
        f.innermost >= very_long_sum || (f.is_contiguous && f.innermost >= 2048 && f.work >= std::int64_t{1} << 21);
    const bool has_parts = f.outputs <= 64 * 64 && f.column.bound <= 64 && is_long;
    if (f.roles.can_dot && f.row.bound <= most_rows_of_dots(f) && !(has_parts && f.column.bound <= 32))
        return contraction_method::dots;
    if (has_parts) return contraction_method::parts;
    return is_swept(f) ? contraction_method::swept : contraction_method::panels;
}

}  // namespace sylvite::generators
