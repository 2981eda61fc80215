// How far forecasts are from what came.
#pragma once

#include "weekly.hpp"

#include <cmath>
#include <cstddef>
#include <vector>

struct forecast_error {
    double absolute = 0;  // means over all forecasts
    double root_mean_square = 0;
    std::vector<double> weeks_ahead = {};  // the absolute error of each week ahead
};

/// Of `forecast(origin, k)`, the value of week origin + k.
template <class F>
forecast_error error_of(const weekly_series &series, const std::vector<std::size_t> &origins, std::size_t coming,
                        F forecast) {
    forecast_error e;
    e.weeks_ahead.resize(coming);
    for (const std::size_t origin : origins)
        for (std::size_t k = 0; k < coming; ++k) {
            const double off = std::abs(forecast(origin, k) - static_cast<double>(series.values.at(origin + k)));
            e.weeks_ahead[k] += off;
            e.root_mean_square += off * off;
        }
    const auto windows = static_cast<double>(origins.size());
    for (double &sum : e.weeks_ahead) {
        sum /= windows;
        e.absolute += sum / static_cast<double>(coming);
    }
    e.root_mean_square = std::sqrt(e.root_mean_square / windows / static_cast<double>(coming));
    return e;
}
