// The call operator of a base, which may be a template; templates themselves are no networks.
// LIBRARY: model
// FINDS: small
#pragma once
#include "included/language.hpp"

template <int Width>
struct of_width {
    constexpr void operator()(sylvite::network &) const {}
};
template <>
struct of_width<0> {};

struct small final : of_width<4> {};
struct nothing : of_width<0> {};
