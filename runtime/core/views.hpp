// The halide_buffer_t of every tensor and the argument list of every call, built once in the caller's memory.
#pragma once

#include <sylvite/runtime/core/memory.hpp>

struct halide_buffer_t;
struct halide_dimension_t;

namespace sylvite::core {

class views {
  public:
    /// Bytes that build() takes from memory aligned to 64.
    [[nodiscard]] static std::uint64_t required_bytes(const program &code) noexcept;

    /// `user_context` is the address that kernels see; `where` holds persistent, workspace and views.
    void build(const program &code, const memory &where, void *user_context) noexcept;

    /// Extents and strides of the tensors that use the symbol (1 to the number of symbols), and the scalar that kernels
    /// read.
    void set_extent(std::uint32_t symbol, std::int64_t n) noexcept;

    void set_host(std::uint32_t tensor, void *data) noexcept;
    [[nodiscard]] std::byte *host(std::uint32_t tensor) const noexcept;
    /// Elements at the run-time extents.
    [[nodiscard]] std::uint64_t volume(std::uint32_t tensor) const noexcept;
    [[nodiscard]] std::int64_t extent(std::uint32_t symbol) const noexcept { return extents_[symbol - 1]; }

    /// Of steps from here on, as kernels read them.
    void set_step_values(const step_values &now) noexcept { step_ = now; }
    [[nodiscard]] const step_values &step_values_now() const noexcept { return step_; }
    void end_step() noexcept { ++step_.step; }
    /// Which iteration the body of a repeat is in, and where its parts lie in it.
    void set_iteration(std::uint32_t repeat, std::int64_t t) noexcept;

    /// The arguments of the entry's calls, one call after the other: 1 + operand_count pointers each.
    [[nodiscard]] void **arguments(std::uint32_t entry) const noexcept { return lists_[entry]; }
    [[nodiscard]] void **arguments_of_body(std::uint32_t repeat) const noexcept {
        return lists_[code_->entries.size() + repeat];
    }

  private:
    void lay_out(const program &code, std::byte *memory) noexcept;
    void build_buffers(const memory &where) noexcept;
    void build_symbol_users() noexcept;
    void build_arguments() noexcept;
    [[nodiscard]] void **build_list(std::span<const call> calls, void **next) noexcept;
    [[nodiscard]] void *argument(const operand &o) noexcept;
    void set_strides(std::uint32_t tensor) noexcept;

    const program *code_ = nullptr;
    halide_buffer_t *buffers_ = nullptr;        // one a tensor
    halide_dimension_t *dimensions_ = nullptr;  // of all tensors, innermost first
    void **arguments_ = nullptr;
    void ***lists_ = nullptr;               // of the entries, then of the bodies of repeats
    void **user_context_ = nullptr;         // every call's arguments[0] points here
    std::int32_t *extents_ = nullptr;       // run-time extent of each symbol
    std::uint32_t *users_first_ = nullptr;  // symbol s: users_[users_first_[s - 1] .. users_first_[s])
    std::uint32_t *users_ = nullptr;
    std::int32_t *iterations_ = nullptr;  // t of each repeat
    step_values step_;
};

}  // namespace sylvite::core
