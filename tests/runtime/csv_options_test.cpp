// Options that contradict each other.
#include "csv_fixture.hpp"

namespace {

using namespace sylvite;

using csv_options_check = csv_fixture;

TEST_F(csv_options_check, refuses_characters_that_cannot_separate) {
    for (const char delimiter : {'"', '\n', '\r', '\0'})
        EXPECT_ERROR((void)read("1,2,3\n", {.delimiter = delimiter}),
                     "d.csv: a quote or the end of a line cannot separate fields");
    for (const char letter : {'0', '9', '+', '-', 'e', 'E', '\n', '\r'}) {
        EXPECT_ERROR((void)read("1,2,3\n", {.quotechar = letter}), "d.csv: csv_options::quotechar cannot be");
        EXPECT_ERROR((void)read("1,2,3\n", {.comment = letter}), "csv_options::comment cannot be");
        EXPECT_ERROR((void)read("1,2,3\n", {.decimal = letter}), "csv_options::decimal cannot be");
        EXPECT_ERROR((void)read("1,2,3\n", {.thousands = letter}), "csv_options::thousands cannot be");
    }
    EXPECT_ERROR((void)read("1,2,3\n", {.decimal = '\0'}), "csv_options::decimal cannot be '\\0'");
    EXPECT_ERROR((void)read("1,2,3\n", {.thousands = '\t'}), "csv_options::thousands cannot be a tab");
    EXPECT_ERROR((void)read("1,2,3\n", {.comment = '\n'}), "csv_options::comment cannot be the end of a line");
    EXPECT_ERROR((void)read("1,2,3\n", {.delimiter = '7'}), "csv_options::delimiter cannot be '7'");
}

TEST_F(csv_options_check, refuses_one_character_for_two_purposes) {
    EXPECT_ERROR((void)read("1,2,3\n", {.comment = ','}), "d.csv: csv_options::delimiter and comment are both ','");
    EXPECT_ERROR((void)read("1,2,3\n", {.comment = '"'}), "csv_options::quotechar and comment are both '\"'");
    EXPECT_ERROR((void)read("1,2,3\n", {.quotechar = '.'}), "csv_options::quotechar and decimal are both '.'");
    EXPECT_ERROR((void)read("1,2,3\n", {.comment = '#', .thousands = '#'}), "comment and thousands are both '#'");
    EXPECT_ERROR((void)read("1,2,3\n", {.thousands = '.'}), "decimal and thousands are both '.'");
    EXPECT_ERROR((void)read("1,2,3\n", {.delim_whitespace = true, .comment = ' '}),
                 "delimiter and comment are both ' '");
}

TEST_F(csv_options_check, lets_numbers_in_quotes_hold_the_delimiter) {
    EXPECT_EQ(pixels_of(read("\"1,234.5\",\"2\",3\n", {.thousands = ','})), (std::vector<float>{1234.5F, 2}));
    EXPECT_EQ(pixels_of(read("\"1,5\",2,3\n", {.decimal = ','})), (std::vector<float>{1.5F, 2}));
    EXPECT_ERROR((void)read("1,5,2,3\n", {.decimal = ','}), "found 4 fields");
}

TEST_F(csv_options_check, refuses_two_delimiters) {
    for (const char delimiter : {',', ' ', '\t'})
        EXPECT_EQ(read("1 2 3\n", {.delimiter = delimiter, .delim_whitespace = true}).rows(), 1u);
    EXPECT_ERROR((void)read("1 2 3\n", {.delimiter = ';', .delim_whitespace = true}),
                 "d.csv: csv_options has both delim_whitespace and delimiter ';'");
}

}  // namespace
