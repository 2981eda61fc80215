#include "array_files.hpp"
#include "expect_error.hpp"
#include "tested_readers.hpp"

#include <sylvite/runtime/data/npz.hpp>

#include <gtest/gtest.h>

#include <cstring>

namespace {

using namespace sylvite;

constexpr input_handle<float, 4> x{0, "x"};
constexpr input_handle<std::int32_t> y{1, "y"};

dataset read_both(io::input &file) {
    const npz_array both[] = {{"x", target_of(x)}, {"y", target_of(y), {.classes = 3}}};
    return data::read_npz(file, both);
}

void expect_right(const dataset &d) {
    EXPECT_EQ(column_values<float>(d, "x"), golden_values<float>());
    EXPECT_EQ(column_values<std::int32_t>(d, "y"), (std::vector<std::int32_t>{2, 0, 1}));
}

/// With a number of two or four bytes put at a place from the end.
std::string with(std::string bytes, std::size_t from_end, std::uint32_t value, std::size_t width) {
    std::memcpy(bytes.data() + bytes.size() - from_end, &value, width);
    return bytes;
}

TEST(npz, reads_stored_deflated_and_streamed_archives) {
    for (const char *name : {"stored.npz", "deflated.npz", "streamed.npz"}) {
        SCOPED_TRACE(name);
        expect_right(read_npz(golden(name), x, y, {.classes = 3}));
    }
}

TEST(npz, finds_arrays_by_other_names) {
    constexpr input_handle<std::int32_t> label{0, "label"};
    constexpr input_handle<float, 4> pixels{1, "pixels"};
    const dataset d = read_npz(golden("stored.npz"), pixels, label, {.features = "x", .label = "y"});
    EXPECT_EQ(column_values<float>(d, "pixels"), golden_values<float>());
    EXPECT_EQ(column_values<std::int32_t>(d, "label")[0], 2);
    EXPECT_EQ(read_npz(golden("stored.npz"), pixels, {.features = "x"}).columns().size(), 1u);
    EXPECT_ERROR((void)read_npz(golden("stored.npz"), pixels), "stored.npz: it has no array 'pixels'; it has 'x', 'y'");
}

TEST(npz, shows_names_without_their_control_characters) {
    EXPECT_ERROR((void)read_npz(golden("stored.npz"), x, {.features = "a\nb"}),
                 "it has no array 'a?b'; it has 'x', 'y'");
    std::string renamed = content(golden("stored.npz"));
    for (std::size_t at = renamed.find("x.npy"); at != std::string::npos; at = renamed.find("x.npy", at))
        renamed[at] = '\n';
    EXPECT_ERROR((void)read_from(read_both, renamed), "f: it has no array 'x'; it has '?', 'y'");
}

TEST(npz, says_which_array_does_not_fit) {
    EXPECT_ERROR((void)read_npz(golden("stored.npz"), x, y, {.classes = 2}),
                 "stored.npz, y.npy: value [0]: expected a label from 0 to 1, found 2");
    EXPECT_ERROR((void)read_npz(golden("stored.npz"), x, {.features = "y"}),
                 "stored.npz, y.npy: expected 4 values a row for 'x', found an array [3] of i64");
    EXPECT_ERROR((void)read_npz(golden("bzip2.npz"), y),
                 "bzip2.npz, y.npy: expected it stored or deflated (methods 0 and 8), found method 12");
}

TEST(npz, refuses_arrays_of_other_rows) {
    const npz_array unequal[] = {{"x", {"x", f32, 4}}, {"y", {"y", i32, 0}}};
    expect_right(read_npz(golden("stored.npz"), unequal));
    temporary_folder folder;
    // Two arrays by the names x and y, the second one with fewer rows: rows are told from the header alone.
    std::string bytes = content(golden("stored.npz"));
    const std::size_t shape = bytes.rfind("(3,)");
    bytes.replace(shape, 4, "(2,)");
    EXPECT_ERROR((void)read_from(read_both, bytes), "f, y.npy: bytes follow the values of an array [2] of i64");
}

TEST(npz, refuses_what_is_no_archive) {
    const auto refuses = [](const std::string &bytes, const std::string &part) {
        EXPECT_ERROR((void)read_from(read_both, bytes), part);
    };
    refuses("", "f: not a zip archive, or a cut one: its 0 bytes do not end with a directory");
    refuses(std::string(100'000, 'P'), "f: not a zip archive");
    refuses(content(golden("little_f4.npy")), "f: not a zip archive");
    refuses("PK\5\6" + std::string(18, '\0'), "f: it has no array 'x'; it has none");
}

TEST(npz, refuses_directories_that_promise_too_much) {
    const std::string good = content(golden("stored.npz"));
    const auto refuses = [&](const std::string &bytes, const std::string &part) {
        EXPECT_ERROR((void)read_from(read_both, bytes), part);
    };
    refuses(with(good, 12, 3, 2), "f: the zip archive is damaged: it is a part of several");
    refuses(with(with(good, 12, 3, 2), 14, 3, 2), "has no room for 3 entries");
    refuses(with(with(good, 12, 1000, 2), 14, 1000, 2), "has no room for 1000 entries");
    refuses(with(with(good, 12, 1, 2), 14, 1, 2), "bytes behind the last entry");
    refuses(with(good, 10, 0x7fffffff, 4), "its directory of 2147483647 bytes at ");
    refuses(with(good, 6, 0x7fffffff, 4), "reaches beyond its end");
    refuses(with(good, 6, 0xffffffff, 4), "its 64-bit directory is not where it should be");
    refuses(with(good, 2, 1, 2), "f: not a zip archive, or a cut one");

    // The sizes in the directory's first entry, for x.npy.
    std::uint32_t begin = 0;
    std::memcpy(&begin, good.data() + good.size() - 6, 4);
    const std::size_t entry = good.size() - begin;
    refuses(with(good, entry - 20, 100, 4), "f, x.npy: it is stored in 100 bytes, its content has 176");
    refuses(with(with(good, entry - 20, 0x7fffffff, 4), entry - 24, 0x7fffffff, 4),
            "its content reaches beyond the end");
    refuses(with(good, entry - 42, 0x7fffffff, 4), "its local header lies beyond the end");
    refuses(with(good, entry - 42, 1, 4), "its local header is no such");
    refuses(with(good, entry - 8, 1, 2), "f, x.npy: it is encrypted");
    refuses(with(good, entry - 16, 0, 4), "f, x.npy: the checksum is ");
    refuses(with(good, entry - 24, 0xffffffff, 4), "the 64-bit sizes of 'x.npy' are missing");
}

TEST(npz, a_small_archive_cannot_promise_a_large_array) {
    // A deflated byte becomes 1,032 at most, whatever sizes the headers state.
    std::string good = content(golden("deflated.npz"));
    std::uint32_t begin = 0;
    std::memcpy(&begin, good.data() + good.size() - 6, 4);
    const std::size_t entry = good.size() - begin;
    EXPECT_ERROR((void)read_from(read_both, with(good, entry - 24, 0x7fffffff, 4)),
                 "f, x.npy: expected 2147483647 bytes, as the archive's directory says, found 176");
}

TEST(npz, holds_at_every_cut) {
    for (const char *name : {"stored.npz", "deflated.npz", "streamed.npz"}) {
        SCOPED_TRACE(name);
        const std::string bytes = content(golden(name));
        expect_every_cut_refused(read_both, bytes);
        expect_every_failed_read_reported(read_both, bytes);
    }
}

TEST(npz, a_changed_bit_is_found_or_concerns_nobody) {
    for (const char *name : {"stored.npz", "deflated.npz", "streamed.npz"}) {
        SCOPED_TRACE(name);
        const int taken =
            read_with_every_bit_changed(read_both, content(golden(name)), [](const dataset &d, std::size_t bit) {
                SCOPED_TRACE(bit);
                expect_right(d);
            });
        EXPECT_GT(taken, 0) << "dates and attributes";
    }
}

const test_of_every_reader npz_among_all({"npz", [] { return content(golden("stored.npz")); },
                                          [](const std::string &path) { (void)read_npz(path, four_values); }});
const test_of_every_reader npz_deflated_among_all({"npz_deflated", [] { return content(golden("deflated.npz")); },
                                                   [](const std::string &path) { (void)read_npz(path, four_values); }});

}  // namespace
