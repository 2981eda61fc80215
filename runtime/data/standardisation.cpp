#include <sylvite/runtime/data/standardisation.hpp>

#include <sylvite/runtime/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>

namespace sylvite {

namespace {

template <class T>
void transform(const standardisation &how, std::span<T> rows) {
    const std::span<const double> shift = how.shift();
    const std::span<const double> scale = how.scale();
    for (std::size_t first = 0; first < rows.size(); first += shift.size())
        for (std::size_t i = 0; i < shift.size(); ++i)
            rows[first + i] = static_cast<T>((static_cast<double>(rows[first + i]) - shift[i]) / scale[i]);
}

void require_there(const standardisation &how) {
    if (how.width() == 0) throw error("the standardisation was moved away: this one has no values any more");
}

void require_whole_rows(const standardisation &how, std::size_t values) {
    require_there(how);
    if (values % how.width() != 0)
        throw error(fmt::format("the standardisation of '{}' has {} values a row, {} values are no multiple of it",
                                how.column(), how.width(), values));
}

template <class T>
class standardised_source final : public data::source {
  public:
    standardised_source(std::shared_ptr<const data::source> from, standardisation how)
        : from_(std::move(from)), how_(std::move(how)) {}
    void read(std::size_t first, std::size_t count, void *to) const override {
        from_->read(first, count, to);
        transform(how_, std::span(static_cast<T *>(to), count * how_.width()));
    }

  private:
    std::shared_ptr<const data::source> from_;
    standardisation how_;
};

const data::column &floating_column(const dataset &data, std::string_view name) {
    const data::column *found = data.find(name);
    if (found == nullptr) throw error(fmt::format("dataset: there is no column '{}' to standardise", name));
    if (!is_floating(found->type))
        throw error(
            fmt::format("dataset: column '{}' holds {}; f32 and f64 can be standardised", name, name_of(found->type)));
    return *found;
}

/// Calls `see(i, x)` for each value of each row, in order.
template <class T, class F>
void for_each_value(const dataset &data, const data::column &column, F see) {
    std::vector<T> values(column.width);
    for (std::size_t row = 0; row < data.rows(); ++row) {
        data.read(column, row, 1, values.data());
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (!std::isfinite(values[i]))
                throw error(
                    fmt::format("dataset: column '{}' holds {} in row {}, value {}", column.name, values[i], row, i));
            see(i, static_cast<double>(values[i]));
        }
    }
}

template <class F>
void for_each_value(const dataset &data, const data::column &column, F see) {
    if (column.type == f32)
        for_each_value<float>(data, column, see);
    else
        for_each_value<double>(data, column, see);
}

const data::column &learnable_column(const dataset &training, std::string_view name) {
    const data::column &column = floating_column(training, name);
    if (training.rows() == 0) throw error(fmt::format("dataset: no rows to standardise column '{}' from", name));
    return column;
}

}  // namespace

standardisation::standardisation(std::string_view column, std::vector<double> shift, std::vector<double> scale)
    : column_(column), shift_(std::move(shift)), scale_(std::move(scale)) {
    if (shift_.empty() || shift_.size() != scale_.size())
        throw error(fmt::format("the standardisation of '{}' was given {} shifts and {} scales", column, shift_.size(),
                                scale_.size()));
    for (std::size_t i = 0; i < shift_.size(); ++i)
        if (!std::isfinite(shift_[i]) || !std::isfinite(scale_[i]) || !(scale_[i] > 0))
            throw error(fmt::format("the standardisation of '{}' has shift {} and scale {} for value {}; expected are "
                                    "finite numbers and a scale above 0",
                                    column, shift_[i], scale_[i], i));
}

void standardisation::apply(std::span<float> rows) const {
    require_whole_rows(*this, rows.size());
    transform(*this, rows);
}

void standardisation::apply(std::span<double> rows) const {
    require_whole_rows(*this, rows.size());
    transform(*this, rows);
}

dataset standardisation::apply(const dataset &data) const {
    require_there(*this);
    data::column column = floating_column(data, column_);
    if (column.width != width())
        throw error(fmt::format("dataset: column '{}' has {} values a row, its standardisation has {}", column_,
                                column.width, width()));
    if (column.type == f32)
        column.from = std::make_shared<standardised_source<float>>(std::move(column.from), *this);
    else
        column.from = std::make_shared<standardised_source<double>>(std::move(column.from), *this);
    return data.with_replaced(std::move(column));
}

standardisation mean_and_deviation(const dataset &training, std::string_view name) {
    const data::column &column = learnable_column(training, name);
    const auto rows = static_cast<double>(training.rows());
    std::vector<double> mean(column.width), deviation(column.width);
    for_each_value(training, column, [&](std::size_t i, double x) { mean[i] += x; });
    for (double &m : mean) m /= rows;
    // A second pass over the differences: squares of the values themselves would cancel.
    for_each_value(training, column, [&](std::size_t i, double x) { deviation[i] += (x - mean[i]) * (x - mean[i]); });
    for (std::size_t i = 0; i < mean.size(); ++i) {
        deviation[i] = std::sqrt(deviation[i] / rows);
        // The mean of equal values may miss them by a rounding, which must not become a scale.
        if (deviation[i] <= std::abs(mean[i]) * 1e-15) deviation[i] = 1;
    }
    return {name, std::move(mean), std::move(deviation)};
}

standardisation minimum_and_maximum(const dataset &training, std::string_view name) {
    const data::column &column = learnable_column(training, name);
    std::vector<double> least(column.width, std::numeric_limits<double>::infinity());
    std::vector<double> range(column.width, -std::numeric_limits<double>::infinity());
    for_each_value(training, column, [&](std::size_t i, double x) {
        least[i] = std::min(least[i], x);
        range[i] = std::max(range[i], x);
    });
    for (std::size_t i = 0; i < least.size(); ++i) range[i] = range[i] == least[i] ? 1 : range[i] - least[i];
    return {name, std::move(least), std::move(range)};
}

}  // namespace sylvite
