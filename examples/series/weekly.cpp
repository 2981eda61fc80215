#include "weekly.hpp"

#include <sylvite/runtime/data/csv.hpp>
#include <sylvite/runtime/error.hpp>

#include <array>
#include <cmath>
#include <cstdio>

namespace {

using std::chrono::sys_days;

constexpr std::size_t fields = 4;

[[noreturn]] void refuse(std::string_view file, std::size_t row, const std::string &why) {
    throw sylvite::error(std::string(file) + ", row " + std::to_string(row + 1) + " of the data: " + why);
}

std::string text_of(sys_days day) {
    const std::chrono::year_month_day date(day);
    char text[40];
    std::snprintf(text, sizeof(text), "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return text;
}

sys_days day_of(std::string_view file, std::size_t row, const std::array<double, fields> &values) {
    using namespace std::chrono;
    const auto whole = [&](std::size_t i) {
        const bool legal = values[i] >= 1 && values[i] <= 9999 && values[i] == std::floor(values[i]);
        return legal ? static_cast<int>(values[i]) : 0;
    };
    const year_month_day date(year(whole(0)), month(static_cast<unsigned>(whole(1))),
                              day(static_cast<unsigned>(whole(2))));
    if (whole(0) == 0 || !date.ok()) refuse(file, row, "year, month and day are not those of any date");
    return date;
}

sys_days week_behind(sys_days begin, std::size_t weeks) {
    return begin + std::chrono::days(7 * static_cast<std::chrono::days::rep>(weeks));
}

}  // namespace

std::string weekly_series::date(std::size_t week) const { return text_of(week_behind(begin, week)); }

weekly_series read_weeks(std::string_view file) {
    constexpr sylvite::input_handle<double, fields> columns{{0, "columns"}};  // no network has this input
    const auto data = sylvite::read_csv(file, columns, {.header = sylvite::csv_header::present});
    std::vector<std::array<double, fields>> rows(data.rows());
    data.read(*data.find("columns"), 0, data.rows(), rows.data());

    weekly_series all;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const sys_days day = day_of(file, row, rows[row]);
        if (row == 0) all.begin = day;
        if (const sys_days expected = week_behind(all.begin, row); day != expected)
            refuse(file, row,
                   "expected " + text_of(expected) + ", a week behind the row before, found " + text_of(day));
        all.values.push_back(static_cast<float>(rows[row][3]));
    }
    return all;
}
