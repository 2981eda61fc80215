// LIBRARY: model
// FINDS: small
#pragma once
#include "included/language.hpp"

template <int Width>
struct of_width {
    constexpr void operator()(sylvite::network &) const {}
};
using small = of_width<4>;
using small_too = of_width<4>;
using real = float;
template <int Width>
using wide = of_width<2 * Width>;
