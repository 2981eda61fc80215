// The library's name is that of a class of ours, as that of every header called network.hpp.
// LIBRARY: network
// FINDS: wave
#pragma once
#include "included/language.hpp"

using namespace sylvite;

struct wave {
    constexpr void operator()(network &) const {}
};
