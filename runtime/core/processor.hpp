// Can this processor run code that was built for a Halide target?
#pragma once

#include <sylvite/runtime/core/message.hpp>

namespace sylvite::core {

/// `target` is Halide's name, such as "x86-64-linux-avx-avx2-f16c-fma-sse41". On false, `why` says in one sentence what
/// is missing. Words that are no instruction set (operating system, user_context, ...) are passed over.
[[nodiscard]] bool processor_supported(const char *target, message &why) noexcept;

}  // namespace sylvite::core
