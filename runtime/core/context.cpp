#include <sylvite/runtime/core/context.hpp>

namespace sylvite::core {

namespace {
constinit thread_local context *current = nullptr;
}

context *current_context() noexcept { return current; }

context_scope::context_scope(context *mine) noexcept : previous_(current) { current = mine; }
context_scope::~context_scope() { current = previous_; }

}  // namespace sylvite::core
