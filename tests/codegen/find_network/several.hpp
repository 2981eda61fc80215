// LIBRARY: model
// SAYS: model: several.hpp has 3 networks, left, right and deep::er::wave: name one with STRUCT in
// SAYS: sylvite_add_network, or with --struct after ./sylvite.
#pragma once
#include "included/language.hpp"

struct left {
    constexpr void operator()(sylvite::network &) const {}
};
class right {
  public:
    constexpr int operator()(const sylvite::network &) const noexcept { return 0; }
};
namespace deep::er {
struct wave {
    void operator()(sylvite::network) {}
};
}  // namespace deep::er
using other_name = left;
