// Which windows are learnt from and which are held out.
#pragma once

#include "weekly.hpp"

#include <cstddef>
#include <vector>

/// What a window takes around its origin.
struct window_size {
    std::size_t before;  // weeks in front of it
    std::size_t coming;  // weeks from it on
};

struct split_series {
    std::size_t held_out_from;          // the first week that is held out
    std::vector<std::size_t> training;  // origins of windows without a week that is held out
    std::vector<std::size_t> held_out;  // origins of windows that forecast weeks which are all held out
};

/// Holds out the last weeks. Throws sylvite::error where the series is too short.
[[nodiscard]] split_series hold_out_last(std::size_t weeks, const weekly_series &series, window_size size);

struct scale {
    float mean;
    float deviation;
};

/// Of the changes from the last known week to each of the `coming` ones, over windows with these origins.
[[nodiscard]] scale scale_of_changes(const weekly_series &series, const std::vector<std::size_t> &origins,
                                     std::size_t coming);
