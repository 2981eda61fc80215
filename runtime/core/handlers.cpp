#include <sylvite/runtime/core/context.hpp>
#include <sylvite/runtime/core/handlers.hpp>

#include <HalideRuntime.h>

// Weak: the runtime object comes with the generated kernels, which refer to it strongly. A program without Halide
// kernels links without it, and finds null here.
#define SYLVITE_WEAK __attribute__((weak))
extern "C" {
SYLVITE_WEAK halide_malloc_t halide_set_custom_malloc(halide_malloc_t);
SYLVITE_WEAK halide_free_t halide_set_custom_free(halide_free_t);
SYLVITE_WEAK halide_error_handler_t halide_set_error_handler(halide_error_handler_t);
SYLVITE_WEAK halide_print_t halide_set_custom_print(halide_print_t);
SYLVITE_WEAK halide_do_par_for_t halide_set_custom_do_par_for(halide_do_par_for_t);
SYLVITE_WEAK void *halide_default_malloc(void *, size_t);
SYLVITE_WEAK void halide_default_free(void *, void *);
SYLVITE_WEAK void halide_default_error(void *, const char *);
SYLVITE_WEAK void halide_default_print(void *, const char *);
SYLVITE_WEAK int halide_default_do_par_for(void *, halide_task_t, int, int, uint8_t *);
}

namespace sylvite::core {

namespace {

struct {
    halide_malloc_t malloc = nullptr;
    halide_free_t free = nullptr;
    halide_error_handler_t error = nullptr;
    halide_print_t print = nullptr;
    halide_do_par_for_t do_par_for = nullptr;
} before;

context *ours(void *user_context) noexcept {
    context *mine = current_context();
    return user_context != nullptr && user_context == mine ? mine : nullptr;
}

/// A Halide task as the hook sees it: the thread that runs it must answer to the same context.
struct loop_body {
    context *owner;
    halide_task_t task;
    std::uint8_t *closure;
};

int run_task(void *data, int index) {
    const auto *body = static_cast<const loop_body *>(data);
    const context_scope scope(body->owner);
    body->owner->trace(trace_mark::task_begins, static_cast<std::uint32_t>(index));
    const int result = body->task(body->owner, index, body->closure);
    body->owner->trace(trace_mark::task_ends, static_cast<std::uint32_t>(index));
    return result;
}

void install() noexcept {
    if (halide_set_custom_malloc == nullptr) return;
    // Another thread may already be inside a foreign pipeline: what ours fall back to must be there before ours are.
    before = {halide_default_malloc, halide_default_free, halide_default_error, halide_default_print,
              halide_default_do_par_for};
    before.malloc = halide_set_custom_malloc(handlers::malloc);
    before.free = halide_set_custom_free(handlers::free);
    before.error = halide_set_error_handler(handlers::error);
    before.print = halide_set_custom_print(handlers::print);
    before.do_par_for = halide_set_custom_do_par_for(handlers::do_par_for);
}

// A static local variable would do the same, with the C++ library's help, which is not there in every program.
enum class progress : int { not_begun, going_on, done };
constinit std::atomic<progress> installation = progress::not_begun;

}  // namespace

void install_handlers() noexcept {
    auto found = progress::not_begun;
    if (installation.compare_exchange_strong(found, progress::going_on, std::memory_order_acquire)) {
        install();
        installation.store(progress::done, std::memory_order_release);
    }
    // Another thread is at it: five calls away from its end.
    while (installation.load(std::memory_order_acquire) != progress::done) continue;
}

namespace handlers {

void *malloc(void *user_context, std::size_t bytes) {
    if (context *mine = ours(user_context)) return mine->scratch.allocate(bytes);
    return before.malloc != nullptr ? before.malloc(user_context, bytes) : nullptr;
}

void free(void *user_context, void *pointer) {
    if (context *mine = ours(user_context)) return mine->scratch.release(pointer);
    if (before.free != nullptr) before.free(user_context, pointer);
}

void error(void *user_context, const char *text) {
    if (context *mine = ours(user_context)) {
        if (!mine->failed.exchange(true)) mine->kernel_error << text;
        return;
    }
    if (before.error != nullptr) before.error(user_context, text);
}

void print(void *user_context, const char *text) {
    if (ours(user_context) != nullptr) return;  // a library never prints
    if (before.print != nullptr) before.print(user_context, text);
}

int do_par_for(void *user_context, int (*task)(void *, int, std::uint8_t *), int first, int count,
               std::uint8_t *closure) {
    if (context *mine = ours(user_context)) {
        loop_body body{mine, task, closure};
        if (mine->parallel.for_each != nullptr)
            return mine->parallel.for_each(mine->parallel.state, run_task, &body, first, count);
        for (int i = 0; i < count; ++i)
            if (const int result = run_task(&body, first + i); result != 0) return result;
        return 0;
    }
    return before.do_par_for != nullptr ? before.do_par_for(user_context, task, first, count, closure) : -1;
}

}  // namespace handlers

}  // namespace sylvite::core
