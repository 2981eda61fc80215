// All families.
#pragma once

#include <sylvite/generators/contraction/family.hpp>
#include <sylvite/generators/convolution/family.hpp>
#include <sylvite/generators/elementwise/family.hpp>
#include <sylvite/generators/reduction/family.hpp>
#include <sylvite/generators/row_wise/family.hpp>
#include <sylvite/generators/scatter/family.hpp>

namespace sylvite::generators {

/// visit(NAME_family{}) for the family of that kind.
template <class Visit>
constexpr decltype(auto) with_family(family kind, Visit &&visit) {
    switch (kind) {
#define SYLVITE_CASE(name)                                                                                             \
    case family::name:                                                                                                 \
        return visit(name##_family{});
        SYLVITE_KERNEL_FAMILIES(SYLVITE_CASE)
#undef SYLVITE_CASE
    }
    __builtin_unreachable();
}

}  // namespace sylvite::generators
