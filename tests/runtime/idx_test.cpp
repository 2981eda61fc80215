#include "array_files.hpp"
#include "expect_error.hpp"
#include "tested_readers.hpp"

#include <sylvite/runtime/data/idx.hpp>

#include <gtest/gtest.h>

namespace {

using namespace sylvite;

constexpr input_handle<float, 2, 2> pixels{0, "pixels"};
constexpr input_handle<std::int32_t> label{1, "label"};

dataset read_pixels(io::input &file) {
    dataset d;
    d.add_column(data::idx_column(file, target_of(pixels), {}));
    return d;
}

/// A file of bytes as IDX states them.
std::string file_of(int type, std::vector<std::uint32_t> extents, std::string_view values) {
    std::string file{'\0', '\0', static_cast<char>(type), static_cast<char>(extents.size())};
    for (const std::uint32_t extent : extents)
        for (int shift = 24; shift >= 0; shift -= 8) file += static_cast<char>(extent >> shift & 0xff);
    return file.append(values);
}

TEST(idx, reads_every_element_type) {
    for (const char *signed_type : {"i1", "i2", "i4"})
        EXPECT_EQ(column_values<float>(read_idx(golden(std::string(signed_type) + ".idx"), pixels), "pixels"),
                  golden_values<float>(1.5, -4, true))
            << signed_type;
    for (const char *floating : {"f4", "f8"})
        EXPECT_EQ(column_values<float>(read_idx(golden(std::string(floating) + ".idx"), pixels), "pixels"),
                  golden_values<float>())
            << floating;
    EXPECT_EQ(column_values<float>(read_idx(golden("u1.idx"), pixels), "pixels"), golden_values<float>(1, 0));
}

TEST(idx, reads_compressed_files_of_one_and_more_members) {
    EXPECT_EQ(column_values<float>(read_idx(golden("u1.idx.gz"), pixels), "pixels"), golden_values<float>(1, 0));
    EXPECT_EQ(column_values<float>(read_idx(golden("two_members.idx.gz"), pixels), "pixels"),
              golden_values<float>(1, 0));
}

TEST(idx, reads_images_with_their_labels) {
    const dataset d = read_idx(golden("u1.idx.gz"), pixels, golden("labels.idx"), label, {.classes = 3});
    EXPECT_EQ(d.rows(), 3u);
    EXPECT_EQ(d.find("pixels")->width, 4u);
    EXPECT_EQ(column_values<std::int32_t>(d, "label"), (std::vector<std::int32_t>{2, 0, 1}));
    EXPECT_ERROR((void)read_idx(golden("u1.idx"), pixels, golden("labels.idx"), label, {.classes = 2}),
                 "labels.idx: value [0]: expected a label from 0 to 1, found 2");
}

TEST(idx, refuses_labels_of_other_rows) {
    temporary_folder folder;
    const std::string two = folder.write("two.idx", file_of(8, {2}, std::string("\0\1", 2)));
    EXPECT_ERROR((void)read_idx(golden("u1.idx"), pixels, two, label), "u1.idx has 3 rows, ");
    EXPECT_ERROR((void)read_idx(golden("u1.idx"), pixels, two, label), "two.idx has 2");
}

TEST(idx, says_what_does_not_fit) {
    const auto refuses = [](const std::string &bytes, const std::string &part) {
        EXPECT_ERROR((void)read_from(read_pixels, bytes), part);
    };
    const std::string four(4, '\1');
    refuses("", "f: it ends after 0 bytes, an IDX file's header has 4");
    refuses(std::string("\x89PNG", 4), "f: not an IDX file: expected two zeros, a type (08, 09, 0b, 0c, 0d or 0e) and "
                                       "a number of extents, found 89 50 4e 47");
    refuses(file_of(0x0a, {1, 2, 2}, four), "found 00 00 0a 03");
    refuses(file_of(8, {}, four), "found 00 00 08 00");
    refuses("\1" + file_of(8, {1, 2, 2}, four).substr(1), "found 01 00 08 03");
    refuses(std::string("\0\1", 2) + file_of(8, {1, 2, 2}, four).substr(2), "found 00 01 08 03");
    refuses(file_of(8, {1, 2}, "ab"), "expected 4 values a row for 'pixels', found an array [1, 2] of u8");
    refuses(file_of(8, {4}, four), "found an array [4] of u8");
    refuses(file_of(8, {0, 2, 2}, ""), "f: an array [0, 2, 2] of u8 has no values");
    refuses(file_of(8, {1, 2, 2}, "abc"), "f: an array [1, 2, 2] of u8 takes 4 bytes, no more than 3 can follow");
    refuses(file_of(8, {1, 2, 2}, "abcde"), "f: bytes follow the values of an array [1, 2, 2] of u8");
    refuses(file_of(13, {1, 2, 2}, std::string("\0\0\0\0\0\0\0\0\x7f\xc0\0\0\0\0\0\0", 16)),
            "f: value [0, 1, 0]: expected a finite number that f32 holds, found nan");
    refuses(
        file_of(14, {1, 2, 2}, std::string("\0\0\0\0\0\0\0\0\x7f\xe0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 32)),
        "f: value [0, 0, 1]: expected a finite number that f32 holds, found 8.98");
}

TEST(idx, refuses_what_a_header_promises_beyond_the_file_before_it_takes_memory) {
    const auto refuses = [](const std::string &bytes, const std::string &part) {
        EXPECT_ERROR((void)read_from(read_pixels, bytes), part);
    };
    refuses(file_of(8, {0xffffffff, 2, 2}, "abcd"), "takes 17179869180 bytes, no more than 4 can follow");
    const read_bytes any = [](io::input &file) {
        dataset d;
        d.add_column(data::idx_column(file, {"any"}, {}));
        return d;
    };
    EXPECT_ERROR((void)read_from(any, file_of(14, {0xffffffff, 0xffffffff}, "abcd")),
                 "has more values than any memory");
    EXPECT_ERROR((void)read_from(any, file_of(8, std::vector<std::uint32_t>(255, 0xffffffff), "")),
                 "has more values than any memory");
    EXPECT_ERROR((void)read_from(any, file_of(8, {0x10000000, 0x10000000}, "")),
                 "takes 72057594037927936 bytes, no more than 0 can");
    EXPECT_ERROR((void)read_from(any, file_of(8, std::vector<std::uint32_t>(200, 1), "")), "takes 1 bytes");
}

TEST(idx, holds_at_every_cut_and_every_changed_bit) {
    for (const char *name : {"u1.idx", "f8.idx", "u1.idx.gz", "two_members.idx.gz"}) {
        SCOPED_TRACE(name);
        const std::string bytes = content(golden(name));
        expect_every_cut_refused(read_pixels, bytes);
        expect_every_failed_read_reported(read_pixels, bytes);
        read_with_every_bit_changed(read_pixels, bytes, [](const dataset &d, std::size_t) {
            EXPECT_EQ(d.find("pixels")->width, 4u);
            EXPECT_EQ(column_values<float>(d, "pixels").size(), d.rows() * 4);
        });
    }
}

TEST(idx, a_changed_bit_of_compressed_values_never_passes) {
    const std::vector<float> right = golden_values<float>(1, 0);
    const int taken =
        read_with_every_bit_changed(read_pixels, content(golden("u1.idx.gz")), [&](const dataset &d, std::size_t bit) {
            EXPECT_EQ(column_values<float>(d, "pixels"), right) << bit;
        });
    EXPECT_GT(taken, 0) << "the time in gzip's header concerns nobody";
}

const test_of_every_reader idx_among_all({"idx", [] { return content(golden("f8.idx")); },
                                          [](const std::string &path) { (void)read_idx(path, four_values); }});
const test_of_every_reader idx_gz_among_all({"idx_gz", [] { return content(golden("u1.idx.gz")); },
                                             [](const std::string &path) { (void)read_idx(path, four_values); }});

}  // namespace
