// A program written by hand, bound to memory of its own; and what the kernels of such programs need.
#pragma once

#include <sylvite/runtime/core/instance.hpp>

#include <HalideRuntime.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace fake {

/// What a kernel's argument is: argument 0 is the user context.
template <class T>
T *data_of(void **arguments, int i) {
    return reinterpret_cast<T *>(static_cast<halide_buffer_t *>(arguments[i])->host);
}
inline int extent_of(void **arguments, int i, int axis) {
    return static_cast<halide_buffer_t *>(arguments[i])->dim[axis].extent;
}
template <class T>
T scalar_of(void **arguments, int i) {
    return *static_cast<const T *>(arguments[i]);
}

class bound_program {
  public:
    explicit bound_program(const sylvite::core::program &code) : needs_(sylvite::core::required_memory(code)) {
        const auto block = [this](std::uint64_t bytes) -> std::span<std::byte> {
            auto &owner = memory_.emplace_back(std::make_unique<std::byte[]>(bytes + 256));
            void *start = owner.get();
            std::size_t room = bytes + 256;
            return {static_cast<std::byte *>(std::align(128, bytes, start, room)), bytes};
        };
        const std::span<std::byte> persistent = block(needs_.persistent), workspace = block(needs_.workspace);
        const std::span<std::byte> scratch = block(needs_.scratch), views = block(needs_.views);
        bound = net.bind(code, {persistent, workspace, scratch, views});
    }

    sylvite::core::instance net;
    sylvite::core::status bound;

    template <class T>
    [[nodiscard]] std::vector<T> values(std::uint32_t tensor) const {
        const T *first = reinterpret_cast<const T *>(net.data(tensor));
        return {first, first + net.volume(tensor)};
    }

  private:
    sylvite::core::memory_needs needs_;
    std::vector<std::unique_ptr<std::byte[]>> memory_;
};

}  // namespace fake
