// What the network is shown: windows of the series, as rows of a dataset.
#pragma once

#include "weekly.hpp"

#include <sylvite/runtime/data/dataset.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <utility>
#include <vector>

/// Windows of a network's sizes. A window is known by its origin: the number of the first week that is forecast.
template <class Network>
struct windows {
    static constexpr std::size_t past = decltype(Network::last_year)::elements, years = 2;
    static constexpr std::size_t coming = decltype(Network::years_before)::elements / years - past;
    static constexpr std::size_t before = past + years * a_year;  // weeks in front of the origin that a window takes
    static_assert(coming <= a_year, "a year before the last week to come is known");

    /// A row for each origin. Values are read out of the series when they are needed, since a window shares most of its
    /// weeks with the next one. A network that only predicts has no input `wanted`, and its weeks to come need not be
    /// in the series.
    static sylvite::dataset at(std::vector<std::size_t> origins, std::shared_ptr<const weekly_series> series) {
        const std::size_t rows = origins.size();
        const auto at = std::make_shared<const std::vector<std::size_t>>(std::move(origins));
        const auto value = [at, series](std::size_t row, std::size_t ahead, std::size_t back) {
            return series->values.at((*at)[row] + ahead - back);
        };
        sylvite::dataset data;
        data.add_rows(Network::last_year, rows, [value](std::size_t row, std::span<float> to) {
            for (std::size_t i = 0; i < to.size(); ++i) to[i] = value(row, i, past);
        });
        data.add_rows(Network::years_before, rows, [value](std::size_t row, std::span<float> to) {
            for (std::size_t i = 0; i < to.size(); ++i) to[i] = value(row, i / years, past + (i % years + 1) * a_year);
        });
        if constexpr (requires { Network::wanted; })
            data.add_rows(Network::wanted, rows, [value](std::size_t row, std::span<float> to) {
                for (std::size_t i = 0; i < to.size(); ++i) to[i] = value(row, i, 0);
            });
        return data;
    }
};
