// Bytes in order: from a part of a file, or decompressed from it.
#pragma once

#include <sylvite/runtime/io/input.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace sylvite::io {

class byte_stream {
  public:
    explicit byte_stream(std::string name) : name_(std::move(name)) {}
    virtual ~byte_stream() = default;
    byte_stream(const byte_stream &) = delete;
    byte_stream &operator=(const byte_stream &) = delete;

    /// As messages call it: the path, and the part of an archive.
    [[nodiscard]] const std::string &name() const noexcept { return name_; }
    /// Fills `to`, or as much of it as there is before the end; says how much. Throws sylvite::error.
    [[nodiscard]] virtual std::size_t read(std::span<std::byte> to) = 0;
    /// More bytes than these cannot follow: memory for what a header promises beyond them is not to be taken.
    [[nodiscard]] virtual std::uint64_t most_left() const noexcept = 0;

  private:
    std::string name_;
};

/// The bytes from `begin` to `end` of a file, which must outlive it.
class range_stream final : public byte_stream {
  public:
    range_stream(std::string name, input &file, std::uint64_t begin, std::uint64_t end)
        : byte_stream(std::move(name)), file_(file), position_(begin), end_(end) {}

    [[nodiscard]] std::size_t read(std::span<std::byte> to) override {
        to = to.first(static_cast<std::size_t>(std::min<std::uint64_t>(to.size(), end_ - position_)));
        file_.read(position_, to);
        position_ += to.size();
        return to.size();
    }
    [[nodiscard]] std::uint64_t most_left() const noexcept override { return end_ - position_; }

  private:
    input &file_;
    std::uint64_t position_;
    std::uint64_t end_;
};

}  // namespace sylvite::io
