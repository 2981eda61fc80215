// Decompression of deflate streams (RFC 1951), by zlib.
#pragma once

#include <sylvite/runtime/io/byte_stream.hpp>

#include <memory>

namespace sylvite::io {

enum class deflate_wrapper : std::uint8_t {
    none,  // as in zip archives
    gzip,  // RFC 1952: one member or several
};

/// What `compressed` holds, to its end. An error where the data is damaged or cut, or where bytes follow it.
[[nodiscard]] std::unique_ptr<byte_stream> inflate(std::unique_ptr<byte_stream> compressed, deflate_wrapper wrapper);

/// The whole file; decompressed where it begins like one of gzip. The file must outlive the stream.
[[nodiscard]] std::unique_ptr<byte_stream> plain_or_gzip(input &file);

}  // namespace sylvite::io
