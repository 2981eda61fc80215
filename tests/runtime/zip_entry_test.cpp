// The entries of a zip archive, and archives of arrays that are put together here.
#include "column_values.hpp"
#include "expect_error.hpp"
#include "zip_archives.hpp"

#include <sylvite/runtime/data/npz.hpp>
#include <sylvite/runtime/data/zip_archive.hpp>

#include <gtest/gtest.h>

#include <zlib.h>

namespace {

using namespace sylvite;
using zip::with;

std::uint32_t checksum_of(const std::string &text) {
    return static_cast<std::uint32_t>(::crc32_z(0, reinterpret_cast<const Bytef *>(text.data()), text.size()));
}

constexpr const char *words = "some words";

data::zip_entry stored_entry() { return {"a", 0, 0, checksum_of(words), 10, 10, 0}; }

/// Reads an entry whose local header and content stand at the file's beginning.
std::string read(const std::string &bytes, const data::zip_entry &entry, std::size_t piece = 100) {
    io::memory_input file("f", std::as_bytes(std::span(bytes)));
    const std::unique_ptr<io::byte_stream> stream = data::open_zip_entry(file, entry);
    EXPECT_LE(stream->most_left(), entry.size);
    std::string text, part(piece, '\0');
    for (std::size_t got = piece; got == piece;) {
        got = stream->read(std::as_writable_bytes(std::span(part)));
        text.append(part, 0, got);
    }
    EXPECT_EQ(stream->most_left(), 0u);
    return text;
}

const std::string local = zip::entry{.name = "a"}.local_text();

TEST(zip_entry, is_read_whole_in_pieces_of_any_size) {
    for (const std::size_t piece : {1u, 3u, 5u, 10u, 11u}) EXPECT_EQ(read(local + words, stored_entry(), piece), words);
    data::zip_entry empty = stored_entry();
    empty.stored = empty.size = empty.checksum = 0;
    EXPECT_EQ(read(local, empty), "");
    data::zip_entry later = stored_entry();
    later.header = 3;
    EXPECT_EQ(read("xyz" + with(local, 28, 2, 2) + "ex" + words, later), words);
}

TEST(zip_entry, has_the_size_and_the_checksum_of_the_directory) {
    const auto refuses = [](auto change, const std::string &part) {
        data::zip_entry e = stored_entry();
        change(e);
        for (const std::size_t piece : {3u, 100u}) EXPECT_ERROR((void)read(local + words, e, piece), "f, a: " + part);
    };
    refuses([](data::zip_entry &e) { e.checksum ^= 1; }, "the checksum is ");
    refuses([](data::zip_entry &e) { e.stored = 9; }, "it is stored in 9 bytes, its content has 10");
    refuses([](data::zip_entry &e) { e.size = 11; }, "it is stored in 10 bytes, its content has 11");
    refuses([](data::zip_entry &e) { e.flags = 1; }, "it is encrypted");
    refuses([](data::zip_entry &e) { e.method = 9; },
            "expected it stored or deflated (methods 0 and 8), found method 9");
    data::zip_entry other_flag = stored_entry();
    other_flag.flags = 2;
    EXPECT_EQ(read(local + words, other_flag), words);
}

TEST(zip_entry, that_is_deflated_has_no_other_size) {
    std::string text = words;
    std::string packed(100, '\0');
    z_stream state = {};
    ASSERT_EQ(::deflateInit2(&state, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY), Z_OK);
    state.next_in = reinterpret_cast<Bytef *>(text.data());
    state.avail_in = static_cast<uInt>(text.size());
    state.next_out = reinterpret_cast<Bytef *>(packed.data());
    state.avail_out = static_cast<uInt>(packed.size());
    ASSERT_EQ(::deflate(&state, Z_FINISH), Z_STREAM_END);
    packed.resize(packed.size() - state.avail_out);
    ::deflateEnd(&state);
    data::zip_entry e = stored_entry();
    e.method = 8;
    e.stored = packed.size();
    for (const std::size_t piece : {1u, 3u, 100u}) {
        e.size = 10;
        EXPECT_EQ(read(local + packed, e, piece), words);
        e.size = 9;
        EXPECT_ERROR((void)read(local + packed, e, piece),
                     "f, a: expected 9 bytes, as the archive's directory says, found at least 10");
        e.size = 9;
        const std::string bytes = local + packed;
        io::memory_input file("f", std::as_bytes(std::span(bytes)));
        const auto stream = data::open_zip_entry(file, e);
        std::string ten(10, '\0');
        EXPECT_ERROR((void)stream->read(std::as_writable_bytes(std::span(ten))), "found at least 10");
        e.size = 11;
        EXPECT_ERROR((void)read(local + packed, e, piece),
                     "f, a: expected 11 bytes, as the archive's directory says, found 10");
    }
}

TEST(zip_entry, lies_within_the_archive_behind_its_own_header) {
    const std::string damaged = "f, a: the zip archive is damaged: ";
    const auto refuses = [&](const std::string &bytes, std::uint64_t header, const std::string &part) {
        data::zip_entry e = stored_entry();
        e.header = header;
        EXPECT_ERROR((void)read(bytes, e), damaged + part);
    };
    const std::string good = local + words;
    refuses(good, good.size() + 1, "its local header lies beyond the end");
    refuses(good, UINT64_MAX, "its local header lies beyond the end");
    refuses(good, good.size() - 29, "its local header lies beyond the end");
    refuses(good, good.size() - 30, "its local header is no such");
    refuses(with(good, 0, 0x04034b51, 4), 0, "its local header is no such");
    refuses(good.substr(0, good.size() - 1), 0, "its content reaches beyond the end");
    refuses(with(good, 28, 1, 2), 0, "its content reaches beyond the end");
    refuses(with(good, 28, 1000, 2), 0, "its content reaches beyond the end");
    refuses(zip::entry{.name = "b"}.local_text() + words, 0, "its local header has another name");
    refuses(zip::entry{.name = "ab"}.local_text() + words, 0, "its local header has another name");
    data::zip_entry empty{"", 0, 0, 0, 0, 0, 0};
    EXPECT_EQ(read(zip::entry{.name = ""}.local_text(), empty), "") << "a header that ends with the file";
}

/// An array of one axis of u1, as numpy writes it.
std::string array_of(std::size_t rows) {
    const std::string dictionary =
        "{'descr': '|u1', 'fortran_order': False, 'shape': (" + std::to_string(rows) + ",), }\n";
    return "\x93NUMPY\1" + std::string(1, '\0') + zip::number(dictionary.size(), 2) + dictionary +
           std::string(rows, '\1');
}

TEST(npz_arrays, have_as_many_rows_as_the_first) {
    std::string bytes, directory;
    for (const auto &[name, rows] : {std::pair("x.npy", 2), std::pair("y.npy", 2), std::pair("z.npy", 3)}) {
        zip::entry e{.name = name};
        const std::string content = array_of(static_cast<std::size_t>(rows));
        e.stored = e.size = static_cast<std::uint32_t>(content.size());
        e.checksum = checksum_of(content);
        e.header = static_cast<std::uint32_t>(bytes.size());
        bytes += e.local_text() + content;
        directory += e.text();
    }
    bytes += directory + zip::end(3, directory.size(), bytes.size());
    io::memory_input file("f", std::as_bytes(std::span(bytes)));
    const npz_array equal[] = {{"x", {"x", f32, 1}}, {"y", {"y", f32, 1}}};
    EXPECT_EQ(data::read_npz(file, equal).rows(), 2u);
    const npz_array unequal[] = {{"x", {"x", f32, 1}}, {"y", {"y", f32, 1}}, {"z", {"z", f32, 1}}};
    EXPECT_ERROR((void)data::read_npz(file, unequal), "f, x.npy has 2 rows, f, z.npy has 3");
}

TEST(npz_arrays, that_are_many_are_listed_in_part) {
    std::string directory, list;
    for (int i = 0; i < 21; ++i) {
        const std::string name = std::string(i == 0 ? 8 : 6, static_cast<char>('a' + i));
        directory += zip::entry{.name = name + ".npy"}.text();
        if (i < 20) list += (list.empty() ? "'" : ", '") + name + "'";
    }
    ASSERT_EQ(list.size(), 200u);
    const std::string bytes = zip::archive(directory, 21);
    io::memory_input file("f", std::as_bytes(std::span(bytes)));
    const npz_array wanted[] = {{"x", {"x", f32, 1}}};
    EXPECT_ERROR((void)data::read_npz(file, wanted), "f: it has no array 'x'; it has " + list + "...");
}

}  // namespace
