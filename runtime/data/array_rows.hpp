// An array of a file as a column: its first extent counts the rows. Internal to the readers of binary formats.
#pragma once

#include <sylvite/runtime/data/column_target.hpp>
#include <sylvite/runtime/data/dataset.hpp>
#include <sylvite/runtime/io/byte_stream.hpp>
#include <sylvite/runtime/io/element.hpp>

#include <cstdint>
#include <vector>

namespace sylvite::data {

/// What a header says of the values that follow it.
struct array_layout {
    io::element_layout element;
    std::vector<std::uint64_t> extents;  // outermost first
    bool column_major = false;           // the first index runs fastest in the file
};

/// Reads the values, which must be the last of the stream, as rows of `to.type`. Values are rounded to the nearest f32
/// or f64 where these are wanted, and must be finite; whole numbers and booleans must be met exactly; with classes
/// above 0, each is a whole number from 0 to classes - 1. Memory is taken only for what can follow. Throws
/// sylvite::error with the stream's name, what was expected and what was found.
[[nodiscard]] column read_rows(io::byte_stream &from, const array_layout &layout, const column_target &to,
                               std::int64_t classes);

}  // namespace sylvite::data
