// The system calls that writing a file takes.
#pragma once

#include <cstddef>
#include <sys/types.h>

namespace sylvite::io {

/// Each as the system's own: -1 and errno where it fails. Tests make each of them fail.
struct file_operations {
    int (*create)(const char *path, mode_t mode);         // a new file to write to; fails where there is one
    int (*open)(const char *path, int additional_flags);  // what is there, to write to
    ssize_t (*write)(int file, const void *data, std::size_t bytes);
    int (*set_owner)(int file, uid_t owner, gid_t group);
    int (*set_mode)(int file, mode_t mode);
    int (*sync)(int file);
    int (*close)(int file);
    int (*rename)(const char *from, const char *to);
    int (*remove)(const char *path);
    int (*sync_directory)(const char *path);
};

[[nodiscard]] const file_operations &system_file_operations() noexcept;

/// Syncs nothing: for what a build can make again after the machine has crashed.
[[nodiscard]] const file_operations &unsynced_file_operations() noexcept;

}  // namespace sylvite::io
