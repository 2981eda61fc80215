// The directory of a zip archive: every field that is checked, at its limit and beyond.
#include "expect_error.hpp"
#include "zip_archives.hpp"

#include <sylvite/runtime/data/zip_archive.hpp>

#include <gtest/gtest.h>

namespace {

using namespace sylvite;
using zip::with;

std::vector<data::zip_entry> read(const std::string &bytes) {
    io::memory_input file("f", std::as_bytes(std::span(bytes)));
    return data::read_zip_directory(file);
}

void refuses(const std::string &bytes, const std::string &part) { EXPECT_ERROR((void)read(bytes), part); }

const std::string damaged = "f: the zip archive is damaged: ";
const std::string none = "f: not a zip archive, or a cut one: ";
constexpr std::uint32_t too_wide = 0xffffffff;

TEST(zip_directory, has_names_sizes_and_places) {
    zip::entry first{.name = "a", .extra = "xy", .comment = "some words"};
    first.flags = 1, first.method = 8, first.checksum = 0x12345678, first.stored = 5, first.size = 6, first.header = 7;
    const std::string directory = first.text() + zip::entry{.name = "b"}.text() + zip::entry{.name = ""}.text();
    const std::vector<data::zip_entry> found = read(zip::archive(directory, 3));
    ASSERT_EQ(found.size(), 3u);
    EXPECT_EQ(found[0].name, "a");
    EXPECT_EQ(found[0].flags, 1);
    EXPECT_EQ(found[0].method, 8);
    EXPECT_EQ(found[0].checksum, 0x12345678u);
    EXPECT_EQ(found[0].stored, 5u);
    EXPECT_EQ(found[0].size, 6u);
    EXPECT_EQ(found[0].header, 7u);
    EXPECT_EQ(found[1].name, "b");
    EXPECT_EQ(found[2].name, "");
    refuses(zip::archive(zip::entry{.name = "a"}.text() + zip::entry{.name = "a"}.text(), 2),
            damaged + "it holds 'a' twice");
}

TEST(zip_directory, ends_with_a_record_and_its_comment) {
    EXPECT_EQ(read(zip::end(0, 0, 0)).size(), 0u);
    refuses(zip::end(0, 0, 0).substr(1), none + "its 21 bytes do not end with a directory");
    EXPECT_EQ(read(zip::end(0, 0, 0, std::string(0xffff, 'c'))).size(), 0u);
    EXPECT_EQ(read("x" + zip::end(0, 0, 0, std::string(0xffff, 'c'))).size(), 0u);
    refuses(zip::end(0, 0, 0, std::string(0xffff, 'c')) + "c", none);
    refuses(zip::end(0, 0, 0, "words") + "c", none);
    EXPECT_EQ(read(zip::end(0, 0, 0, "PK\5\6" + std::string(30, 'c'))).size(), 0u) << "a comment like a record";
}

TEST(zip_directory, is_whole) {
    const std::string one = zip::entry{.name = "a"}.text();
    const std::string end = zip::end(1, one.size(), 0);
    EXPECT_EQ(read(one + end).size(), 1u);
    for (const std::size_t field : {4u, 6u, 8u})
        refuses(one + with(end, field, 2, 2), damaged + "it is a part of several");
    EXPECT_EQ(read("before" + one + zip::end(1, one.size(), 6)).size(), 1u);
    refuses(one + zip::end(1, one.size() + 1, 0),
            damaged + "its directory of 48 bytes at 0 reaches beyond its end at 47");
    refuses(one + zip::end(0, 0, 48), damaged + "its directory of 0 bytes at 48 reaches beyond its end at 47");
    EXPECT_EQ(read(one + zip::end(0, 0, 47)).size(), 0u);
    refuses(zip::archive(one, 2), damaged + "its directory of 47 bytes has no room for 2 entries");
    refuses(zip::archive(one + "x", 1), damaged + "its directory has 1 bytes behind the last entry");
}

TEST(zip_directory, has_entries_that_are_whole) {
    zip::entry wrong{.name = "a"};
    wrong.mark = 0x02014b51;
    const std::string no_entry = damaged + "an entry of its directory is no such";
    refuses(zip::archive(wrong.text(), 1), no_entry);
    const std::string first = zip::entry{.name = std::string(47, 'a')}.text();
    const std::string last = zip::entry{.name = ""}.text();
    EXPECT_EQ(read(zip::archive(first + last, 2)).size(), 2u);
    refuses(zip::archive(first + last.substr(0, 45), 2), no_entry);
    refuses(zip::archive(first, 2), no_entry);
    for (const std::size_t field : {28u, 30u, 32u}) {
        EXPECT_EQ(read(zip::archive(with(last, field, 1, 2) + "x", 1)).size(), 1u);
        refuses(zip::archive(with(last, field, 1, 2), 1), damaged + "an entry of its directory is cut");
    }
}

/// The entry's sizes and place, with this extra field.
std::string sizes(zip::entry e, const std::string &extra) {
    e.extra = extra;
    const data::zip_entry found = read(zip::archive(e.text(), 1))[0];
    return std::to_string(found.size) + ' ' + std::to_string(found.stored) + ' ' + std::to_string(found.header);
}

TEST(zip_directory, takes_64_bit_sizes_from_an_extra_field) {
    const auto field = [](std::uint64_t tag, const std::string &content) {
        return zip::number(tag, 2) + zip::number(content.size(), 2) + content;
    };
    const std::string one = zip::number(1ull << 33, 8), two = zip::number(2, 8), three = zip::number(3, 8);
    zip::entry all{.name = "a"};
    all.stored = all.size = all.header = too_wide;
    EXPECT_EQ(sizes(all, field(1, one + two + three)), "8589934592 2 3");
    EXPECT_EQ(sizes(all, field(9, "x") + field(1, one + two + three)), "8589934592 2 3");
    zip::entry some{.name = "a"};
    some.size = 5, some.stored = too_wide, some.header = 7;
    EXPECT_EQ(sizes(some, field(1, one)), "5 8589934592 7");
    EXPECT_EQ(sizes(zip::entry{.name = "a"}, field(1, "") + "xyz"), "0 0 0");
    EXPECT_EQ(sizes(zip::entry{.name = "a"}, field(9, "x")), "0 0 0");

    const auto cut = [&](const zip::entry &e, const std::string &extra, const std::string &part) {
        EXPECT_ERROR((void)sizes(e, extra), damaged + part);
    };
    cut(all, field(1, one + two), "the 64-bit sizes of 'a' are cut");
    cut(some, field(1, one.substr(1)), "the 64-bit sizes of 'a' are cut");
    cut(some, field(1, ""), "the 64-bit sizes of 'a' are cut");
    cut(some, field(9, one), "the 64-bit sizes of 'a' are missing");
    cut(some, "", "the 64-bit sizes of 'a' are missing");
    cut(some, field(1, one).substr(0, 11), "an extra field of 'a' is cut");
}

/// An archive with 64-bit records; each of them may be changed before it is put together.
struct wide_archive {
    std::string directory = zip::entry{.name = "a"}.text();
    std::string record = zip::wide_end(1, directory.size(), 0);
    std::string locator = zip::locator(directory.size());
    std::string end = zip::end(0xffff, too_wide, too_wide);
    [[nodiscard]] std::string text() const { return directory + record + locator + end; }
};

TEST(zip_directory, may_be_wide) {
    EXPECT_EQ(read(wide_archive().text()).size(), 1u);
    const wide_archive good;
    for (const std::string &end : {zip::end(0xffff, 0, 0), zip::end(0, too_wide, 0), zip::end(0, 0, too_wide),
                                   with(zip::end(0, 0, 0), 8, 0xffff, 2), with(zip::end(0, 0, 0), 10, 0xffff, 2)}) {
        wide_archive a;
        a.end = end;
        EXPECT_EQ(read(a.text()).size(), 1u);
    }
    refuses(zip::end(0xffff, 0, 0), damaged + "there is no room for its 64-bit directory");
    refuses(std::string(75, ' ') + zip::end(0xffff, 0, 0), damaged + "there is no room for its 64-bit directory");
    EXPECT_EQ(read(zip::wide_end(0, 0, 0) + zip::locator(0) + zip::end(0xffff, 0, 0)).size(), 0u);
}

TEST(zip_directory, that_is_wide_is_where_it_should_be) {
    const std::string wrong = damaged + "its 64-bit directory is not where it should be";
    const wide_archive good;
    const auto with_locator = [&](std::size_t at, std::uint64_t value, std::size_t width) {
        wide_archive a;
        a.locator = with(a.locator, at, value, width);
        return a.text();
    };
    const auto with_record = [&](std::size_t at, std::uint64_t value, std::size_t width) {
        wide_archive a;
        a.record = with(a.record, at, value, width);
        return a.text();
    };
    refuses(with_locator(0, 0x07064b51, 4), wrong);
    refuses(with_locator(4, 1, 4), wrong);
    EXPECT_EQ(read(with_locator(16, 0, 4)).size(), 1u);
    refuses(with_locator(16, 2, 4), wrong);
    refuses(with_locator(8, good.directory.size() + 1, 8), wrong);
    refuses(with_locator(8, good.directory.size() - 1, 8), wrong);
    refuses(with_locator(8, UINT64_MAX, 8), wrong);
    wide_archive behind;  // a record that would do, behind the last one
    behind.end = zip::end(0xffff, too_wide, too_wide, good.record);
    behind.locator = zip::locator(behind.text().size() - 56);
    refuses(behind.text(), wrong);
    refuses(with_record(0, 0x06064b51, 4), wrong);
    refuses(with_record(16, 1, 4), wrong);
    refuses(with_record(20, 1, 4), wrong);
    refuses(with_record(24, 2, 8), wrong);
    refuses(with_record(40, good.directory.size() + 1, 8), damaged + "its directory of 48 bytes at 0 reaches beyond");
    refuses(with_record(48, UINT64_MAX, 8), "reaches beyond its end at 47");
}

}  // namespace
