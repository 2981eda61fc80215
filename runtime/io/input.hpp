// Bytes of a file by position: what the readers of binary formats read from.
#pragma once

#include <sylvite/runtime/standard_library.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <sys/types.h>

namespace sylvite::io {

class input {
  public:
    input(std::string_view name, std::uint64_t size) : name_(name), size_(size) {}
    virtual ~input() = default;
    input(const input &) = delete;
    input &operator=(const input &) = delete;

    /// As messages call it: the path.
    [[nodiscard]] const std::string &name() const noexcept { return name_; }
    /// Bytes, as of the time it was opened.
    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
    /// Fills `to` from `offset` on, all of it within size(). Throws sylvite::error.
    virtual void read(std::uint64_t offset, std::span<std::byte> to) = 0;
    /// Throws when the size is no longer that of the time it was opened: somebody is writing, and what was read may be
    /// half of what will be there.
    virtual void require_same_size() {}

  private:
    std::string name_;
    std::uint64_t size_;
};

/// Bytes that stay the caller's.
class memory_input final : public input {
  public:
    memory_input(std::string_view name, std::span<const std::byte> bytes) : input(name, bytes.size()), bytes_(bytes) {}
    void read(std::uint64_t offset, std::span<std::byte> to) override;

  private:
    std::span<const std::byte> bytes_;
};

/// The system calls that reading a file takes; tests make each of them fail.
struct read_operations {
    int (*open)(const char *path);
    int (*status)(int file, struct stat *result);
    ssize_t (*read)(int file, void *to, std::size_t bytes, off_t offset);
    int (*close)(int file);
};

[[nodiscard]] const read_operations &system_read_operations() noexcept;

/// A regular file; a pipe, a device or a directory has no size to check a header against, and may never end. Throws
/// sylvite::error with the path and the reason; read() does when the file has shrunk since.
[[nodiscard]] std::unique_ptr<input> open_input(std::string_view path,
                                                const read_operations &system = system_read_operations());

}  // namespace sylvite::io
