#include "column_values.hpp"
#include "expect_error.hpp"
#include "temporary_folder.hpp"
#include "tested_readers.hpp"

#include <sylvite/runtime/data/csv_gzip.hpp>

#include <gtest/gtest.h>

#include <zlib.h>

namespace {

using namespace sylvite;

constexpr input_handle<float, 2> pixels{0, "pixels"};
constexpr input_handle<std::int32_t> label{1, "label"};

class csv_gzip : public ::testing::Test {
  protected:
    temporary_folder folder;
    std::string path = folder / "d.csv.gz";
    void compress(const std::string &text) const {
        gzFile to = ::gzopen(path.c_str(), "wb");
        ASSERT_NE(to, nullptr);
        ASSERT_EQ(::gzwrite(to, text.data(), static_cast<unsigned>(text.size())), static_cast<int>(text.size()));
        ASSERT_EQ(::gzclose(to), Z_OK);
    }
};

TEST_F(csv_gzip, reads_what_was_compressed_and_what_was_not) {
    std::string text = "a;b;y\n";
    for (int i = 0; i < 400000; ++i) text += std::to_string(i) + ";1;" + std::to_string(i % 10) + "\n";
    ASSERT_GT(text.size(), std::size_t{3} << 20) << "more than the first piece of memory";
    compress(text);
    const csv_options how{.delimiter = ';', .classes = 10};
    EXPECT_ERROR((void)read_csv(path, pixels, label, how),
                 "d.csv.gz: it is compressed by gzip: read_csv_gzip reads it");
    const dataset packed = read_csv_gzip(path, pixels, label, how);
    ASSERT_EQ(packed.rows(), 400000u);
    EXPECT_EQ(column_values<float>(packed, "pixels")[2 * 399999], 399999);
    const dataset plain = read_csv_gzip(folder.write("d.csv", text), pixels, label, how);
    EXPECT_EQ(column_values<std::int32_t>(plain, "label"), column_values<std::int32_t>(packed, "label"));
    EXPECT_EQ(read_csv_gzip(path, input_handle<float, 3>{0, "x"}, how).rows(), 400000u);
}

TEST_F(csv_gzip, names_the_line_and_refuses_what_is_damaged) {
    compress("1,2,3\n4,x,6\n");
    EXPECT_ERROR((void)read_csv_gzip(path, pixels, label), "d.csv.gz, line 2, field 2: expected a number, found 'x'");
    const std::string bytes = [&] {
        FILE *from = std::fopen(path.c_str(), "rb");
        std::string read(1000, '\0');
        read.resize(std::fread(read.data(), 1, read.size(), from));
        std::fclose(from);
        return read;
    }();
    EXPECT_ERROR((void)read_csv_gzip(folder.write("d.csv.gz", bytes.substr(0, bytes.size() - 9)), pixels, label),
                 "d.csv.gz: the compressed data is cut");
    EXPECT_ERROR((void)read_csv_gzip(folder.write("d.csv.gz", bytes + "x"), pixels, label),
                 "d.csv.gz: bytes follow the compressed data");
    EXPECT_ERROR((void)read_csv_gzip(folder.write("d.csv.gz", ""), pixels, label), "d.csv.gz: the file is empty");
}

const test_of_every_reader
    csv_gzip_among_all({"csv_gzip", [] { return std::string("1,2,3,4\n5,6,7,8\n"); },
                        [](const std::string &path) { (void)read_csv_gzip(path, four_values); }});

}  // namespace
