#include <sylvite/generators/build.hpp>
#include <sylvite/generators/contraction/family.hpp>
#include <sylvite/generators/elementwise/family.hpp>
#include <sylvite/generators/reduction/family.hpp>
#include <sylvite/generators/row_wise/family.hpp>
#include <sylvite/generators/scatter/family.hpp>

namespace sylvite::generators {

void build(kernel &k, const schedule &how) {
    switch (k.space.spec().kind) {
#define SYLVITE_CASE(name)                                                                                             \
    case family::name:                                                                                                 \
        return name##_family::build(k, from_named<name##_family::schedule_type>(how));
        SYLVITE_KERNEL_FAMILIES(SYLVITE_CASE)
#undef SYLVITE_CASE
    }
}

}  // namespace sylvite::generators
