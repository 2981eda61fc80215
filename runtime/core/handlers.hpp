// Halide's process-wide hooks, pointed at the context of the step that runs.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sylvite::core {

/// Installs the handlers once in the process; foreign Halide pipelines keep the handlers that were there before. Does
/// nothing where no Halide runtime is linked (a program whose kernels are not Halide's).
void install_handlers() noexcept;

/// The handlers themselves, with Halide's signatures; tests call them as a kernel would.
namespace handlers {
[[nodiscard]] void *malloc(void *user_context, std::size_t bytes);
void free(void *user_context, void *pointer);
void error(void *user_context, const char *text);
void print(void *user_context, const char *text);
int do_par_for(void *user_context, int (*task)(void *user_context, int index, std::uint8_t *closure), int first,
               int count, std::uint8_t *closure);
}  // namespace handlers

}  // namespace sylvite::core
