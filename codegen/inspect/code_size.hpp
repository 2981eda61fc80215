// How much machine code a built library holds, from the object files in its archive.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace sylvite::codegen {

/// Bytes of sections that a program loads.
struct object_size {
    std::uint64_t code = 0;  // executable
    std::uint64_t data = 0;  // constants and variables
};

/// Of each member of a static library, by its file name ("4f2e...a1.o"); nothing if there is no such file. Understands
/// archives with GNU's long names and 64-bit ELF objects of this machine's byte order. Throws std::runtime_error when
/// the file is neither.
[[nodiscard]] std::optional<std::map<std::string, object_size>> sizes_of_library(const std::filesystem::path &library);

}  // namespace sylvite::codegen
