// Values of any element type in one block of memory.
#pragma once

#include <sylvite/runtime/data/dataset.hpp>

#include <cstddef>
#include <cstring>
#include <memory>

namespace sylvite::data {

class owned_source final : public source {
  public:
    owned_source(std::unique_ptr<std::byte[]> values, std::size_t row_bytes)
        : values_(std::move(values)), row_bytes_(row_bytes) {}
    void read(std::size_t first, std::size_t count, void *to) const override {
        std::memcpy(to, values_.get() + first * row_bytes_, count * row_bytes_);
    }
    [[nodiscard]] const void *contiguous() const noexcept override { return values_.get(); }

  private:
    std::unique_ptr<std::byte[]> values_;
    std::size_t row_bytes_;
};

}  // namespace sylvite::data
