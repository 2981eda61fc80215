// Memory of an instance: one allocation, aligned for vectors and cache lines.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>

namespace sylvite {

class block {
  public:
    static constexpr std::size_t alignment = 128;

    block() = default;
    /// Not initialised: pages that are never touched are never made. A large block asks the system for large pages, of
    /// 2 MiB, where it has them: a kernel that goes through megabytes would else wait for the table of small ones. It
    /// takes up to 1 MiB more then.
    explicit block(std::uint64_t bytes);

    [[nodiscard]] std::span<std::byte> bytes() const noexcept { return {data_.get(), size_}; }

  private:
    struct release {
        std::align_val_t alignment;
        release() noexcept : release(block::alignment) {}
        explicit release(std::size_t of) noexcept : alignment{of} {}
        void operator()(std::byte *data) const noexcept { ::operator delete(data, alignment); }
    };
    std::size_t size_ = 0;
    std::unique_ptr<std::byte, release> data_;
};

}  // namespace sylvite
