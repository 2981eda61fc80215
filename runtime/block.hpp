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
    /// Not initialised: pages that are never touched are never made.
    explicit block(std::uint64_t bytes)
        : size_(bytes), data_(static_cast<std::byte *>(::operator new (bytes, std::align_val_t{alignment}))) {}

    [[nodiscard]] std::span<std::byte> bytes() const noexcept { return {data_.get(), size_}; }

  private:
    struct release {
        void operator()(std::byte *data) const noexcept { ::operator delete (data, std::align_val_t{alignment}); }
    };
    std::size_t size_ = 0;
    std::unique_ptr<std::byte, release> data_;
};

}  // namespace sylvite
