// Can this processor run code that was built for a Halide target, and which of several?
#pragma once

#include <sylvite/runtime/core/message.hpp>
#include <sylvite/runtime/core/program.hpp>

#include <string_view>

namespace sylvite::core {

/// `target` is Halide's name, such as "x86-64-linux-avx-avx2-f16c-fma-sse41". On false, `why` says in one sentence what
/// is missing. Words that are no instruction set (operating system, user_context, ...) are passed over.
[[nodiscard]] bool processor_supported(const char *target, message &why) noexcept;

/// Of a library for several instruction sets, the first program that this processor can run; the last one where it can
/// run none.
[[nodiscard]] const program &best_program(const program &first) noexcept;

/// The program for that target, as it is named in program::target; null where the library has none.
[[nodiscard]] const program *program_for(const program &first, std::string_view target) noexcept;

}  // namespace sylvite::core
