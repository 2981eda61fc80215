// Replacing a file wholly or not at all.
#pragma once

#include <sylvite/runtime/standard_library.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace sylvite::io {

/// The system calls that writing a file takes; tests make each of them fail.
struct file_operations {
    int (*create)(const char *path, mode_t mode);  // a new file to write to; fails where there is one
    ssize_t (*write)(int file, const void *data, std::size_t bytes);
    int (*sync)(int file);
    int (*close)(int file);
    int (*rename)(const char *from, const char *to);
    int (*remove)(const char *path);
    int (*sync_directory)(const char *path);
};

[[nodiscard]] const file_operations &system_file_operations() noexcept;

/// Writes the pieces one after the other to a temporary file beside `path`, syncs it, gives it the name and syncs the
/// directory. When anything fails, sylvite::error says what, the file that was there is whole, and the temporary file
/// is gone.
void replace_file(std::string_view path, std::span<const std::span<const std::byte>> pieces,
                  const file_operations &system = system_file_operations());

}  // namespace sylvite::io
