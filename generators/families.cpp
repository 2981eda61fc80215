// The families' rows, without Halide.
#include <sylvite/generators/contraction/family.hpp>
#include <sylvite/generators/elementwise/family.hpp>
#include <sylvite/generators/reduction/family.hpp>
#include <sylvite/generators/row_wise/family.hpp>
#include <sylvite/generators/scatter/family.hpp>

namespace sylvite::generators {

const family_row &row_of(family kind) {
#define SYLVITE_ROW(name) make_row<name##_family>(),
    static constexpr family_row rows[] = {SYLVITE_KERNEL_FAMILIES(SYLVITE_ROW)};
#undef SYLVITE_ROW
    return rows[static_cast<std::size_t>(kind)];
}

}  // namespace sylvite::generators
