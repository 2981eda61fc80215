// The JSON of a safetensors header. Internal to the reader and the writer of headers.
#pragma once

#include <sylvite/runtime/io/safetensors_header.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace sylvite::io {

/// Fills tensors, in the order of the text, and metadata; each tensor is checked by itself against the bytes of data
/// that there are. Time and memory grow with the text, whatever is in it. Throws sylvite::error.
void parse_header(std::string_view file_name, std::string_view text, std::uint64_t data_bytes, safetensors_header &to);

/// In quotes, as JSON spells it. Throws sylvite::error where the text is not UTF-8.
[[nodiscard]] std::string quoted_json(const std::string &text);

}  // namespace sylvite::io
