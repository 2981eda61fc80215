// What separates rows and fields, and what a file says that is not as it should be.
#include "csv_fixture.hpp"

namespace {

using namespace sylvite;

using csv_lines = csv_fixture;

constexpr csv_options numbers{.header = csv_header::absent};

TEST_F(csv_lines, take_doubled_quotes_for_one) {
    const std::string text = "\"a \"\"b\"\"\",c,\"\"\"\"\n1,2,3\n";
    EXPECT_EQ(labels_of(read(text, {.label = {.name = "a \"b\""}})), std::vector<std::int32_t>{1});
    EXPECT_EQ(labels_of(read(text, {.label = {.name = "\""}})), std::vector<std::int32_t>{3});
    EXPECT_ERROR((void)read("\"1\"\",\"\"2\",2,3\n4,5,6\n", numbers),
                 "line 1, field 1: expected a number, found '1\",\"2'");
}

TEST_F(csv_lines, have_fields_without_the_blanks_around) {
    EXPECT_EQ(labels_of(read("a , b\t, y \n1 ,2 , 3\n", {.label = {.name = "y"}})), std::vector<std::int32_t>{3});
    EXPECT_EQ(labels_of(read("a , b\t, \" y \"\n1 ,2 , 3\n", {.label = {.name = " y "}})),
              std::vector<std::int32_t>{3});
}

TEST_F(csv_lines, of_an_empty_field_in_quotes_are_not_blank) {
    EXPECT_ERROR((void)all("1\n\"\"\n"), "line 2, field 1: expected a number, found '', a missing value");
    EXPECT_EQ(all("1\n\"\"\n\n", {.fillna = 5}), (std::vector<float>{1, 5}));
}

TEST_F(csv_lines, end_with_the_text) {
    const std::string_view text = "1,2\n3,\"4\"\"";
    const dataset d = data::parse_csv("t", text.substr(0, text.size() - 1), {"x", f32, 2}, nullptr, {});
    EXPECT_EQ(column_values<float>(d, "x"), (std::vector<float>{1, 2, 3, 4}));
}

TEST_F(csv_lines, show_quotes_that_do_not_match) {
    EXPECT_ERROR((void)read("4,5,6\n\"1,2,3\n", numbers),
                 "d.csv, line 2, field 1: the quotes that begin in '\"1,2,3?' are never closed; csv_options::quotechar "
                 "= '\\0' takes quotes for letters");
    EXPECT_ERROR((void)read("1,\"2\"3,3\n4,5,6\n", numbers),
                 "line 1, field 2: found '3,3' behind closing quotes, expected the end of the field");
    EXPECT_ERROR((void)read("1,\",3\n", numbers), "field 2: the quotes that begin in '\",3?' are never closed");
    EXPECT_ERROR((void)read("1,\"\"\",3\n", numbers), "field 2: the quotes that begin in '\"\"\",3?' are never closed");
    EXPECT_ERROR((void)read("1,\"\",3\n", numbers), "field 2: expected a number, found '', a missing value");
    EXPECT_EQ(labels_of(read("\"1\" 2 \"3\"\n", {.delim_whitespace = true})), std::vector<std::int32_t>{3});
    EXPECT_ERROR((void)read("\"1\"2 3 4\n", {.delim_whitespace = true}), "found '2 3 4' behind closing quotes");
}

TEST_F(csv_lines, go_on_within_quotes) {
    const std::string text = "\"a;\n\"\"b\"\"\",\"c\r\n,d\",y\r\n1,2,3\r\n4,x,6\r\n";
    EXPECT_ERROR((void)read(text), "d.csv, line 5, field 2: expected a number, found 'x'");
    EXPECT_EQ(labels_of(read(text, {.label = {.name = "y"}, .nrows = 1})), std::vector<std::int32_t>{3});
    EXPECT_EQ(labels_of(read(text, {.label = {.name = "c\r\n,d"}, .nrows = 1})), std::vector<std::int32_t>{2});
    EXPECT_ERROR((void)read("\"a\rb\",c,d\n1,2,x\n"), "line 3, field 3");  // a lone CR is the end of a line
}

TEST_F(csv_lines, take_quotes_for_letters_where_there_is_no_quote_character) {
    EXPECT_EQ(labels_of(read("5\" pipe,a,\"b\n1,2,3\n", {.label = {.name = "\"b"}, .quotechar = '\0'})),
              std::vector<std::int32_t>{3});
    EXPECT_EQ(labels_of(read("5\" pipe,a,b\n1,2,3\n")), std::vector<std::int32_t>{3}) << "in the middle of a field";
    EXPECT_EQ(labels_of(read("'1,',2,3\n1,'2',3\n", {.header = csv_header::present, .quotechar = '\''})),
              std::vector<std::int32_t>{3});
}

TEST_F(csv_lines, end_in_line_feeds_carriage_returns_or_both) {
    for (const char *text : {"1,2,3\n4,5,6", "1,2,3\r4,5,6\r", "1,2,3\r\n4,5,6\r\n", "\r\r1,2,3\r\r\n\n4,5,6\r"})
        EXPECT_EQ(labels_of(read(text)), (std::vector<std::int32_t>{3, 6})) << text;
    EXPECT_ERROR((void)read("1,2,3\r\r4,x,6\r"), "d.csv, line 3, field 2");
}

TEST_F(csv_lines, take_another_delimiter) {
    EXPECT_EQ(pixels_of(read("1;2;3\n", {.delimiter = ';'})), (std::vector<float>{1, 2}));
    EXPECT_EQ(pixels_of(read("1\t2\t3\n", {.delimiter = '\t'})), (std::vector<float>{1, 2}));
    EXPECT_EQ(pixels_of(read("1 2 3\n", {.delimiter = ' '})), (std::vector<float>{1, 2}));
    EXPECT_ERROR((void)read("1\t\t3\n1\t\t3", {.delimiter = '\t', .header = csv_header::absent}),
                 "line 1, field 2: expected a number, found ''");
    EXPECT_EQ(read("1\t2\t3\n\t\t\n \n", {.delimiter = '\t'}).rows(), 1u) << "blank lines";
    EXPECT_ERROR((void)read("1,2,3\n,,\n"), "line 2, field 1: expected a number, found ''");
}

TEST_F(csv_lines, take_runs_of_blanks_and_tabs) {
    const csv_options how{.delim_whitespace = true};
    EXPECT_EQ(pixels_of(read("  1   2\t\t3  \n\n4 \t 5 6\r\n", how)), (std::vector<float>{1, 2, 4, 5}));
    EXPECT_EQ(labels_of(read("a \"b c\"   d\n1 2 3", {.label = {.name = "b c"}, .delim_whitespace = true})),
              std::vector<std::int32_t>{2});
    EXPECT_EQ(labels_of(read("1 2 3 # three", {.delim_whitespace = true, .comment = '#'})),
              std::vector<std::int32_t>{3});
    EXPECT_ERROR((void)read("1 2 3\n4 5\n", how), "line 2: expected 3 fields as in the first line, found 2");
}

TEST_F(csv_lines, pass_over_comments) {
    const csv_options how{.comment = '#'};
    EXPECT_EQ(labels_of(read("# a file, of mine\na,b,c\n1,2,3 # \"one\n#\n  # x\n4,5,6#", how)),
              (std::vector<std::int32_t>{3, 6}));
    EXPECT_EQ(labels_of(read("\"#a\",b,c\n1,2,3\n", {.label = {.name = "#a"}, .comment = '#'})),
              std::vector<std::int32_t>{1});
    EXPECT_ERROR((void)read("# a\n# b\n", how), "d.csv: the file has no row: 0 lines were passed over");
    EXPECT_ERROR((void)read("1,2,3\n1,#2,3\n", how), "line 2: expected 3 fields as in the first line, found 2");
}

TEST_F(csv_lines, in_front_can_be_skipped_and_those_behind_left) {
    const std::string text = "\"an unmatched quote\n\n1,2,3\n4,5,6\n7,8,x\n";
    EXPECT_EQ(labels_of(read(text, {.skiprows = 2, .nrows = 2})), (std::vector<std::int32_t>{3, 6}));
    EXPECT_EQ(labels_of(read(text, {.skiprows = 3, .nrows = 1})), std::vector<std::int32_t>{6});
    EXPECT_ERROR((void)read(text, {.skiprows = 2, .nrows = 3}), "d.csv, line 5, field 3");
    EXPECT_EQ(labels_of(read("a,b,c\n1,2,3\n4,5,x\n", {.nrows = 1})), std::vector<std::int32_t>{3});
    EXPECT_ERROR((void)read("1,2,3\n", {.skiprows = 7}), "d.csv: the file has no row: 1 lines were passed over as "
                                                         "csv_options::skiprows has it");
}

TEST_F(csv_lines, name_their_delimiter_as_spreadsheets_have_it) {
    EXPECT_EQ(labels_of(read("sep=;\n1;2;3\n")), std::vector<std::int32_t>{3});
    EXPECT_EQ(labels_of(read("\xef\xbb\xbf\"sep=\t\"\r\na\tb\tc\r\n1\t2\t3\r\n")), std::vector<std::int32_t>{3});
    EXPECT_EQ(labels_of(read("SEP=|\n1|2|3\n", {.delimiter = '|'})), std::vector<std::int32_t>{3});
    EXPECT_EQ(labels_of(read("sep=;\ntitle\n1;2;3\n", {.skiprows = 2})), std::vector<std::int32_t>{3});
    EXPECT_ERROR((void)read("sep=;\n1;2;3\n", {.delimiter = '|'}),
                 "d.csv, line 1: 'sep=;' names another delimiter than csv_options do");
    EXPECT_ERROR((void)read("sep=;\n1;2;3\n", {.delim_whitespace = true}), "names another delimiter");
    EXPECT_ERROR((void)read("sep=,\n1,2,3\n", {.delim_whitespace = true}), "names another delimiter");
    EXPECT_ERROR((void)read("sep=\"\n1;2;3\n"),
                 "d.csv, line 1, 'sep=\"': a quote or the end of a line cannot separate");
    EXPECT_ERROR((void)read("sep=1\n1;2;3\n"), "csv_options::delimiter cannot be '1'");
    EXPECT_ERROR((void)read("sep=;;\n"), "found 1 field");
}

TEST_F(csv_lines, of_another_delimiter_are_told) {
    EXPECT_ERROR((void)read("1;2;3\n"),
                 "d.csv, line 1: expected 2 values for 'pixels' and the label, found 1 field; the "
                 "fields seem to be separated by ';': set csv_options::delimiter to it");
    EXPECT_ERROR((void)read("a\tb\tc\n1\t2\t3\n"), "separated by tabs: set csv_options::delimiter to '\\t'");
    EXPECT_ERROR((void)read("1|2|3\n"), "separated by '|'");
    EXPECT_ERROR((void)read("1,2,3\n", {.delimiter = ';'}), "separated by ','");
    EXPECT_ERROR((void)read("1  2   3\n"), "separated by blanks: set csv_options::delim_whitespace");
    EXPECT_ERROR((void)read("1  2   3\n", {.delimiter = ' '}), "set csv_options::delim_whitespace");
    EXPECT_ERROR((void)read("1 2 3\n1  2   3\n", {.delimiter = ' '}),
                 "line 2: expected 3 fields as in the first line, found 6; the fields seem to be separated by blanks");
    EXPECT_ERROR((void)read("a;b;y\n1;2;3\n", {.label = {.name = "y"}}),
                 "csv_options::label asks for column 'y', found 'a;b;y'; the fields seem to be separated by ';'");
    EXPECT_ERROR((void)all("1;2\n3;4\n"), "line 2, field 1: expected a number, found '3;4'; the fields seem to be");
    EXPECT_ERROR((void)all("1;2\n"),
                 "d.csv: the file has a header and no rows; the fields seem to be separated by ';'");
    EXPECT_EQ(all("the price; net\n1\n"), std::vector<float>{1}) << "one column is as good";
}

TEST_F(csv_lines, that_no_other_delimiter_splits_get_no_advice) {
    for (const char *text : {"1\n", "a title\n", "title\n"})
        EXPECT_EQ(end_of_error(text, 15), ", found 1 field") << text;
    EXPECT_EQ(end_of_error("a;b,c\n1;2,3\n", 16), ", found 2 fields");
}

TEST_F(csv_lines, of_another_length_are_refused) {
    EXPECT_ERROR((void)read("1,2,3\n1,2\n"), "d.csv, line 2: expected 3 fields as in the first line, found 2");
    EXPECT_ERROR((void)read("1,2,3\n1,2,3,4\n"), "found 4");
    EXPECT_ERROR((void)read("1,2,3\n1,2,3,\n"), "found 4, the last of them empty");
    EXPECT_ERROR((void)read("1,2,3,4\n"),
                 "d.csv, line 1: expected 2 values for 'pixels' and the label, found 4 fields");
    EXPECT_ERROR((void)read("1\n"), "found 1 field");
    EXPECT_ERROR((void)read("Measured by us\n\na,b,c\n1,2,3\n"),
                 "found 1 field; csv_options::skiprows = 2 begins at line 3, which has 3 fields");
}

TEST_F(csv_lines, may_all_end_in_a_delimiter) {
    EXPECT_EQ(pixels_of(read("a,b,c,\n1,2,3,\n4,5,6,\n")), (std::vector<float>{1, 2, 4, 5}));
    EXPECT_EQ(labels_of(read("1,2,3,\n4,5,6,\n")), (std::vector<std::int32_t>{3, 6}));
    EXPECT_EQ(labels_of(read("1,2,3,\n", {.label = {.number = 1}})), std::vector<std::int32_t>{1});
    EXPECT_ERROR((void)read("1,2,3,4,\n", {.drop_columns = {{.number = 5}}}), "of which 3 are chosen for values");
    EXPECT_ERROR((void)read("1,2,3,\n", {.usecols = {{.number = 1}, {.number = 2}, {.number = 3}, {.number = 4}}}),
                 "of which 3 are chosen for values");
    EXPECT_ERROR((void)read("1,2,3,\n4,5,6,7\n"),
                 "line 2: expected nothing behind the last delimiter, as in the first line, found '7'");
    EXPECT_ERROR((void)read("1,2,3,\n4,5,6\n"), "line 2: expected 4 fields as in the first line, found 3");
}

TEST_F(csv_lines, are_needed) {
    EXPECT_ERROR((void)read(""), "d.csv: the file is empty");
    EXPECT_ERROR((void)read("\xef\xbb\xbf"), "d.csv: the file is empty");
    EXPECT_ERROR((void)read("\n \n\r\n"), "d.csv: the file is empty");
    EXPECT_ERROR((void)read("a,b,c\n"), "d.csv: the file has a header and no rows");
    EXPECT_ERROR((void)read("a,b,c"), "d.csv: the file has a header and no rows");
}

}  // namespace
