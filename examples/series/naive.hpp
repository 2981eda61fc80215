// Forecasts that need no learning, which a network has to beat.
#pragma once

#include "weekly.hpp"

#include <cstddef>

/// Of week origin + k.
using naive_function = double (*)(const weekly_series &series, std::size_t origin, std::size_t k);

struct naive_forecast {
    const char *name;
    naive_function forecast;
};

inline double as_in_the_last_week(const weekly_series &series, std::size_t origin, std::size_t) {
    return static_cast<double>(series.values.at(origin - 1));
}
inline double as_a_year_before(const weekly_series &series, std::size_t origin, std::size_t k) {
    return static_cast<double>(series.values.at(origin - a_year + k % a_year));
}
/// And as much more as the last week has than the same one a year before.
inline double as_a_year_before_and_growth(const weekly_series &series, std::size_t origin, std::size_t k) {
    return as_a_year_before(series, origin, k) + static_cast<double>(series.values.at(origin - 1)) -
           static_cast<double>(series.values.at(origin - 1 - a_year));
}

inline constexpr naive_forecast naive_forecasts[] = {{"as a year before", as_a_year_before},
                                                     {"a year before + growth", as_a_year_before_and_growth},
                                                     {"as in the last week", as_in_the_last_week}};
