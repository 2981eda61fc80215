// The series: values of weeks that follow one another.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

inline constexpr std::size_t a_year = 52;  // in weeks

struct weekly_series {
    std::chrono::sys_days begin;  // of the first week
    std::vector<float> values;

    [[nodiscard]] std::size_t size() const { return values.size(); }
    /// "1992-01-04". Weeks behind the end have one too.
    [[nodiscard]] std::string date(std::size_t week) const;
};

/// A CSV with a header, and year, month, day and value in a line, one a week without a gap. Throws sylvite::error.
[[nodiscard]] weekly_series read_weeks(std::string_view file);
