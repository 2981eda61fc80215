#include <sylvite/generators/families.hpp>

namespace sylvite::generators {

const family_row &row_of(family kind) {
#define SYLVITE_ROW(name) make_row<name##_family>(),
    static constexpr family_row rows[] = {SYLVITE_KERNEL_FAMILIES(SYLVITE_ROW)};
#undef SYLVITE_ROW
    return rows[static_cast<std::size_t>(kind)];
}

}  // namespace sylvite::generators
