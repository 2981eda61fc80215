// What a path leads to that something is to be written to.
#pragma once

#include <sylvite/runtime/standard_library.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace sylvite::io {

struct permissions {
    mode_t mode = 0;  // bits for reading, writing and executing
    uid_t owner = 0;
    gid_t group = 0;
};

struct output_target {
    std::string name;  // the path, as messages call it
    /// Behind all symbolic links. Nothing: what is there takes bytes as they come and cannot be replaced.
    std::optional<std::string> file = {};
    std::optional<permissions> before = {};  // of the regular file that is there already
    /// This program's standard output or error, where the path is what it goes to. A file that a shell has opened for
    /// it must not be replaced behind its back.
    std::optional<int> descriptor = {};
};

/// Regular files and paths where nothing is yet, symbolic links to either, character devices and pipes. Throws
/// sylvite::error for a directory, a block device, a socket, links that lead in a circle, and for a regular file that
/// this process must not write to: its owner protects it, even where the folder lets anybody replace it.
[[nodiscard]] output_target find_output_target(std::string_view path);

}  // namespace sylvite::io
