// Does a program's table contradict itself? Asked once, before anything of it is used.
#pragma once

#include <sylvite/runtime/core/message.hpp>
#include <sylvite/runtime/core/program.hpp>
#include <sylvite/runtime/core/status.hpp>

namespace sylvite::core {

/// Every index in range, every tensor inside its segment, every extent within what Halide can address. On an error,
/// `why` is one sentence.
[[nodiscard]] status validate(const program &code, message &why) noexcept;

/// Whether the programs of a library for several targets agree on what a header and files rely on.
[[nodiscard]] status validate_targets(const program &library, message &why) noexcept;

}  // namespace sylvite::core
