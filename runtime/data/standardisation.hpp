// A linear transformation of each value of a column's rows, learnt from training data and saved with the weights.
#pragma once

#include <sylvite/runtime/data/dataset.hpp>

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sylvite {

/// x[i] becomes (x[i] - shift[i]) / scale[i] for each value i of a row. Computed in f64. Throws sylvite::error; so it
/// does when it was moved from.
class standardisation {
  public:
    /// As many shifts as scales, at least one, all finite, no scale 0 or negative.
    standardisation(std::string_view column, std::vector<double> shift, std::vector<double> scale);

    [[nodiscard]] const std::string &column() const &noexcept { return column_; }
    [[nodiscard]] std::size_t width() const noexcept { return shift_.size(); }  // values a row
    [[nodiscard]] std::span<const double> shift() const &noexcept { return shift_; }
    [[nodiscard]] std::span<const double> scale() const &noexcept { return scale_; }
    // Of a temporary one, to keep.
    [[nodiscard]] std::string column() && { return std::move(column_); }
    [[nodiscard]] std::vector<double> shift() && { return std::move(shift_); }
    [[nodiscard]] std::vector<double> scale() && { return std::move(scale_); }

    /// The same dataset with the column's values transformed, each time that they are read; the other columns are
    /// shared.
    [[nodiscard]] dataset apply(const dataset &data) const;
    /// Whole rows, in place.
    void apply(std::span<float> rows) const;
    void apply(std::span<double> rows) const;

  private:
    std::string column_;
    std::vector<double> shift_;
    std::vector<double> scale_;
};

/// To a mean of 0 and a standard deviation of 1 over the rows of `training` (the deviation of these rows, divided by
/// their number). What is constant over them becomes 0: its scale is 1. f32 and f64 columns; one value that is not
/// finite is an error.
[[nodiscard]] standardisation mean_and_deviation(const dataset &training, std::string_view column);
/// To the range from 0 to 1 over the rows of `training`. What is constant over them becomes 0.
[[nodiscard]] standardisation minimum_and_maximum(const dataset &training, std::string_view column);

/// What instance::save wrote for the column. An error when the file has none, or one of another width.
[[nodiscard]] standardisation load_standardisation(std::string_view path, std::string_view column, std::size_t width);

template <class T, std::int64_t... Row>
[[nodiscard]] standardisation mean_and_deviation(const dataset &training, input_handle<T, Row...> column) {
    return mean_and_deviation(training, std::string_view(column.name));
}
template <class T, std::int64_t... Row>
[[nodiscard]] standardisation minimum_and_maximum(const dataset &training, input_handle<T, Row...> column) {
    return minimum_and_maximum(training, std::string_view(column.name));
}
template <class T, std::int64_t... Row>
[[nodiscard]] standardisation load_standardisation(std::string_view path, input_handle<T, Row...> column) {
    return load_standardisation(path, column.name, column.elements);
}

}  // namespace sylvite
