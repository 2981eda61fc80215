// The header of a .npy file. Source of the format: numpy.lib.format, versions 1.0, 2.0 and 3.0.
#pragma once

#include <sylvite/runtime/data/array_rows.hpp>
#include <sylvite/runtime/io/byte_stream.hpp>

#include <string>
#include <string_view>

namespace sylvite::data {

/// Reads up to the first value. Element types b1, i1 to i8, u1 to u8, f2, f4 and f8 in both byte orders. Throws
/// sylvite::error with the stream's name for what is no such header, for Python objects, records, texts, dates and
/// complex numbers.
[[nodiscard]] array_layout read_npy_header(io::byte_stream &from);

/// The Python dictionary alone; `name` is for messages.
[[nodiscard]] array_layout parse_npy_dictionary(std::string_view name, std::string_view text);

}  // namespace sylvite::data
