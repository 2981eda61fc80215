#include <sylvite/runtime/instance_state.hpp>

#include <sylvite/runtime/core/initialise.hpp>
#include <sylvite/runtime/error.hpp>

#include <fmt/format.h>

#include <cstring>

namespace sylvite {

namespace {

bool is_kept(const core::tensor &t) noexcept { return t.what == core::role::parameter || t.what == core::role::state; }

}  // namespace

std::uint32_t instance::persistent_named(std::string_view name) const {
    const core::program &code = present().code;
    for (std::uint32_t i = 0; i < code.tensors.size(); ++i)
        if (is_kept(code.tensors[i]) && code.tensors[i].name == name) return i;
    throw error(fmt::format("network '{}' has no parameter or state '{}'", code.name, name));
}

std::span<const std::byte> instance::persistent_tensor(std::uint32_t tensor, dtype type, std::size_t elements) const {
    const state &mine = present();
    mine.require_quiet();
    if (tensor >= mine.code.tensors.size() || !is_kept(mine.code.tensors[tensor]))
        throw error(fmt::format("network '{}': tensor {} is neither a parameter nor state", mine.code.name, tensor));
    const core::tensor &t = mine.code.tensors[tensor];
    if (t.type != type || core::bound_volume(t) != elements)
        throw error(fmt::format("network '{}': '{}' has {} values of {}, {} of {} were asked for", mine.code.name,
                                t.name, core::bound_volume(t), name_of(t.type), elements, name_of(type)));
    return {mine.core.data(tensor), core::bound_bytes(t)};
}

std::span<const std::byte> instance::persistent_tensor(std::string_view name, dtype type) const {
    const std::uint32_t tensor = persistent_named(name);
    return persistent_tensor(tensor, type, core::bound_volume(state_->code.tensors[tensor]));
}

void instance::set_persistent(std::uint32_t tensor, dtype type, const void *values, std::size_t elements) {
    const visit here(*this, visit::purpose::change);
    const std::span<const std::byte> to = persistent_tensor(tensor, type, elements);
    if (state_->shared()) state_->require_writable(state_->code.tensors[tensor].name);
    std::memcpy(state_->core.data(tensor), values, to.size());
    state_->core.forget_prepared();
    if (!state_->not_loaded.empty()) state_->not_loaded[tensor] = false;
    if (state_->code.tensors[tensor].what == core::role::state) state_->states_are_written = true;
}

void instance::initialise(std::uint64_t seed) {
    const visit here(*this, visit::purpose::change);
    if (state_->shared()) state_->require_writable("initialise");
    core::initialise_persistent(state_->code, seed, state_->persistent->bytes().data());
    state_->core.forget_prepared();
    state_->core.set_step_values({.seed = seed});
    state_->not_loaded.clear();
    state_->states_are_written = false;
}

step_values instance::random_state() const {
    const visit here(*this);
    return state_->core.step_values_now();
}

void instance::set_random_state(const step_values &now) {
    const visit here(*this);
    state_->core.set_step_values(now);
}

std::span<const std::byte> instance::persistent() const &noexcept {
    if (state_ == nullptr) return {};
    return state_->persistent->bytes();
}

void instance::restore(std::span<const std::byte> from) {
    const visit here(*this, visit::purpose::change);
    const std::span<std::byte> to = state_->persistent->bytes();
    if (from.size() != to.size())
        throw error(fmt::format("network '{}': {} bytes of parameters and state were given to restore, it has {}",
                                state_->code.name, from.size(), to.size()));
    if (state_->shared()) state_->require_writable("restore");
    std::memcpy(to.data(), from.data(), from.size());
    state_->core.forget_prepared();
    state_->not_loaded.clear();
    state_->states_are_written = true;
}

std::string instance::state::take_note_of_states(std::span<const std::uint32_t> entries) {
    std::vector<bool> used(code.tensors.size());
    for (const std::uint32_t e : entries)
        for (const core::call &c : code.entries[e].calls)
            for (const core::operand &o : code.operands.subspan(c.first_operand, c.operand_count))
                if (o.what == core::operand::kind::tensor) used[o.index] = true;
    std::string first;
    std::size_t count = 0;
    for (std::size_t i = 0; i < not_loaded.size(); ++i)
        if (not_loaded[i] && used[i] && count++ == 0) first = code.tensors[i].name;
    not_loaded.clear();
    if (count == 0) return "";
    return fmt::format(
        "network '{}': the last load did not fill the state '{}'{}, {}; to go on with the same bits, save "
        "and load with sylvite::with_state::yes",
        code.name, first, count == 1 ? "" : fmt::format(" and {} more", count - 1),
        states_are_written ? "which keeps the values from before it" : "which starts anew");
}

}  // namespace sylvite
