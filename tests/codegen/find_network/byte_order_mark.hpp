// As editors of another system write it: a byte order mark, and lines that end in two characters.
// LIBRARY: model
// FINDS: wave
#pragma once
#include "included/language.hpp"

struct wave {
    constexpr void operator()(sylvite::network &) const {}  // a remark
};
