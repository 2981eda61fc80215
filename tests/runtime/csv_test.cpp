#include "column_values.hpp"
#include "expect_error.hpp"
#include "temporary_folder.hpp"

#include <sylvite/runtime/data/csv.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <unistd.h>

namespace {

using namespace sylvite;

constexpr input_handle<float, 2> pixels{0, "pixels"};
constexpr input_handle<std::int32_t> label{1, "label"};

class csv : public ::testing::Test {
  protected:
    temporary_folder folder;
    dataset read(std::string_view text, const csv_options &how = {}) {
        return read_csv(folder.write("d.csv", text), pixels, label, how);
    }
};

TEST_F(csv, reads_numbers_with_the_label_last) {
    const dataset d = read("1,2,3\n-4.5,1e2,7\n");
    EXPECT_EQ(d.rows(), 2u);
    EXPECT_EQ(column_values<float>(d, "pixels"), (std::vector<float>{1, 2, -4.5f, 100}));
    EXPECT_EQ(column_values<std::int32_t>(d, "label"), (std::vector<std::int32_t>{3, 7}));
}

TEST_F(csv, takes_blanks_quotes_carriage_returns_and_a_byte_order_mark) {
    const dataset d = read("\xef\xbb\xbf \"1\" ,\t2 ,3\r\n\r\n+4,5,\"6\"\r\n\n");
    EXPECT_EQ(column_values<float>(d, "pixels"), (std::vector<float>{1, 2, 4, 5}));
    EXPECT_EQ(column_values<std::int32_t>(d, "label"), (std::vector<std::int32_t>{3, 6}));
}

TEST_F(csv, takes_doubled_quotes_for_one) {
    const std::string text = "\"a \"\"b\"\"\",c,\"\"\"\"\n1,2,3\n";
    EXPECT_EQ(column_values<std::int32_t>(read(text, {.label = {.name = "a \"b\""}}), "label"),
              std::vector<std::int32_t>{1});
    EXPECT_EQ(column_values<std::int32_t>(read(text, {.label = {.name = "\""}}), "label"),
              std::vector<std::int32_t>{3});
    EXPECT_ERROR((void)read("\"1\"\",\"\"2\",2,3\n4,5,6\n", {.header = csv_header::absent}),
                 "line 1, field 1: expected a number, found '1\",\"2'");
}

TEST_F(csv, shows_quotes_that_do_not_match) {
    const csv_options numbers{.header = csv_header::absent};
    EXPECT_ERROR((void)read("\"1,2,3\n", numbers), "line 1, field 1: expected a number, found '\"1'");
    EXPECT_ERROR((void)read("1,\"2\"3,3\n", numbers), "field 2: expected a number, found '\"2\"3'");
    EXPECT_ERROR((void)read("1,\",3\n", numbers), "found '\"'");
    EXPECT_ERROR((void)read("1,\"\"\",3\n", numbers), "found '\"\"\"'");
    EXPECT_ERROR((void)read("1,\"\",3\n", numbers), "field 2: expected a number, found ''");
    for (const char delimiter : {'"', '\n', '\r'})
        EXPECT_ERROR((void)read("1,2,3\n", {.delimiter = delimiter}), "a quote or the end of a line cannot separate");
}

TEST_F(csv, reads_booleans) {
    const std::string path = folder.write("d.csv", "1,true,False\n0,\"FALSE\",TRUE\n");
    constexpr input_handle<bool, 2> flags{0, "flags"};
    constexpr input_handle<bool> last{1, "last"};
    const dataset d = read_csv(path, flags, last);
    EXPECT_EQ(column_values<bool>(d, "flags"), (std::vector<bool>{true, true, false, false}));
    EXPECT_EQ(column_values<bool>(d, "last"), (std::vector<bool>{false, true}));
    EXPECT_EQ(read_csv(path, flags, last, {.header = csv_header::present}).rows(), 1u);
    EXPECT_EQ(
        column_values<bool>(read_csv(folder.write("e.csv", "a,b,c\n5,6,1.0\n"), pixels, last, {.classes = 2}), "last"),
        std::vector<bool>{true});
    EXPECT_ERROR((void)read_csv(folder.write("e.csv", "1,1,1\n1,2,1\n"), flags, last),
                 "e.csv, line 2, field 2: expected 0, 1, true or false, found '2'");
    EXPECT_ERROR((void)read_csv(folder.write("e.csv", "1,1,1\n1,truee,1\n"), flags, last), "found 'truee'");
    EXPECT_ERROR((void)read_csv(folder.write("e.csv", "1,1,2\n"), flags, last, {.classes = 2}),
                 "a label from 0 to 1, found '2'");
    EXPECT_ERROR((void)read_csv(path, flags, last, {.classes = 3}),
                 "label 'last' is a boolean, 3 classes were asked for");
}

TEST_F(csv, finds_the_label_by_name_and_by_number) {
    EXPECT_EQ(column_values<std::int32_t>(read("a,\"class, or so\",b\n1,2,3\n", {.label = {.name = "class, or so"}}),
                                          "label"),
              std::vector<std::int32_t>{2});
    EXPECT_EQ(column_values<std::int32_t>(read("1,2,3\n", {.label = {.number = 1}}), "label"),
              std::vector<std::int32_t>{1});
    EXPECT_EQ(column_values<float>(read("1,2,3\n", {.label = {.number = 1}}), "pixels"), (std::vector<float>{2, 3}));
}

TEST_F(csv, tells_a_header_from_a_row) {
    EXPECT_EQ(read("a,b,c\n1,2,3\n").rows(), 1u);
    EXPECT_EQ(read("1,2,3\n1,2,3\n").rows(), 2u);
    EXPECT_EQ(read("1,2,3\n1,2,3\n", {.header = csv_header::present}).rows(), 1u);
    EXPECT_ERROR((void)read("a,b,c\n1,2,3\n", {.header = csv_header::absent}),
                 "d.csv, line 1, field 1: expected a number, found 'a'");
}

TEST_F(csv, takes_another_delimiter) {
    EXPECT_EQ(column_values<float>(read("1;2;3\n", {.delimiter = ';'}), "pixels"), (std::vector<float>{1, 2}));
    EXPECT_EQ(column_values<float>(read("1\t2\t3\n", {.delimiter = '\t'}), "pixels"), (std::vector<float>{1, 2}));
    EXPECT_EQ(column_values<float>(read("1 2 3\n", {.delimiter = ' '}), "pixels"), (std::vector<float>{1, 2}));
    EXPECT_ERROR((void)read("1\t\t3\n1\t\t3", {.delimiter = '\t', .header = csv_header::absent}),
                 "line 1, field 2: expected a number, found ''");
}

TEST_F(csv, reads_without_a_label_and_for_other_types) {
    const std::string path = folder.write("d.csv", "1,2\n3,4\n");
    EXPECT_EQ(column_values<float>(read_csv(path, pixels), "pixels"), (std::vector<float>{1, 2, 3, 4}));
    EXPECT_EQ(column_values<double>(read_csv(path, input_handle<double>{0, "x"}, input_handle<double>{1, "y"}), "y"),
              (std::vector<double>{2, 4}));
    const dataset any = read_csv(path, column_target{"all", f32, 0}, nullptr);
    EXPECT_EQ(any.find("all")->width, 2u);
}

TEST_F(csv, names_line_field_and_text_of_what_is_no_number) {
    EXPECT_ERROR((void)read("1,2,3\n1,x2,3\n"), "d.csv, line 2, field 2: expected a number, found 'x2'");
    EXPECT_ERROR((void)read("1,2,3\n\n1,,3\n"), "d.csv, line 3, field 2: expected a number, found ''");
    EXPECT_ERROR((void)read("1,2,3\n1,2 2,3\n"), "found '2 2'");
    EXPECT_ERROR((void)read("1,2,3\n1,nan,3\n"), "found 'nan'");
    EXPECT_ERROR((void)read("1,2,3\n1,inf,3\n"), "found 'inf'");
    EXPECT_ERROR((void)read("1,2,3\n1,1e99,3\n"), "found '1e99'");
    EXPECT_ERROR((void)read("1,2,3\n1,+-1,3\n"), "found '+-1'");
    EXPECT_ERROR((void)read("1,2,3\n1,2,3.5\n"), "line 2, field 3: expected a whole number, found '3.5'");
    EXPECT_ERROR((void)read("1,2,3\n1,2,3000000000\n"), "expected a whole number, found '3000000000'");
    EXPECT_ERROR((void)read(std::string("1,2,3\n1,\0\x01,3\n", 13)), "found '\?\?'");
    EXPECT_ERROR((void)read("1,2,3\n1," + std::string(500, 'z') + ",3\n"), "found '" + std::string(40, 'z') + "...'");
}

TEST_F(csv, checks_labels_against_the_number_of_classes) {
    EXPECT_ERROR((void)read("1,2,0\n", {.classes = -3}),
                 "expected a number of classes, or 0 for labels of any value, found -3");
    EXPECT_EQ(column_values<std::int32_t>(read("1,2,9.0\n", {.classes = 10}), "label"), std::vector<std::int32_t>{9});
    for (const char *bad : {"10", "-1", "2.5", "", "nan", "1e300", "cat"})
        EXPECT_ERROR((void)read("1,2,0\n1,2," + std::string(bad) + "\n", {.classes = 10}),
                     "d.csv, line 2, field 3: expected a label from 0 to 9, found '" + std::string(bad) + "'");
}

TEST_F(csv, refuses_ragged_rows_and_wrong_widths) {
    EXPECT_ERROR((void)read("1,2,3\n1,2\n"), "d.csv, line 2: expected 3 fields as in the first line, found 2");
    EXPECT_ERROR((void)read("1,2,3\n1,2,3,4\n"), "found 4");
    EXPECT_ERROR((void)read("1,2,3,4\n"),
                 "d.csv, line 1: expected 2 values for 'pixels' and the label, found 4 fields");
    EXPECT_ERROR((void)read("1\n"), "found 1 fields");
    EXPECT_ERROR((void)read("1,2,3\n", {.label = {.number = 4}}), "the label is field 4, found 3 fields");
    EXPECT_ERROR((void)read("a,b,c\n1,2,3\n", {.label = {.name = "d"}}), "expected a header with the label's name 'd'");
    EXPECT_ERROR((void)read("1,2,3\n", {.label = {.name = "d"}}), "found numbers");
}

TEST_F(csv, refuses_files_without_rows) {
    EXPECT_ERROR((void)read(""), "d.csv: the file is empty");
    EXPECT_ERROR((void)read("\n \n\r\n"), "d.csv: the file is empty");
    EXPECT_ERROR((void)read("a,b,c\n"), "d.csv: the file has a header and no rows");
}

TEST_F(csv, refuses_what_cannot_be_opened) {
    EXPECT_ERROR((void)read_csv(folder / "missing.csv", pixels, label), "missing.csv: cannot be opened: No such file");
    EXPECT_ERROR((void)read_csv(folder.path().string(), pixels, label), "expected a regular file, found a directory");
    const std::string path = folder.write("secret.csv", "1,2,3\n");
    std::filesystem::permissions(path, std::filesystem::perms::none);
    std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
    const bool root = ::geteuid() == 0;  // who may read everything
    ASSERT_EQ(root ? ::seteuid(65534) : 0, 0);
    EXPECT_ERROR((void)read_csv(path, pixels, label), "secret.csv: cannot be opened: Permission denied");
    ASSERT_EQ(root ? ::seteuid(0) : 0, 0);
}

}  // namespace
