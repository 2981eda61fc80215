#pragma once
#include "language.hpp"

struct wave {
    constexpr void operator()(sylvite::network &) const {}
};
