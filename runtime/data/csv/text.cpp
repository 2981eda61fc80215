#include <sylvite/runtime/data/csv/text.hpp>

#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/io/utf8.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace sylvite::data {

namespace {

using namespace std::string_view_literals;

struct known_start {
    std::string_view bytes;
    const char *what;
};

/// What is met under a name that ends in .csv. No CSV begins with these bytes.
constexpr known_start known_starts[] = {
    {"\x1f\x8b"sv, "it is compressed by gzip: read_csv_gzip reads it (sylvite/runtime/data/csv_gzip.hpp, library "
                   "Sylvite::readers)"},
    {"PK\x03\x04"sv, "it is a zip archive, as spreadsheets (.xlsx, .ods) are too: expected CSV, unpacked or exported"},
    {"\xd0\xcf\x11\xe0"sv, "it is a spreadsheet or document of an old binary format: expected CSV, exported from it"},
    {"\xfd"
     "7zXZ\0"sv,
     "it is compressed by xz: expected it unpacked"},
    {"\x28\xb5\x2f\xfd"sv, "it is compressed by zstd: expected it unpacked"},
    {"BZh91AY&SY"sv, "it is compressed by bzip2: expected it unpacked"},
    {"\x93NUMPY"sv, "it is an array of NumPy: read_npy reads it (sylvite/runtime/data/npy.hpp)"},
    {"\x89HDF\r\n"sv, "it is an HDF5 file: expected CSV"},
    {"PAR1\x15"sv, "it is a Parquet file: expected CSV"},
    {"SQLite format 3\0"sv, "it is an SQLite database: expected CSV"},
    {"%PDF-"sv, "it is a PDF document: expected CSV"},
    {"<!DOCTYPE"sv, "it is a web page: expected CSV"},
    {"<!doctype"sv, "it is a web page: expected CSV"},
    {"<html"sv, "it is a web page: expected CSV"},
    {"version https://git-lfs"sv, "it is a pointer of Git LFS: `git lfs pull` fetches the file itself"},
    {"\xff\xfe\0\0"sv, "it is UTF-32 text: expected UTF-8 or UTF-16"},
    {"\0\0\xfe\xff"sv, "it is UTF-32 text: expected UTF-8 or UTF-16"},
};

/// `bytes` follow the mark. One unit in two bytes, most significant first or last.
std::string from_utf16(std::string_view path, std::string_view bytes, bool most_significant_first) {
    const auto unit = [&](std::size_t i) {
        const auto a = static_cast<unsigned char>(bytes[i]), b = static_cast<unsigned char>(bytes[i + 1]);
        return static_cast<char32_t>(most_significant_first ? a << 8 | b : b << 8 | a);
    };
    const auto fail = [&](std::size_t i, const char *what) {
        throw error(fmt::format("{}: the UTF-16 text is damaged at byte {}: {}", path, i + 2, what));
    };
    std::string text;
    text.reserve(bytes.size() / 2);
    for (std::size_t i = 0; i < bytes.size(); i += 2) {
        if (i + 1 == bytes.size()) fail(i, "half a character is left at the end");
        char32_t code = unit(i);
        if (code >= 0xdc00 && code < 0xe000) fail(i, "the second half of a character stands alone");
        if (code >= 0xd800 && code < 0xdc00) {
            const char32_t second = i + 3 < bytes.size() ? unit(i + 2) : 0;
            if (second < 0xdc00 || second >= 0xe000) fail(i, "the first half of a character stands alone");
            code = 0x10000 + ((code - 0xd800) << 10) + (second - 0xdc00);
            i += 2;
        }
        io::append_utf8(text, code);
    }
    return text;
}

/// A text without zero bytes is read, whatever its other bytes are: fields that are used must be numbers or UTF-8.
void require_text(std::string_view path, std::string_view text) {
    const std::size_t zero = text.find('\0');
    if (zero == std::string_view::npos) return;
    const auto zero_at = [&](std::size_t i) { return i < text.size() && text[i] == '\0'; };
    if (text.size() >= 4 && zero_at(0) == zero_at(2) && zero_at(1) == zero_at(3) && zero_at(0) != zero_at(1))
        throw error(fmt::format("{}: it seems to be UTF-16 text without a byte order mark: expected UTF-8, or UTF-16 "
                                "with a mark",
                                path));
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(zero), '\n');
    throw error(fmt::format("{}, line {}: found a byte of value 0, which no text has: it is a binary file or a damaged "
                            "one",
                            path, line));
}

}  // namespace

std::string_view csv_text(std::string_view path, std::string_view bytes, std::string &converted) {
    for (const known_start &known : known_starts)
        if (bytes.starts_with(known.bytes)) throw error(fmt::format("{}: {}", path, known.what));
    const bool most_significant_first = bytes.starts_with("\xfe\xff");
    if (most_significant_first || bytes.starts_with("\xff\xfe")) {
        converted = from_utf16(path, bytes.substr(2), most_significant_first);
        bytes = converted;
    } else if (bytes.starts_with("\xef\xbb\xbf")) {
        bytes.remove_prefix(3);
    }
    require_text(path, bytes);
    return bytes;
}

}  // namespace sylvite::data
