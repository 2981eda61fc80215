// What kernels call of Halide's runtime. Halide's own object brings malloc, threads, files and devices along; a program
// without them links this one. A network that needs more of it does not link, and the linker names what it needs.
#include <sylvite/runtime/core/handlers.hpp>

#include <HalideRuntime.h>

namespace handlers = sylvite::core::handlers;

extern "C" {

void *halide_malloc(void *user_context, std::size_t bytes) { return handlers::malloc(user_context, bytes); }
void halide_free(void *user_context, void *pointer) { handlers::free(user_context, pointer); }
void halide_error(void *user_context, const char *text) { handlers::error(user_context, text); }
void halide_print(void *user_context, const char *text) { handlers::print(user_context, text); }
int halide_do_par_for(void *user_context, halide_task_t task, int first, int count, std::uint8_t *closure) {
    return handlers::do_par_for(user_context, task, first, count, closure);
}

}  // extern "C"
