// The parts of examples/series: reading, splitting and windows of a weekly series.
#include <sylvite/examples/series/errors.hpp>
#include <sylvite/examples/series/naive.hpp>
#include <sylvite/examples/series/split.hpp>
#include <sylvite/examples/series/weekly.hpp>
#include <sylvite/examples/series/windows.hpp>

#include <series.gen.hpp>
#include <series_reader.gen.hpp>

#include <sylvite/runtime/error.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

namespace {

using shown = windows<series>;
constexpr window_size size{shown::before, shown::coming};

/// Week i has the value i.
weekly_series counted(std::size_t weeks) {
    weekly_series all{std::chrono::sys_days(std::chrono::year(2024) / 1 / 6), {}};
    for (std::size_t i = 0; i < weeks; ++i) all.values.push_back(static_cast<float>(i));
    return all;
}

std::vector<float> row_of(const sylvite::dataset &data, const char *name, std::size_t row) {
    const sylvite::data::column *column = data.find(name);
    std::vector<float> values(column->width);
    data.read(*column, row, 1, values.data());
    return values;
}

/// What reading these lines says behind the name of the file.
std::string refusal_of(const std::string &lines) {
    const std::string file = (std::filesystem::path(testing::TempDir()) / "series_of_the_test.csv").string();
    std::ofstream(file) << "year,month,day,value\n" << lines;
    try {
        (void)read_weeks(file);
    } catch (const sylvite::error &problem) {
        return std::string(problem.what()).substr(file.size());
    }
    return "";
}

TEST(series, weeks_are_read_and_know_their_date) {
    const weekly_series all = read_weeks(CO2_CSV);
    EXPECT_EQ(all.size(), 1962U);
    EXPECT_EQ(all.date(0), "1964-05-30");
    EXPECT_FLOAT_EQ(all.values.front(), 322);
    EXPECT_EQ(all.date(1961), "2001-12-29");
    EXPECT_FLOAT_EQ(all.values.back(), 371.5F);
    EXPECT_EQ(all.date(1962), "2002-01-05");
}

TEST(series, a_file_that_is_no_series_is_refused_in_a_sentence) {
    EXPECT_EQ(refusal_of("2024,2,24,5\n2024,3,2,6\n"), "");
    EXPECT_EQ(refusal_of("2024,2,24,5\n2024,3,9,6\n"),
              ", row 2 of the data: expected 2024-03-02, a week behind the row before, found 2024-03-09");
    const std::string no_date = ", row 1 of the data: year, month and day are not those of any date";
    EXPECT_EQ(refusal_of("2023,2,29,5\n"), no_date);
    EXPECT_EQ(refusal_of("2023,2.5,1,5\n"), no_date);
    EXPECT_EQ(refusal_of("1e99,2,1,5\n"), no_date);
    EXPECT_NE(refusal_of("2024,2,24\n"), "");
    EXPECT_NE(refusal_of("2024,2,24,many\n"), "");
    EXPECT_THROW((void)read_weeks("there is no such file"), sylvite::error);
}

TEST(series, nothing_that_is_held_out_is_learnt_from) {
    const weekly_series all = counted(400);
    const split_series parts = hold_out_last(100, all, size);
    EXPECT_EQ(parts.held_out_from, 300U);
    EXPECT_EQ(parts.training.front(), shown::before);
    EXPECT_EQ(parts.training.back() + shown::coming, parts.held_out_from);
    EXPECT_EQ(parts.held_out.front(), parts.held_out_from);
    EXPECT_EQ(parts.held_out.back() + shown::coming, all.size());

    // Windows and scale of the training stay as they are, whatever the held-out weeks hold.
    auto other = all;
    std::fill(other.values.begin() + 300, other.values.end(), -1e6F);
    const auto before = shown::at(parts.training, std::make_shared<weekly_series>(all)),
               after = shown::at(parts.training, std::make_shared<weekly_series>(other));
    ASSERT_EQ(before.rows(), parts.training.size());
    for (std::size_t row = 0; row < before.rows(); ++row)
        for (const char *name : {"last_year", "years_before", "wanted"})
            ASSERT_EQ(row_of(before, name, row), row_of(after, name, row)) << name << " of row " << row;
    EXPECT_EQ(scale_of_changes(all, parts.training, 52).mean, scale_of_changes(other, parts.training, 52).mean);
    EXPECT_EQ(scale_of_changes(all, parts.training, 52).deviation,
              scale_of_changes(other, parts.training, 52).deviation);
}

TEST(series, the_scale_is_that_of_the_changes_to_forecast) {
    const scale found = scale_of_changes(counted(400), {200, 201, 300}, 3);  // 1, 2, 3 more than in the last week
    EXPECT_FLOAT_EQ(found.mean, 2);
    EXPECT_FLOAT_EQ(found.deviation, std::sqrt(2.F / 3));
}

TEST(series, a_window_shows_what_is_known_at_its_origin) {
    const auto all = std::make_shared<const weekly_series>(counted(400));
    const auto data = shown::at({300}, all);
    EXPECT_EQ(row_of(data, "last_year", 0).front(), 300 - 52);
    EXPECT_EQ(row_of(data, "last_year", 0).back(), 300 - 1);
    const auto before = row_of(data, "years_before", 0);  // of each of 104 weeks: one and two years before
    EXPECT_EQ(before.size(), 208U);
    EXPECT_EQ(before[0], 300 - 52 - 52);
    EXPECT_EQ(before[1], 300 - 52 - 104);
    EXPECT_EQ(before[206], 351 - 52);
    EXPECT_EQ(before[207], 351 - 104);
    EXPECT_EQ(row_of(data, "wanted", 0).front(), 300);
    EXPECT_EQ(row_of(data, "wanted", 0).back(), 351);
    // What has not come yet is not asked for by a network that only predicts.
    EXPECT_EQ(row_of(windows<series_reader>::at({400}, all), "last_year", 0).back(), 399);
}

TEST(series, a_series_that_is_too_short_is_refused) {
    EXPECT_THROW((void)hold_out_last(100, counted(307), size), sylvite::error);
    EXPECT_EQ(hold_out_last(100, counted(308), size).training.size(), 1U);
    EXPECT_THROW((void)hold_out_last(51, counted(400), size), sylvite::error);
    EXPECT_EQ(hold_out_last(52, counted(400), size).held_out.size(), 1U);
}

TEST(series, naive_forecasts_and_errors_are_what_they_say) {
    const weekly_series all = counted(400);
    EXPECT_EQ(as_a_year_before(all, 300, 5), 300 + 5 - 52);
    EXPECT_EQ(as_a_year_before_and_growth(all, 300, 5), 300 + 5);  // it grows by 52 a year
    EXPECT_EQ(as_in_the_last_week(all, 300, 5), 299);
    const auto e = error_of(all, {300, 301}, 3,
                            [&](std::size_t origin, std::size_t k) { return as_in_the_last_week(all, origin, k); });
    EXPECT_EQ(e.weeks_ahead, (std::vector<double>{1, 2, 3}));
    EXPECT_DOUBLE_EQ(e.absolute, 2);
    EXPECT_DOUBLE_EQ(e.root_mean_square, std::sqrt(14. / 3));
}

}  // namespace
