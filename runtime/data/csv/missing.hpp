// Texts that stand for a missing value.
#pragma once

#include <sylvite/runtime/data/csv/numbers.hpp>
#include <sylvite/runtime/standard_library.hpp>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sylvite::data {

/// Empty, or one that statistics programs and data frames write for no value, in letters of either case.
[[nodiscard]] bool is_usual_missing_value(std::string_view text);

/// The usual ones and those of csv_options::na_values.
class csv_missing {
  public:
    /// The texts must outlive it; `numbers` knows how the file writes numbers.
    csv_missing(std::span<const std::string> na_values, csv_numbers &numbers);
    [[nodiscard]] bool is_missing(std::string_view text) const {
        return is_usual_missing_value(text) || is_given(text);
    }
    /// One of na_values.
    [[nodiscard]] bool is_given(std::string_view text) const { return std::ranges::find(texts_, text) != texts_.end(); }
    /// -999 in na_values stands for -999.0 too. T is the type that the field was read as.
    template <class T>
    [[nodiscard]] bool is_given_number(T value) const {
        if constexpr (std::is_same_v<T, float>)
            return std::ranges::find(floats_, value) != floats_.end();
        else
            return std::ranges::find(doubles_, static_cast<double>(value)) != doubles_.end();
    }

  private:
    std::span<const std::string> texts_;
    std::vector<float> floats_;  // what na_values says as numbers, rounded as the file's own are
    std::vector<double> doubles_;
};

}  // namespace sylvite::data
