// The blocks in which a convolution is computed, and what it keeps in memory for them. Knows nothing of Halide.
#pragma once

#include <sylvite/generators/convolution/family.hpp>
#include <sylvite/generators/convolution/roles.hpp>

namespace sylvite::generators {

/// The register tile's size along the k-th row from the inside.
[[nodiscard]] std::int64_t tile_along(const convolution_schedule &chosen, std::size_t k);

/// The summed axes in the order of their loops, outermost first.
[[nodiscard]] std::vector<axis_id> summed_axes(const convolution_roles &roles, const convolution_schedule &chosen);

/// Whether the last tile along the k-th row from the inside is not whole. What it has beyond the last row is computed,
/// and never stored. Else the tile divides the axis, or the last one is moved inwards, which results that are added to
/// or overwritten in place cannot have.
[[nodiscard]] bool overruns(const index_space &space, const convolution_roles &roles,
                            const convolution_schedule &chosen, std::size_t k);

/// How many indices of an axis with a loop one block has: of positions as scheduled, of what is summed besides taps one
/// image, of taps and channels all.
[[nodiscard]] std::int64_t block_along(const index_space &space, const convolution_roles &roles,
                                       const convolution_schedule &chosen, axis_id a);

/// The copy of what one block sees: padding, elements, results of elementwise work. Innermost first; on the task's
/// stack.
[[nodiscard]] stored_func copied_windows(const index_space &space, const convolution_roles &roles,
                                         const convolution_schedule &chosen);
/// The innermost axis of the copy where elements side by side there lie side by side in memory, and where one block has
/// all of them: what windows see, and which of that are elements. Empty: there is no such axis.
struct run_of_elements {
    std::int64_t first_seen = 0, first = 0, last = 0, last_seen = 0;
    [[nodiscard]] std::int64_t count() const { return last - first; }
};
[[nodiscard]] run_of_elements elements_along_memory(const index_space &space, const convolution_roles &roles,
                                                    const convolution_schedule &chosen);
/// The other operand's part of a block, on the task's stack, innermost first. Zeros lie behind the last position.
struct operand_block {
    std::vector<axis_id> axes;
    stored_func memory;
};
[[nodiscard]] operand_block block_of_other(const index_space &space, const convolution_roles &roles,
                                           const convolution_schedule &chosen);
/// The results of one block, on the task's stack: column in the panel, rows from the inside (of a phase where there are
/// phases), phases likewise, the other axes, panel.
[[nodiscard]] stored_func results_of_phases(const index_space &space, const convolution_roles &roles,
                                            const convolution_schedule &chosen);
/// Panels of columns: column in the panel, summed axes from the innermost, panel, further axes of the operand.
struct column_panels {
    std::vector<axis_id> summed, further;  // innermost first; outermost first
    stored_func memory;
};
[[nodiscard]] column_panels packed_panels(const index_space &space, const convolution_roles &roles,
                                          const convolution_schedule &chosen);
/// The sums over positions: column (or lane), the other axes of the result from the inside, part.
[[nodiscard]] stored_func sums_of_positions(const index_space &space, const convolution_roles &roles,
                                            const convolution_schedule &chosen);

/// All of these that there are.
[[nodiscard]] std::vector<stored_func> stored_funcs(const index_space &space, const convolution_roles &roles,
                                                    const convolution_schedule &chosen);

}  // namespace sylvite::generators
