// Zip archives: what a .npz file is. Source of the format: PKWARE's APPNOTE 6.3, with its 64-bit sizes. Internal to the
// reader of npz; on zlib alone, so that every check has a sentence of its own.
#pragma once

#include <sylvite/runtime/io/byte_stream.hpp>
#include <sylvite/runtime/io/input.hpp>
#include <sylvite/runtime/standard_library.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sylvite::data {

struct zip_entry {
    std::string name;
    std::uint16_t flags = 0;
    std::uint16_t method = 0;
    std::uint32_t checksum = 0;  // CRC-32 of the content
    std::uint64_t stored = 0;    // bytes in the archive
    std::uint64_t size = 0;      // bytes of the content
    std::uint64_t header = 0;    // position of its local header
};

/// The directory at the archive's end. Throws sylvite::error where it is damaged or cut, or a name stands in it twice.
[[nodiscard]] std::vector<zip_entry> read_zip_directory(io::input &archive);

/// The content, stored or deflated; an error at its end when size or checksum are others than the directory says. The
/// archive must outlive the stream. Throws sylvite::error for encryption and other ways of compression.
[[nodiscard]] std::unique_ptr<io::byte_stream> open_zip_entry(io::input &archive, const zip_entry &entry);

}  // namespace sylvite::data
