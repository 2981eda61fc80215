#include "split.hpp"

#include <sylvite/runtime/data/standardisation.hpp>
#include <sylvite/runtime/error.hpp>

#include <string>
#include <utility>

split_series hold_out_last(std::size_t weeks, const weekly_series &series, window_size size) {
    if (weeks < size.coming)
        throw sylvite::error("of " + std::to_string(weeks) + " weeks held out none can be forecast " +
                             std::to_string(size.coming) + " weeks ahead");
    if (const std::size_t needed = size.before + size.coming + weeks; series.size() < needed)
        throw sylvite::error("the series has " + std::to_string(series.size()) + " weeks; to hold out " +
                             std::to_string(weeks) + " of them, " + std::to_string(needed) + " are needed");
    split_series parts{series.size() - weeks, {}, {}};
    for (std::size_t t = size.before; t + size.coming <= parts.held_out_from; ++t) parts.training.push_back(t);
    for (std::size_t t = parts.held_out_from; t + size.coming <= series.size(); ++t) parts.held_out.push_back(t);
    return parts;
}

scale scale_of_changes(const weekly_series &series, const std::vector<std::size_t> &origins, std::size_t coming) {
    std::vector<float> changes;
    for (const std::size_t origin : origins)
        for (std::size_t k = 0; k < coming; ++k)
            changes.push_back(series.values.at(origin + k) - series.values.at(origin - 1));
    sylvite::dataset all;
    all.add("change", 1, std::move(changes));
    const auto found = sylvite::mean_and_deviation(all, "change");
    return {static_cast<float>(found.shift()[0]), static_cast<float>(found.scale()[0])};
}
