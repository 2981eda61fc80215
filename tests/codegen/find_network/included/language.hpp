// What finding a network needs to know of the language, which takes a while to compile; only_one.hpp has the whole.
#pragma once

namespace sylvite {
class network {};
}  // namespace sylvite
