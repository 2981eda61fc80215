// What a field says: numbers, missing values, class numbers.
#include "csv_fixture.hpp"

#include <charconv>
#include <clocale>
#include <cmath>
#include <limits>
#include <locale>

namespace {

using namespace sylvite;

using csv_values = csv_fixture;

template <class T>
bool same_bits(T a, T b) {
    return a == b && std::signbit(a) == std::signbit(b);
}

TEST_F(csv_values, name_line_field_and_text_of_what_is_no_number) {
    EXPECT_ERROR((void)read("1,2,3\n1,x2,3\n"), "d.csv, line 2, field 2: expected a number, found 'x2'");
    EXPECT_ERROR((void)read("1,2,3\n\n1,,3\n"), "d.csv, line 3, field 2: expected a number, found '', a missing value; "
                                                "csv_options::fillna puts a number in its place");
    for (const char *text : {"2 2", "+-1", "--1", "+", "-", ".", "e5", "1e", "0x1", "1_0", "infinity", "-inf"})
        EXPECT_ERROR((void)read(std::string("1,2,3\n1,") + text + ",3\n"),
                     std::string("line 2, field 2: expected a number, found '") + text + "'");
    EXPECT_ERROR((void)read("1,2,3\n1,nan,3\n"), "found 'nan', a missing value");
    EXPECT_ERROR((void)read("1,2,3\n1,2,3.5\n"), "line 2, field 3: expected a label, a whole number, found '3.5'");
    EXPECT_ERROR((void)all<std::int32_t>("1,2,3\n1,2,3.5\n"), "line 2, field 3: expected a whole number, found '3.5'");
    EXPECT_ERROR((void)read("1,2,3\n1,\x01,3\n"), "found '?'");
    EXPECT_ERROR((void)read("1,2,3\n1," + std::string(500, 'z') + ",3\n"), "found '" + std::string(40, 'z') + "...'");
}

TEST_F(csv_values, below_the_least_of_their_type_are_rounded) {
    const auto least = std::numeric_limits<float>::denorm_min();
    const std::string zeros(400, '0');
    const std::vector<float> x =
        all("1e-50,-1e-50,1e-45,7e-46,7.1e-46,1e-400,1e-99999999999999999999,1e-9223372036854775809,0." + zeros +
            "1,-" + zeros + "1e-500\n");
    ASSERT_EQ(x.size(), 10u);
    const float expected[] = {0, -0.F, least, 0, least, 0, 0, 0, 0, -0.F};
    for (std::size_t i = 0; i < x.size(); ++i) EXPECT_TRUE(same_bits(x[i], expected[i])) << i << ": " << x[i];
    const std::vector<double> y = all<double>("1e-50,4.9e-324,1e-324,-1e-400\n");
    EXPECT_EQ(y[0], 1e-50);
    EXPECT_EQ(y[1], std::numeric_limits<double>::denorm_min());
    EXPECT_TRUE(same_bits(y[2], 0.0) && same_bits(y[3], -0.0));
    EXPECT_EQ(all("1.17549435e-38\n")[0], std::numeric_limits<float>::min());
}

TEST_F(csv_values, beyond_the_largest_of_their_type_are_refused) {
    EXPECT_EQ(all("3.4028235e38,-3.40282356e38\n"),
              (std::vector<float>{std::numeric_limits<float>::max(), std::numeric_limits<float>::lowest()}));
    for (const char *text :
         {"1e39", "-1e39", "3.4028236e38", "1e400", "1e99999999999999999999", "1e9223372036854775808"})
        EXPECT_ERROR((void)all(std::string("1,2\n1,") + text + "\n"),
                     std::string("d.csv, line 2, field 2: ") + text +
                         " is beyond what f32 holds, from -3.4028235e+38 to 3.4028235e+38");
    EXPECT_ERROR((void)all("1\n0.01" + std::string(60, '0') + "e100\n"), "is beyond what f32 holds");
    EXPECT_ERROR((void)all("1\n1" + std::string(60, '0') + "e-10\n"), "is beyond what f32 holds");
    EXPECT_ERROR((void)all<double>("1\n1e309\n"), "line 2, field 1: 1e309 is beyond what f64 holds, from -1.797");
    EXPECT_ERROR((void)all("1e39\n"), "line 1, field 1: 1e39 is beyond");  // a number is no header, however large
}

TEST_F(csv_values, are_whole_for_i32) {
    EXPECT_EQ(all<std::int32_t>("2147483647,-2147483648,3.0,1e3,-0,+7,1234567,12345678,2147483647.0,-2147483648.0\n"),
              (std::vector<std::int32_t>{2147483647, -2147483647 - 1, 3, 1000, 0, 7, 1234567, 12345678, 2147483647,
                                         -2147483647 - 1}));
    for (const char *text : {"2147483648", "-2147483649", "3000000000", "3e9", "2147483648.0", "99999999999999999999",
                             "-3e9", "-2147483649.0"})
        EXPECT_ERROR((void)all<std::int32_t>(std::string("1\n") + text + "\n"),
                     std::string("line 2, field 1: ") + text +
                         " is beyond what i32 holds, from -2147483648 to 2147483647");
    for (const char *text : {"1e-50", "1e-400", "0.5", "nan", "3x", "-1e-999"})
        EXPECT_ERROR((void)all<std::int32_t>(std::string("1\n") + text + "\n"),
                     std::string("expected a whole number, found '") + text + "'");
    EXPECT_ERROR((void)read("1,2,3\n1,2,3000000000\n"), "line 2, field 3: 3000000000 is beyond what i32 holds");
    EXPECT_EQ(all<std::int32_t>("0e5,1\n"), (std::vector<std::int32_t>{0, 1}));
}

TEST_F(csv_values, of_few_digits_are_the_nearest_as_all_others) {
    std::string text = "x";
    std::vector<float> floats;
    std::vector<double> doubles;
    std::uint32_t state = 1;
    for (int i = 0; i < 20000; ++i) {
        state = state * 1664525U + 1013904223U;
        std::string number = std::to_string(state >> (4 + state % 24));
        number.insert(number.size() - std::min<std::size_t>(state >> 4 & 7, number.size()), ".");
        if (state % 3 == 0) number.insert(0, "-");
        text += "\n" + number;
        std::from_chars(number.data(), number.data() + number.size(), floats.emplace_back());
        std::from_chars(number.data(), number.data() + number.size(), doubles.emplace_back());
    }
    EXPECT_EQ(all(text), floats);
    EXPECT_EQ(all<double>(text), doubles);
    EXPECT_TRUE(same_bits(all("-0\n")[0], -0.F) && same_bits(all("-.0\n")[0], -0.F));
    EXPECT_EQ(all("5.,.5,0.0000001,1234567.,.1234567\n"), (std::vector<float>{5, .5F, 1e-7F, 1234567, .1234567F}));
    for (const char *no_number : {"", ".", "-", "-.", "1.2.3", "1-", "1 2"})
        EXPECT_ERROR((void)all(std::string("1,2\n3,") + no_number + "\n"), "line 2, field 2: expected a number");
}

TEST_F(csv_values, of_few_digits_are_exact) {
    EXPECT_EQ(all("0,7,42,9999999,16777217,007\n1,2,3,4,5,6\n"),
              (std::vector<float>{0, 7, 42, 9999999, 16777216, 7, 1, 2, 3, 4, 5, 6}));
}

TEST_F(csv_values, may_have_blanks_within_quotes) { EXPECT_EQ(all("\" 1 \",2\n"), (std::vector<float>{1, 2})); }

TEST_F(csv_values, take_a_decimal_comma_and_groups_of_digits) {
    const csv_options german{.delimiter = ';', .decimal = ',', .thousands = '.'};
    EXPECT_EQ(all("1,5;-1.234.567,25;1.000;12;,5;123.456\n", german),
              (std::vector<float>{1.5F, -1234567.25F, 1000, 12, .5F, 123456}));
    EXPECT_EQ(all("\"1,234.5\",\"+12,345\",1234\n", {.thousands = ','}), (std::vector<float>{1234.5F, 12345, 1234}));
    EXPECT_EQ(all("a;b\n1 000;2\n", {.delimiter = ';', .thousands = ' '}), (std::vector<float>{1000, 2}));
    for (const char *text : {"1.5", "12.34", "1.2345", ".123", "1..234", "1.23.456", "1234.567.890", "1.234,5.6",
                             "1234.567", "1,2,3", "1.234.", "1,234.5"})
        EXPECT_ERROR((void)all(std::string("1;2\n1;") + text + "\n", german),
                     std::string("line 2, field 2: expected a number, found '") + text + "'");
    EXPECT_ERROR((void)all("1;2\n1;2.5\n", {.delimiter = ';', .decimal = ','}), "found '2.5'");
    EXPECT_ERROR((void)all("1;2\n1,5;2\n", {.delimiter = ';'}), "found '1,5'; csv_options::decimal = ',' reads it");
    EXPECT_ERROR((void)all("1;2\n1.234,5;2\n", {.delimiter = ';'}), "csv_options::decimal = ',' reads it");
    EXPECT_ERROR((void)all("1;2\n\"1,234.5\";2\n", {.delimiter = ';'}), "csv_options::thousands = ',' reads it");
    EXPECT_ERROR((void)all("1;2\n\"1,234\";2\n", {.delimiter = ';'}),
                 "csv_options::decimal or thousands = ',' reads it");
}

TEST_F(csv_values, that_are_missing_are_filled_where_that_is_asked_for) {
    const csv_options how{.na_values = {"-999", "none of it"}, .fillna = -1};
    EXPECT_EQ(all("1,2,3,4,5,6\n,?,NA,NaN,#N/A,null\n", how),
              (std::vector<float>{1, 2, 3, 4, 5, 6, -1, -1, -1, -1, -1, -1}));
    EXPECT_EQ(all("1,2,3,4\n-999,-999.0,none of it,-99\n", how), (std::vector<float>{1, 2, 3, 4, -1, -1, -1, -99}));
    EXPECT_EQ(all<double>("1\n0.1\n", {.na_values = {"0.1"}, .fillna = 5}), (std::vector<double>{1, 5}));
    EXPECT_EQ(all("1\n0.1\n", {.na_values = {"0.1"}, .fillna = 5}), (std::vector<float>{1, 5}));
    EXPECT_EQ(all<bool>("1,0\n,1\n", {.fillna = 1}), (std::vector<bool>{true, false, true, true}));
    EXPECT_EQ(all<std::int32_t>("1,0\n,1\n", {.fillna = -5}), (std::vector<std::int32_t>{1, 0, -5, 1}));
    EXPECT_ERROR((void)all("1\n-999\n", {.na_values = {"-999"}}),
                 "line 2, field 1: expected a number, found '-999', a missing value; csv_options::fillna puts");
    EXPECT_ERROR((void)all("1\nfoo\n", how), "line 2, field 1: expected a number, found 'foo'");
    EXPECT_ERROR((void)all("1\n1e39\n", how), "1e39 is beyond what f32 holds");
    EXPECT_ERROR((void)read("1,2,3\n1,2,\n", how),
                 "field 3: expected a label, a whole number, found '', a missing value");
    EXPECT_ERROR((void)read("1,2,3\n1,2,-999\n", how),
                 "field 3: expected a label, a whole number, found '-999', a missing");
    EXPECT_ERROR((void)read("1,2,3\n1,2,5\n", {.classes = 9, .na_values = {"5"}}), "a label from 0 to 8, found '5'");
}

TEST_F(csv_values, are_filled_with_what_the_type_holds) {
    for (const double value : {double{NAN}, double{INFINITY}, 1e39})
        EXPECT_ERROR((void)all("1\n", {.fillna = value}), "d.csv: csv_options::fillna is");
    EXPECT_ERROR((void)all<double>("1\n", {.fillna = NAN}), "which 'x' cannot hold: its type is f64");
    for (const double value : {0.5, 3e9, -3e9})
        EXPECT_ERROR((void)all<std::int32_t>("1\n", {.fillna = value}), "which 'x' cannot hold: its type is i32");
    EXPECT_EQ(all<std::int32_t>("1\n", {.fillna = 2147483647}).size(), 1u);
    EXPECT_EQ(all<std::int32_t>("1\n", {.fillna = -2147483648.0}).size(), 1u);
    EXPECT_ERROR((void)all<bool>("1\n", {.fillna = 2}), "its type is boolean");
}

TEST_F(csv_values, check_labels_against_the_number_of_classes) {
    EXPECT_ERROR((void)read("1,2,0\n", {.classes = -3}),
                 "expected a number of classes, or 0 for labels of any value, found -3");
    EXPECT_EQ(labels_of(read("1,2,9.0\n", {.classes = 10})), std::vector<std::int32_t>{9});
    for (const char *bad : {"10", "-1", "2.5", "", "nan", "1e300", "1e400", "cat"})
        EXPECT_ERROR((void)read("1,2,0\n1,2," + std::string(bad) + "\n", {.classes = 10}),
                     "d.csv, line 2, field 3: expected a label from 0 to 9, found '" + std::string(bad) + "'");
    EXPECT_ERROR((void)read("1,2,0\n1,2,cat\n"), "; csv_options::labels = csv_labels::names reads class names");
}

/// Ends what a test sets for the whole process.
struct locales_kept {
    std::locale cpp = std::locale();
    std::string c = std::setlocale(LC_ALL, nullptr);
    ~locales_kept() {
        std::locale::global(cpp);
        std::setlocale(LC_ALL, c.c_str());
    }
};
struct decimal_comma : std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
};

TEST_F(csv_values, are_read_the_same_in_every_locale) {
    const locales_kept kept;
    std::locale::global(std::locale(std::locale::classic(), new decimal_comma));
    for (const char *name : {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8"})
        if (std::setlocale(LC_ALL, name) != nullptr) break;
    EXPECT_EQ(all("1.5,2\n1234567.25,1e-50\n"), (std::vector<float>{1.5F, 2, 1234567.25F, 0}));
    EXPECT_ERROR((void)all("1\n1e39\n"), "from -3.4028235e+38 to");
}

}  // namespace
