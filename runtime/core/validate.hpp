// Does a program's table contradict itself? Asked once, before anything of it is used.
#pragma once

#include <sylvite/runtime/core/message.hpp>
#include <sylvite/runtime/core/program.hpp>
#include <sylvite/runtime/core/status.hpp>

namespace sylvite::core {

/// Every index in range, every tensor inside its segment, every extent within what Halide can address. On an error,
/// `why` is one sentence.
[[nodiscard]] status validate(const program &code, message &why) noexcept;

}  // namespace sylvite::core
