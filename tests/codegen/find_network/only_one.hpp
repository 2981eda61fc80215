// LIBRARY: model
// FINDS: wave
#pragma once
#include <sylvite/dsl/network.hpp>

using namespace sylvite;

struct wave {
    static constexpr auto rows = dynamic<64>;

    constexpr void operator()(network &net) const {
        if (net.owner().effect_count() == 0) static_cast<void>(net);
    }
};
