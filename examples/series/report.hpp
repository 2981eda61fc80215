// What a training run tells of the held-out part: errors beside those of naive forecasts, and charts.
#pragma once

#include "errors.hpp"
#include "plot.hpp"
#include "split.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

/// Forecasts of so many `coming` weeks behind each held-out origin.
struct held_out_forecasts {
    const weekly_series &series;
    const split_series &parts;
    std::size_t coming;
    std::span<const float> values;

    [[nodiscard]] double operator()(std::size_t origin, std::size_t k) const {
        return static_cast<double>(values[(origin - parts.held_out_from) * coming + k]);
    }
};

struct held_out_errors {
    forecast_error network;
    std::vector<forecast_error> naive;  // of naive_forecasts
};

[[nodiscard]] held_out_errors errors_of(const held_out_forecasts &of);

void print(const held_out_errors &errors, const held_out_forecasts &of, const std::string &unit);

/// Forecasts one behind the other beside what came, and the errors by weeks ahead.
[[nodiscard]] std::vector<chart> charts_of(const held_out_errors &errors, const held_out_forecasts &of,
                                           const std::string &unit);
