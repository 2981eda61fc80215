#include <sylvite/runtime/data/dataset.hpp>

#include <sylvite/runtime/error.hpp>

#include <fmt/format.h>

#include <cstring>
#include <limits>

namespace sylvite {

namespace {

class view_source final : public data::source {
  public:
    view_source(const void *values, std::size_t row_bytes)
        : values_(static_cast<const std::byte *>(values)), row_bytes_(row_bytes) {}
    void read(std::size_t first, std::size_t count, void *to) const override {
        std::memcpy(to, values_ + first * row_bytes_, count * row_bytes_);
    }
    [[nodiscard]] const void *contiguous() const noexcept override { return values_; }

  private:
    const std::byte *values_;
    std::size_t row_bytes_;
};

std::size_t row_bytes(const data::column &c) { return c.width * size_of(c.type); }

}  // namespace

std::size_t dataset::rows_of(std::string_view name, std::size_t width, std::size_t count) {
    if (width == 0) throw error(fmt::format("dataset: column '{}' has rows of no values", name));
    if (count % width != 0)
        throw error(fmt::format("dataset: column '{}' has {} values, which is no multiple of its {} values a row", name,
                                count, width));
    return count / width;
}

dataset &dataset::add_view(std::string_view name, dtype type, std::size_t width, const void *values,
                           std::size_t count) {
    const std::size_t rows = rows_of(name, width, count);
    return add_column(
        {std::string(name), type, width, rows, std::make_shared<view_source>(values, width * size_of(type))});
}

dataset &dataset::add_column(data::column column) {
    if (!column.from) throw error(fmt::format("dataset: column '{}' has nothing to read its values from", column.name));
    if (chosen_) throw error(fmt::format("dataset: column '{}' comes after rows were chosen", column.name));
    if (find(column.name) != nullptr) throw error(fmt::format("dataset: there are two columns '{}'", column.name));
    if (column.rows > std::numeric_limits<std::uint32_t>::max())
        throw error(fmt::format("dataset: column '{}' has {} rows, more than 2^32 - 1", column.name, column.rows));
    if (!columns_.empty() && column.rows != rows_)
        throw error(fmt::format("dataset: column '{}' has {} rows, column '{}' has {}", column.name, column.rows,
                                columns_.front().name, rows_));
    rows_ = column.rows;
    columns_.push_back(std::move(column));
    return *this;
}

const data::column *dataset::find(std::string_view name) const &noexcept {
    for (const data::column &c : columns_)
        if (c.name == name) return &c;
    return nullptr;
}

dataset dataset::select(std::vector<std::uint32_t> wanted) const {
    for (std::uint32_t &row : wanted) {
        if (row >= rows()) throw error(fmt::format("dataset: row {} was chosen of {}", row, rows()));
        if (chosen_) row = (*chosen_)[row];
    }
    dataset result = *this;
    result.chosen_ = std::make_shared<const std::vector<std::uint32_t>>(std::move(wanted));
    return result;
}

dataset dataset::with_replaced(data::column column) const {
    dataset result = *this;
    const auto old = std::ranges::find(result.columns_, column.name, &data::column::name);
    if (old == result.columns_.end()) throw error(fmt::format("dataset: there is no column '{}'", column.name));
    if (column.rows != rows_)
        throw error(
            fmt::format("dataset: column '{}' has {} rows, its replacement has {}", column.name, rows_, column.rows));
    if (!column.from) throw error(fmt::format("dataset: column '{}' has nothing to read its values from", column.name));
    *old = std::move(column);
    return result;
}

std::pair<dataset, dataset> dataset::hold_out_every(std::size_t k) const {
    if (k < 2) throw error(fmt::format("dataset: every {}-th row cannot be held out, 2 or more is possible", k));
    std::vector<std::uint32_t> kept;
    std::vector<std::uint32_t> held_out;
    for (std::size_t row = 0; row < rows(); ++row)
        (row % k == k - 1 ? held_out : kept).push_back(static_cast<std::uint32_t>(row));
    return {select(std::move(kept)), select(std::move(held_out))};
}

void dataset::read(const data::column &from, std::size_t first, std::size_t count, void *to) const {
    if (!chosen_) return from.from->read(first, count, to);
    auto *next = static_cast<std::byte *>(to);
    for (std::size_t i = 0; i < count; ++i, next += row_bytes(from)) from.from->read((*chosen_)[first + i], 1, next);
}

void dataset::gather(const data::column &from, std::span<const std::uint32_t> wanted, void *to) const {
    const std::size_t bytes = row_bytes(from);
    auto *next = static_cast<std::byte *>(to);
    const auto *values = static_cast<const std::byte *>(from.from->contiguous());
    for (std::uint32_t row : wanted) {
        if (chosen_) row = (*chosen_)[row];
        if (values != nullptr)
            std::memcpy(next, values + row * bytes, bytes);
        else
            from.from->read(row, 1, next);
        next += bytes;
    }
}

const void *dataset::in_place(const data::column &from, std::size_t first) const &noexcept {
    const auto *values = static_cast<const std::byte *>(from.from->contiguous());
    return chosen_ || values == nullptr ? nullptr : values + first * row_bytes(from);
}

}  // namespace sylvite
