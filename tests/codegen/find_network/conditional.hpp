// What an #if leaves out is not there, whatever else has its name.
// LIBRARY: model
// FINDS: chosen
#pragma once
#include "included/language.hpp"

#if defined NOT_DEFINED_ANYWHERE
struct left {
    constexpr void operator()(sylvite::network &) const {}
};
namespace only_there {
struct left {
    constexpr void operator()(sylvite::network &) const {}
};
}  // namespace only_there
using alias = left;
#else
constexpr int left(int x) { return x; }
struct chosen {
    constexpr void operator()(sylvite::network &) const {}
};
#endif
