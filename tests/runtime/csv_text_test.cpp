// Encodings, and files that are no CSV.
#include "csv_fixture.hpp"

#include <sylvite/runtime/io/utf8.hpp>

namespace {

using namespace sylvite;
using namespace std::string_literals;

using csv_text = csv_fixture;

/// Code points up to 0xffff and pairs that are given as such.
std::string utf16(std::u16string_view text, bool most_significant_first) {
    std::string bytes = most_significant_first ? "\xfe\xff" : "\xff\xfe";
    for (const char16_t unit : text) {
        const char high = static_cast<char>(unit >> 8), low = static_cast<char>(unit & 0xff);
        bytes += most_significant_first ? high : low;
        bytes += most_significant_first ? low : high;
    }
    return bytes;
}

TEST_F(csv_text, is_utf8_with_or_without_a_mark) {
    EXPECT_EQ(labels_of(read("\xef\xbb\xbf"
                             "1,2,3\n")),
              std::vector<std::int32_t>{3});
    EXPECT_EQ(labels_of(read("\xef\xbb\xbf\"h\xc3\xb6he\",b,c\n1,2,3\n", {.label = {.name = "h\xc3\xb6he"}})),
              std::vector<std::int32_t>{1});
}

TEST_F(csv_text, is_utf16_with_a_mark) {
    const csv_options how{.label = {.name = "h\xc3\xb6\xe2\x82\xac\xf0\x9f\x98\x80"}};
    for (const bool most_significant_first : {false, true}) {
        const std::string file = utf16(u"h\u00f6\u20ac\U0001f600,b,c\r\n1,2,3\r\n", most_significant_first);
        EXPECT_EQ(labels_of(read(file, how)), std::vector<std::int32_t>{1});
        EXPECT_ERROR((void)read(file + "x", how), "the UTF-16 text is damaged at byte " + std::to_string(file.size()) +
                                                      ": half a character is left at the end");
    }
    const char16_t first_half[] = {'1', 0xd83d, ',', 0}, second_half[] = {'1', 0xde00, ',', 0},
                   cut[] = {'1', 0xdbff, 0};
    EXPECT_ERROR((void)read(utf16(first_half, true)),
                 "d.csv: the UTF-16 text is damaged at byte 4: the first half of a character stands alone");
    EXPECT_ERROR((void)read(utf16(cut, false)), "byte 4: the first half of a character stands alone");
    EXPECT_ERROR((void)read(utf16(second_half, false)), "byte 4: the second half of a character stands alone");
    EXPECT_ERROR((void)read("\xff\xfe"), "d.csv: the file is empty");
}

TEST_F(csv_text, of_utf16_has_whole_pairs_from_the_first_to_the_last) {
    const auto found = [&](std::u16string_view field, const std::string &sentence) {
        EXPECT_ERROR((void)read(utf16(u"1,2,3\n4,5," + std::u16string(field), true)), sentence);
    };
    const char16_t first = 0xd800, last_first = 0xdbff, second = 0xdc00, last_second = 0xdfff, behind = 0xe000;
    found(u"\ud7ff", "found '\xed\x9f\xbf'");
    found(std::u16string{behind}, "found '\xee\x80\x80'");
    found({std::u16string{first, second}}, "found '\xf0\x90\x80\x80'");
    found({std::u16string{last_first, last_second}}, "found '\xf4\x8f\xbf\xbf'");
    for (const char16_t alone : {first, last_first}) {
        found(std::u16string{alone}, "byte 22: the first half of a character stands alone");
        found(std::u16string{alone, behind}, "byte 22: the first half of a character stands alone");
        found(std::u16string{alone, last_first}, "byte 22: the first half of a character stands alone");
    }
    for (const char16_t alone : {second, last_second})
        found(std::u16string{alone}, "byte 22: the second half of a character stands alone");
}

TEST_F(csv_text, is_no_utf16_without_a_mark_and_no_utf32) {
    for (const bool first : {false, true})
        EXPECT_ERROR(
            (void)read(std::string_view(utf16(u"1,2,3\n", first)).substr(2)),
            "d.csv: it seems to be UTF-16 text without a byte order mark: expected UTF-8, or UTF-16 with a mark");
    EXPECT_ERROR((void)read("\xff\xfe\0\0001\0\0\0"s), "it is UTF-32 text");
    EXPECT_ERROR((void)read("\0\0\xfe\xff\0\0\0001"s), "it is UTF-32 text");
}

TEST_F(csv_text, has_no_byte_of_value_zero) {
    EXPECT_ERROR((void)read("1,2,3\n4,\0,6\n"s),
                 "d.csv, line 2: found a byte of value 0, which no text has: it is a binary file or a damaged one");
    EXPECT_ERROR((void)read("1,2,3\n4,5,6\n\0"s), "line 3: found a byte of value 0");
    EXPECT_ERROR((void)read("\0\0\0\0"s), "line 1: found a byte of value 0");
    EXPECT_ERROR((void)read("1\0\0\0"s), "line 1: found a byte of value 0");
    EXPECT_ERROR((void)read("1\0,2"s), "line 1: found a byte of value 0");
}

TEST_F(csv_text, is_told_from_other_files) {
    for (const auto &[begin, sentence] : std::initializer_list<std::pair<std::string, const char *>>{
             {"\x1f\x8b\x08\0"s, "d.csv: it is compressed by gzip: read_csv_gzip reads it"},
             {"PK\x03\x04", "it is a zip archive, as spreadsheets"},
             {"\xd0\xcf\x11\xe0\xa1\xb1", "it is a spreadsheet or document of an old binary format"},
             {"\xfd"
              "7zXZ\0"s,
              "it is compressed by xz"},
             {"\x28\xb5\x2f\xfd", "it is compressed by zstd"},
             {"BZh91AY&SY", "it is compressed by bzip2"},
             {"\x93NUMPY\x01", "it is an array of NumPy: read_npy reads it"},
             {"\x89HDF\r\n\x1a\n", "it is an HDF5 file"},
             {"PAR1\x15\x04", "it is a Parquet file"},
             {"SQLite format 3\0"s, "it is an SQLite database"},
             {"%PDF-1.7\n", "it is a PDF document"},
             {"<!DOCTYPE html>\n", "it is a web page"},
             {"<!doctype html>\n", "it is a web page"},
             {"<html>\n", "it is a web page"},
             {"version https://git-lfs.github.com/spec/v1\noid", "it is a pointer of Git LFS"}})
        EXPECT_ERROR((void)read(begin), sentence);
    EXPECT_EQ(labels_of(read("PAR1,PAR2,BZh\n1,2,3\n")), std::vector<std::int32_t>{3});
}

TEST(utf8, is_told_from_other_bytes) {
    for (const char *text : {"", "abc", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
                             "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"})
        EXPECT_TRUE(io::is_utf8(text)) << text;
    for (const char *text : {"\x80", "\xbf", "\xc1\xbf", "\xc2", "\xc2\x7f", "\xc2\xc0", "\xe0\x9f\xbf", "\xe1\x80",
                             "\xed\xa0\x80", "\xf0\x8f\xbf\xbf", "\xf1\x80\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",
                             "\xff", "\xf1\x80\x80z", "\xe1\x80z", "b\xe4r"})
        EXPECT_FALSE(io::is_utf8(text)) << text;
    for (const std::string_view text : {"\xc2\x80", "\xe1\x80\x80", "\xf1\x80\x80\x80"})
        EXPECT_FALSE(io::is_utf8(text.substr(0, text.size() - 1))) << "what lies behind is no part of it";
    EXPECT_EQ(io::ascii_only("b\xe4r"), "b?r");
}

TEST(utf8, is_written_for_each_code_point) {
    for (const auto &[code, bytes] :
         std::initializer_list<std::pair<char32_t, const char *>>{{0x7f, "\x7f"},
                                                                  {0x80, "\xc2\x80"},
                                                                  {0x7ff, "\xdf\xbf"},
                                                                  {0x800, "\xe0\xa0\x80"},
                                                                  {0xffff, "\xef\xbf\xbf"},
                                                                  {0x10000, "\xf0\x90\x80\x80"},
                                                                  {0x10ffff, "\xf4\x8f\xbf\xbf"}}) {
        std::string text;
        io::append_utf8(text, code);
        EXPECT_EQ(text, bytes);
    }
}

}  // namespace
