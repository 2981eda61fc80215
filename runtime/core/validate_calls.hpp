// The part of validate() that looks at what entries do.
#pragma once

#include <sylvite/runtime/core/message.hpp>
#include <sylvite/runtime/core/program.hpp>

namespace sylvite::core {

/// Starts the sentence on a table that contradicts itself.
message &damaged(const program &code, message &why) noexcept;

/// Of an entry and of every body that it repeats. Symbols and tensors have been looked at. On false, `why` is a
/// sentence.
[[nodiscard]] bool calls_are_sound(const program &code, const entry &e, message &why) noexcept;

}  // namespace sylvite::core
