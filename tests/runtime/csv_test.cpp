#include "csv_fixture.hpp"

#include <filesystem>
#include <unistd.h>

namespace {

using namespace sylvite;

using csv = csv_fixture;

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

TEST_F(csv, reads_without_a_label_and_for_other_types) {
    const std::string path = folder.write("d.csv", "1,2\n3,4\n");
    EXPECT_EQ(column_values<float>(read_csv(path, pixels), "pixels"), (std::vector<float>{1, 2, 3, 4}));
    EXPECT_EQ(column_values<double>(read_csv(path, input_handle<double>{0, "x"}, input_handle<double>{1, "y"}), "y"),
              (std::vector<double>{2, 4}));
    const dataset any = read_csv(path, column_target{"all", f32, 0}, nullptr);
    EXPECT_EQ(any.find("all")->width, 2u);
}

TEST_F(csv, checks_labels_against_the_number_of_classes) {
    EXPECT_ERROR((void)read("1,2,0\n", {.classes = -3}),
                 "expected a number of classes, or 0 for labels of any value, found -3");
    EXPECT_EQ(column_values<std::int32_t>(read("1,2,9.0\n", {.classes = 10}), "label"), std::vector<std::int32_t>{9});
    for (const char *bad : {"10", "-1", "2.5", "", "nan", "1e300", "cat"})
        EXPECT_ERROR((void)read("1,2,0\n1,2," + std::string(bad) + "\n", {.classes = 10}),
                     "d.csv, line 2, field 3: expected a label from 0 to 9, found '" + std::string(bad) + "'");
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
