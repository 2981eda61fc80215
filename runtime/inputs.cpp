#include <sylvite/runtime/instance_state.hpp>

#include <sylvite/runtime/error.hpp>

#include <fmt/format.h>

#include <cstring>

namespace sylvite {

void instance::state::bind(std::uint32_t tensor, dtype type, const void *data, std::size_t elements) {
    if (tensor >= code.tensors.size()) throw error(fmt::format("network '{}' has no tensor {}", code.name, tensor));
    const core::tensor &t = code.tensors[tensor];
    if (t.type != type)
        throw error(fmt::format("network '{}': input '{}' is {}, {} was given", code.name, t.name, name_of(t.type),
                                name_of(type)));
    std::uint64_t fixed = 1;
    bool dynamic = false;
    for (int axis = 0; axis < t.rank; ++axis) {
        if (t.symbols[axis] != 0)
            dynamic = true;
        else
            fixed *= static_cast<std::uint64_t>(t.extents[axis]);
    }
    if (elements == 0 || (dynamic ? elements % fixed != 0 : elements != fixed))
        throw error(fmt::format("network '{}': input '{}' was given {} values, it takes {}{}", code.name, t.name,
                                elements, dynamic ? "a multiple of " : "", fixed));
    check(core.bind_input(tensor, data));
    bound_elements[tensor] = elements;
}

void instance::bind_tensor(std::uint32_t tensor, dtype type, const void *data, std::size_t elements) {
    const visit here(*this);
    state_->bind(tensor, type, data, elements);
}

void instance::unbind_tensor(std::uint32_t tensor) noexcept {
    // What a step of another thread reads stays, and so does what the step reads that this call came out of.
    if (state_ == nullptr || state_->user.by_another_thread() || (state_->user.by_this_thread() && state_->user.steps))
        return;
    state_->core.unbind_input(tensor);
    if (tensor < state_->bound_elements.size()) state_->bound_elements[tensor] = 0;
}

void instance::set_scalar(std::uint32_t tensor, double value) {
    const visit here(*this);
    const core::program &code = state_->code;
    if (tensor >= code.tensors.size() || code.tensors[tensor].rank != 0 ||
        code.tensors[tensor].what != core::role::input)
        throw error(fmt::format("network '{}': tensor {} is not an input of one value", code.name, tensor));
    const core::tensor &t = code.tensors[tensor];
    with_element(t.type, [&]<class T>(T typed) {
        typed = static_cast<T>(value);
        std::memcpy(&state_->scalars[tensor], &typed, sizeof typed);
    });
    state_->bind(tensor, t.type, &state_->scalars[tensor], 1);
}

void instance::set(std::string_view scalar, double value) { set_scalar(input_named(scalar), value); }

void instance::set_extent(std::uint32_t symbol, std::size_t n) {
    const visit here(*this);
    state_->check(state_->core.set_extent(symbol, static_cast<std::int64_t>(n)));
}

std::uint32_t instance::input_named(std::string_view name) const {
    const core::program &code = present().code;
    for (std::uint32_t i = 0; i < code.tensors.size(); ++i)
        if (code.tensors[i].what == core::role::input && code.tensors[i].name == name) return i;
    throw error(fmt::format("network '{}' has no input '{}'", code.name, name));
}

}  // namespace sylvite
