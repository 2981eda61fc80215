// Zip archives field by field, right and wrong.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace zip {

/// The text with a little-endian number at a place.
inline std::string with(std::string text, std::size_t at, std::uint64_t value, std::size_t width) {
    std::memcpy(text.data() + at, &value, width);
    return text;
}

inline std::string number(std::uint64_t value, std::size_t width) {
    return with(std::string(width, '\0'), 0, value, width);
}

struct entry {
    std::string name;
    std::string extra = {}, comment = {};
    std::uint32_t stored = 0, size = 0, header = 0, checksum = 0;
    std::uint32_t mark = 0x02014b50;
    std::uint16_t flags = 0, method = 0;

    /// As it stands in the directory.
    [[nodiscard]] std::string text() const {
        std::string record = with(std::string(46, '\0'), 0, mark, 4);
        record = with(with(with(record, 8, flags, 2), 10, method, 2), 16, checksum, 4);
        record = with(with(with(record, 20, stored, 4), 24, size, 4), 42, header, 4);
        record = with(with(with(record, 28, name.size(), 2), 30, extra.size(), 2), 32, comment.size(), 2);
        return record + name + extra + comment;
    }
    /// As it stands before its content.
    [[nodiscard]] std::string local_text() const {
        return with(with(std::string(30, '\0'), 0, 0x04034b50, 4), 26, name.size(), 2) + name;
    }
};

/// The record at an archive's end, of 22 bytes and a comment.
inline std::string end(std::uint64_t count, std::uint64_t bytes, std::uint64_t begin, std::string_view comment = "") {
    std::string record = with(std::string(22, '\0'), 0, 0x06054b50, 4);
    record = with(with(record, 8, count, 2), 10, count, 2);
    record = with(with(with(record, 12, bytes, 4), 16, begin, 4), 20, comment.size(), 2);
    return record.append(comment);
}

/// The record of 56 bytes with 64-bit numbers, and of 20 bytes, which says where it stands.
inline std::string wide_end(std::uint64_t count, std::uint64_t bytes, std::uint64_t begin) {
    std::string record = with(std::string(56, '\0'), 0, 0x06064b50, 4);
    record = with(with(record, 24, count, 8), 32, count, 8);
    return with(with(record, 40, bytes, 8), 48, begin, 8);
}
inline std::string locator(std::uint64_t at) {
    return with(with(with(std::string(20, '\0'), 0, 0x07064b50, 4), 8, at, 8), 16, 1, 4);
}

/// An archive of this directory alone.
inline std::string archive(std::string_view directory, std::uint64_t count) {
    return std::string(directory) + end(count, directory.size(), 0);
}

}  // namespace zip
