// The kernel families. A family is a row here and a folder generators/NAME, whose family.hpp declares the struct
// NAME_family with its schedule, its heuristic, the space of its schedules and its build function.
#pragma once

#include <cstddef>
#include <cstdint>

/// elementwise: no reduction inside. reduction: one reduce or argmax node, elementwise before and after. row_wise:
/// several reductions over the same trailing axes with elementwise work between. convolution: one contraction over
/// windows, elementwise after. contraction: any other one, elementwise before (cheap) and after. scatter: one
/// scatter_add, elementwise before.
#define SYLVITE_KERNEL_FAMILIES(row)                                                                                   \
    row(elementwise) row(reduction) row(row_wise) row(convolution) row(contraction) row(scatter)

namespace sylvite::generators {

#define SYLVITE_ENUMERATOR(name) name,
enum class family : std::uint8_t { SYLVITE_KERNEL_FAMILIES(SYLVITE_ENUMERATOR) };
#undef SYLVITE_ENUMERATOR

#define SYLVITE_NAME(name) #name,
inline constexpr const char *family_names[] = {SYLVITE_KERNEL_FAMILIES(SYLVITE_NAME)};
#undef SYLVITE_NAME

[[nodiscard]] constexpr const char *name_of(family kind) { return family_names[static_cast<std::size_t>(kind)]; }

}  // namespace sylvite::generators
