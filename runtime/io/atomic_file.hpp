// Replacing a file wholly or not at all.
#pragma once

#include <sylvite/runtime/io/file_operations.hpp>
#include <sylvite/runtime/standard_library.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace sylvite::io {

/// Writes the pieces one after the other to a temporary file beside the file that `path` leads to, syncs it, gives it
/// the name and syncs the directory. When anything fails, sylvite::error says what, the file that was there is whole,
/// and the temporary file is gone. Symbolic links stay and lead to the new file, which keeps the permissions of the old
/// one and, as far as the system allows, its owner; of several hard links, the others keep the old file. A character
/// device, a pipe and what standard output goes to take the bytes as they come: see output_target for what is refused.
void replace_file(std::string_view path, std::span<const std::span<const std::byte>> pieces,
                  const file_operations &system = system_file_operations());
void replace_file(std::string_view path, std::string_view text,
                  const file_operations &system = system_file_operations());

}  // namespace sylvite::io
