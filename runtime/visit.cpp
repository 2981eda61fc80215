#include <sylvite/runtime/visit.hpp>

#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/instance_state.hpp>

#include <fmt/format.h>

#include <bit>

#include <pthread.h>

namespace sylvite {

namespace {

/// The same in every copy of the runtime that the process holds, as the address of a variable would not be.
std::uintptr_t id_of_this_thread() noexcept { return std::bit_cast<std::uintptr_t>(::pthread_self()); }

}  // namespace

bool occupancy::enter() noexcept {
    const std::uintptr_t me = id_of_this_thread();
    std::uintptr_t found = thread_.load(std::memory_order_relaxed);
    if (found != me) {
        found = 0;
        if (!thread_.compare_exchange_strong(found, me, std::memory_order_acquire, std::memory_order_relaxed))
            return false;
    }
    ++depth_;
    return true;
}

void occupancy::leave() noexcept {
    if (--depth_ == 0) thread_.store(0, std::memory_order_release);
}

bool occupancy::by_this_thread() const noexcept {
    return thread_.load(std::memory_order_relaxed) == id_of_this_thread();
}

bool occupancy::by_another_thread() const noexcept {
    const std::uintptr_t found = thread_.load(std::memory_order_acquire);
    return found != 0 && found != id_of_this_thread();
}

visit::visit(const instance &net, purpose what) : in_(net.present().user) {
    const instance::state &state = *net.state_;
    if (!in_.enter()) [[unlikely]]
        state.refuse_second_thread();
    if (in_.steps) [[unlikely]] {
        in_.leave();
        throw error(
            fmt::format("network '{}' is within a step: what looks at the step must neither run the network nor "
                        "bind or change anything of it",
                        state.code.name));
    }
    if (what == purpose::change && !in_.writes.load(std::memory_order_relaxed)) {
        begins_to_write_ = true;
        in_.writes = true;  // before it is looked whether others share what is written: see instance's constructor
    }
}

visit::~visit() {
    if (begins_to_write_) in_.writes.store(false, std::memory_order_release);
    in_.leave();
}

void instance::state::refuse_second_thread() const {
    throw error(
        fmt::format("network '{0}' is in use by another thread, and an instance serves one at a time; give each "
                    "thread an instance of its own, which may share the weights: {0} mine(net, {{}})",
                    code.name));
}

void instance::state::require_quiet() const {
    if (user.by_another_thread() && user.writes) refuse_second_thread();
}

instance::state &instance::present() const {
    if (state_ == nullptr) [[unlikely]]
        throw error("the network was moved away: this instance has none any more");
    return *state_;
}

}  // namespace sylvite
