// Is the first line a header or a row? Which columns are read?
#include "csv_fixture.hpp"

namespace {

using namespace sylvite;

using csv_header_line = csv_fixture;
using csv_columns = csv_fixture;

constexpr const char *ask = "; set csv_options::header to csv_header::present if the line is a header, to "
                            "csv_header::absent if it is a row";

TEST_F(csv_header_line, is_one_of_names_only) {
    EXPECT_EQ(read("a,b,c\n1,2,3\n").rows(), 1u);
    EXPECT_EQ(read(",b,c\n1,2,3\n").rows(), 1u) << "data frames leave out the name of the row numbers";
    EXPECT_EQ(read("x1,2nd,1e\n1,2,3\n").rows(), 1u);
    EXPECT_EQ(read("1,2,3\n1,2,3\n").rows(), 2u);
    EXPECT_EQ(read("\"1\",+2,-3e0\n1,2,3\n").rows(), 2u);
    EXPECT_EQ(read("1e-400,2,3\n1,2,3\n").rows(), 2u);
    EXPECT_EQ(read("1,2,3\n1,2,3\n", {.header = csv_header::present}).rows(), 1u);
    EXPECT_ERROR((void)read("a,b,c\n1,2,3\n", {.header = csv_header::absent}),
                 "d.csv, line 1, field 1: expected a number, found 'a'");
}

TEST_F(csv_header_line, is_asked_for_where_numbers_stand_beside_other_fields) {
    for (const auto &[line, field, text] :
         std::initializer_list<std::tuple<const char *, int, const char *>>{{"?,2,1", 1, "?"},
                                                                            {",2,0", 1, ""},
                                                                            {"1,,0", 2, ""},
                                                                            {"1,2,", 3, ""},
                                                                            {"1.5.2,2,1", 1, "1.5.2"},
                                                                            {"1,x,1", 2, "x"},
                                                                            {"1,NaN,1", 2, "NaN"},
                                                                            {"1,2,-inf", 3, "-inf"},
                                                                            {"id,2019,2020", 1, "id"},
                                                                            {"true,1,no", 3, "no"}}) {
        const std::string expected = "d.csv, line 1, field " + std::to_string(field) + ": found '" + text +
                                     "' beside numbers in the first line" + ask;
        EXPECT_ERROR((void)read(line + std::string("\n1,2,3\n")), expected);
        EXPECT_ERROR((void)read(line), expected);
        EXPECT_EQ(read(line + std::string("\n1,2,3\n"), {.header = csv_header::present}).rows(), 1u) << line;
        EXPECT_ERROR((void)read(line + std::string("\n1,2,3\n"), {.header = csv_header::absent}), "line 1, field");
    }
}

TEST_F(csv_header_line, is_asked_for_where_missing_values_stand_beside_names) {
    for (const char *missing : {"?", "NA", "nan", "null", "inf", "-inf", "+Infinity", "#N/A"}) {
        const std::string expected =
            std::string("line 2, field 2: found '") + missing + "' beside names in the first line" + ask;
        EXPECT_ERROR((void)read(std::string("\na,") + missing + ",c\n1,2,3\n"), expected);
    }
    EXPECT_ERROR((void)read("a,-,c\n1,2,3\n", {.na_values = {"-"}}), "field 2: found '-' beside names");
}

TEST_F(csv_header_line, is_asked_for_where_there_is_neither_a_number_nor_a_name) {
    EXPECT_ERROR((void)read(",,\n1,2,3\n"),
                 std::string("line 1, field 1: found '' and neither a number nor a name in the first line") + ask);
    EXPECT_ERROR((void)read("?,?,?\n1,2,3\n"), "field 1: found '?' and neither");
    EXPECT_ERROR((void)read("?,,nan\n1,2,3\n", {.fillna = 0}), "field 1: found '?' and neither");
}

TEST_F(csv_header_line, is_asked_for_where_data_frames_may_have_numbered_their_columns) {
    const std::string expected = std::string(": the fields count up from 0, as data frames number columns") + ask;
    EXPECT_ERROR((void)read("0,1,2\n1,2,3\n"), "d.csv, line 1" + expected);
    EXPECT_ERROR((void)all("0\n1\n"), "line 1" + expected);
    EXPECT_ERROR((void)read(",0,1\n0,2,3\n"), "line 1" + expected);
    EXPECT_ERROR((void)read("x,y,z\n", {.skiprows = 1}), "has no row");
    EXPECT_EQ(labels_of(read("0,1,2\n1,2,3\n", {.header = csv_header::present})), std::vector<std::int32_t>{3});
    EXPECT_EQ(labels_of(read("0,1,2\n1,2,3\n", {.header = csv_header::absent})), (std::vector<std::int32_t>{2, 3}));
    EXPECT_EQ(labels_of(read("0,1,2\n")), std::vector<std::int32_t>{2}) << "a header stands above something";
    EXPECT_EQ(labels_of(read("0,1,3\n1,2,3\n")), (std::vector<std::int32_t>{3, 3}));
    EXPECT_EQ(labels_of(read("0.0,1.0,2\n1,2,3\n")), (std::vector<std::int32_t>{2, 3})) << "no frame writes that";
    EXPECT_EQ(labels_of(read("1,2,3\n1,2,3\n")), (std::vector<std::int32_t>{3, 3}));
}

TEST_F(csv_header_line, may_be_a_row_with_missing_values_where_these_are_filled) {
    EXPECT_EQ(pixels_of(read("?,2,1\n1,,3\n", {.fillna = 9})), (std::vector<float>{9, 2, 1, 9}));
    EXPECT_ERROR((void)read("?,x,1\n1,,3\n", {.fillna = 9}), "field 2: found 'x' beside numbers");
    EXPECT_EQ(read("a,b,\n1,2,3\n", {.fillna = 9}).rows(), 1u);
}

TEST_F(csv_header_line, of_booleans_is_a_row) {
    constexpr input_handle<bool, 2> flags{0, "flags"};
    constexpr input_handle<bool> last{1, "last"};
    EXPECT_EQ(read_csv(folder.write("b.csv", "true,false,TRUE\n1,0,1\n"), flags, last).rows(), 2u);
    EXPECT_ERROR((void)read("true,false,true\n1,2,3\n"), "line 1, field 1: expected a number, found 'true'");
}

TEST_F(csv_header_line, is_judged_by_the_fields_that_are_read) {
    const csv_options no_date{.drop_columns = {{.number = 1}}};
    EXPECT_EQ(read("2020-01-01,1,2,3\n2020-01-02,1,2,3\n", no_date).rows(), 2u);
    EXPECT_EQ(read("date,a,b,c\n2020-01-02,1,2,3\n", no_date).rows(), 1u);
    EXPECT_EQ(read("5,1,cat\n6,1,dog\n", {.labels = csv_labels::names}).rows(), 2u);
    EXPECT_EQ(read("a,b,cat\n6,1,dog\n", {.labels = csv_labels::names}).rows(), 1u);
    EXPECT_ERROR((void)read("5,1,cat\n6,1,dog\n"), "field 3: found 'cat' beside numbers");
}

TEST_F(csv_header_line, is_certain_where_a_column_is_asked_for_by_name) {
    EXPECT_EQ(labels_of(read("0,1,y\n4,5,6\n", {.label = {.name = "y"}})), std::vector<std::int32_t>{6});
    EXPECT_ERROR((void)read("a,b,c\n1,2,3\n", {.label = {.name = "d"}}),
                 "d.csv, line 1: csv_options::label asks for column 'd', found 'a', 'b', 'c'");
    EXPECT_ERROR((void)read("1,2,3\n", {.label = {.name = "d"}}), "asks for column 'd', found '1', '2', '3'");
    EXPECT_ERROR((void)read("a,b,c\n1,2,3\n", {.header = csv_header::absent, .label = {.name = "c"}}),
                 "d.csv: csv_options asks for columns by name, and has neither a header nor names");
    EXPECT_ERROR((void)read("1,2,3,4,5,6,7,8,9,10\n", {.label = {.name = "d"}}), "'8' and 2 more");
}

TEST_F(csv_header_line, of_the_right_length_is_not_advised_to_be_skipped) {
    EXPECT_EQ(end_of_error("a,b,c\n1,2,3\n", 19, {.label = {.name = "d"}}), "found 'a', 'b', 'c'");
}

TEST_F(csv_columns, have_the_label_by_name_and_by_number) {
    EXPECT_EQ(labels_of(read("a,\"class, or so\",b\n1,2,3\n", {.label = {.name = "class, or so"}})),
              std::vector<std::int32_t>{2});
    EXPECT_EQ(labels_of(read("1,2,3\n", {.label = {.number = 1}})), std::vector<std::int32_t>{1});
    EXPECT_EQ(pixels_of(read("1,2,3\n", {.label = {.number = 1}})), (std::vector<float>{2, 3}));
    EXPECT_EQ(labels_of(read("1,2,3\n", {.label = {.number = 3}})), std::vector<std::int32_t>{3});
    EXPECT_EQ(labels_of(read("1,2,3\n", {.label = {.name = "y", .number = 2}})), std::vector<std::int32_t>{2});
    EXPECT_EQ(all("1,2\n", {.label = {.name = "y"}}), (std::vector<float>{1, 2})) << "no label is read";
    EXPECT_ERROR((void)read("1,2,3\n", {.label = {.number = 4}}),
                 "d.csv, line 1: csv_options::label asks for field 4, the line has 3");
}

TEST_F(csv_columns, are_chosen_in_the_order_wanted) {
    const std::string text = "a,b,c,d\n1,2,3,x\n4,5,6,y\n";
    EXPECT_EQ(pixels_of(read(text, {.usecols = {{"c"}, {"a"}, {"b"}}})), (std::vector<float>{3, 1, 6, 4}));
    EXPECT_EQ(labels_of(read(text, {.usecols = {{"c"}, {"a"}, {"b"}}})), (std::vector<std::int32_t>{2, 5}));
    EXPECT_EQ(pixels_of(read(text, {.label = {.name = "a"}, .usecols = {{"c"}, {.number = 2}}})),
              (std::vector<float>{3, 2, 6, 5}));
    EXPECT_EQ(pixels_of(read(text, {.label = {.name = "a"}, .usecols = {{"c"}, {"a"}, {"b"}}})),
              (std::vector<float>{3, 2, 6, 5}));
    EXPECT_ERROR((void)read(text, {.usecols = {{"c"}, {"a"}, {"e"}}}),
                 "csv_options::usecols asks for column 'e', found 'a', 'b', 'c', 'd'");
    EXPECT_ERROR((void)read(text, {.usecols = {{"c"}, {"a"}, {.number = 3}}}), "usecols asks for field 3 twice");
    EXPECT_ERROR((void)read(text, {.usecols = {{"c"}, {"a"}, {.number = 5}}}),
                 "usecols asks for field 5, the line has 4");
    EXPECT_ERROR((void)read(text, {.usecols = {{"c"}, {"a"}}}),
                 "expected 2 values for 'pixels' and the label, found 4 fields, of which 1 is chosen for values");
    EXPECT_ERROR((void)read(text, {.usecols = {{}}}), "csv_options::usecols has a column without name and number");
}

TEST_F(csv_columns, are_dropped_whatever_they_hold) {
    const std::string text = "id,a,note,b,y\n1,2,\"x,\ny\",3,4\n";
    const dataset d = read(text, {.drop_columns = {{"note"}, {"id"}}});
    EXPECT_EQ(pixels_of(d), (std::vector<float>{2, 3}));
    EXPECT_EQ(labels_of(d), std::vector<std::int32_t>{4});
    EXPECT_EQ(labels_of(read("1,2,3,x\n", {.drop_columns = {{.number = 4}}})), std::vector<std::int32_t>{3});
    EXPECT_ERROR((void)read(text, {.drop_columns = {{"notes"}}}), "drop_columns asks for column 'notes', found 'id'");
    EXPECT_ERROR((void)read(text, {.drop_columns = {{"note"}}}), "found 5 fields, of which 3 are chosen for values");
    EXPECT_ERROR((void)all("1,2\n", {.drop_columns = {{.number = 1}, {.number = 2}}}), "0 are chosen for values");
    EXPECT_ERROR((void)read("1,2\n", {.drop_columns = {{.number = 1}, {.number = 2}}}), "0 are chosen for values");
    EXPECT_ERROR((void)read(text, {.drop_columns = {{}}}), "drop_columns has a column without name and number");
    EXPECT_ERROR((void)read(text, {.usecols = {{"a"}}, .drop_columns = {{"b"}}}),
                 "csv_options has both usecols and drop_columns");
}

TEST_F(csv_columns, take_given_names) {
    const csv_options how{.label = {.name = "y"}, .names = {"y", "a", "b"}};
    EXPECT_EQ(labels_of(read("1,2,3\n4,5,6\n", how)), (std::vector<std::int32_t>{1, 4}));
    EXPECT_EQ(labels_of(read("u,v,w\n4,5,6\n", how)), std::vector<std::int32_t>{4}) << "in the header's place";
    EXPECT_ERROR((void)read("1,2,3\n", {.label = {.name = "u"}, .names = {"y", "a", "b"}}),
                 "asks for column 'u', found 'y', 'a', 'b'");
    EXPECT_ERROR((void)read("1,2,3\n", {.names = {"a", "b"}}),
                 "line 1: csv_options::names has 2 names, found 3 fields");
}

TEST_F(csv_columns, of_one_name_are_told_apart_by_number_only) {
    EXPECT_ERROR((void)read("a,b,a\n1,2,3\n", {.label = {.name = "a"}}),
                 "d.csv, line 1: csv_options::label asks for column 'a', fields 1 and 3 have that name");
    EXPECT_EQ(labels_of(read("a,b,a\n1,2,3\n", {.label = {.name = "b"}})), std::vector<std::int32_t>{2});
    EXPECT_EQ(labels_of(read("a,b,a\n1,2,3\n", {.label = {.number = 1}})), std::vector<std::int32_t>{1});
}

TEST_F(csv_columns, are_found_quickly_by_thousands_of_names) {
    std::string header, row;
    csv_options how;
    for (int i = 0; i < 20000; ++i) {
        header += (i == 0 ? "" : ",") + std::string("c") + std::to_string(i);
        row += i == 0 ? "1" : ",1";
        how.names.push_back("n" + std::to_string(i));
    }
    for (const std::string &name : how.names) how.usecols.push_back({.name = name});
    std::vector<csv_field> reversed(how.usecols.rbegin(), how.usecols.rend());
    how.usecols = reversed;
    EXPECT_EQ(all(header + "\n" + row + "\n", how).size(), 20000u);
}

}  // namespace
