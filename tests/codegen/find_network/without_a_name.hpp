// LIBRARY: model
// FINDS: wave
#pragma once
#include "included/language.hpp"

namespace {
struct wave {
    constexpr void operator()(sylvite::network &) const {}
};
struct options {
    int width;
};
}  // namespace
