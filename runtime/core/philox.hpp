// The counter-based generator of dsl/philox.hpp, by the runtime's name.
#pragma once

#include <sylvite/dsl/philox.hpp>

namespace sylvite::core {

using sylvite::philox;
using sylvite::philox_block;
using sylvite::stream_key;
using sylvite::unit_interval;

}  // namespace sylvite::core
