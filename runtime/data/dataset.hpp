// Rows of training data: named columns, each with one row-major array of values a row.
#pragma once

#include <sylvite/runtime/handles.hpp>
#include <sylvite/runtime/standard_library.hpp>
#include <sylvite/runtime/temporary.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace sylvite {

namespace data {

/// Where a column's values come from. Asked from one thread at a time, in any order of rows.
class source {
  public:
    virtual ~source() = default;
    /// Writes `count` rows from `first` on, dense.
    virtual void read(std::size_t first, std::size_t count, void *to) const = 0;
    /// All rows where they lie in memory anyway, else null.
    [[nodiscard]] virtual const void *contiguous() const noexcept { return nullptr; }
};

struct column {
    std::string name;
    dtype type = f32;
    std::size_t width = 1;  // values a row
    std::size_t rows = 0;
    std::shared_ptr<const source> from;
    std::shared_ptr<const std::vector<std::string>> class_names = {};  // of labels that a file names, by label; or null
};

template <class Values>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;

}  // namespace data

/// Columns with one number of rows, and optionally a choice of those rows. Copies share the values. Throws
/// sylvite::error. Columns meet a network's inputs by name. One that was moved from is empty.
class dataset {
  public:
    dataset() = default;
    dataset(const dataset &) = default;
    dataset &operator=(const dataset &) = default;
    dataset(dataset &&other) noexcept
        : columns_(std::exchange(other.columns_, {})), rows_(std::exchange(other.rows_, 0)),
          chosen_(std::move(other.chosen_)) {}
    dataset &operator=(dataset &&other) noexcept {
        dataset taken(std::move(other));
        columns_.swap(taken.columns_);
        std::swap(rows_, taken.rows_);
        chosen_.swap(taken.chosen_);
        return *this;
    }
    ~dataset() = default;

    /// Values stay the caller's and must outlive the dataset: temporaries that own them do not compile.
    template <class T, std::int64_t... Row>
    dataset &add(input_handle<T, Row...> to, std::type_identity_t<std::span<const T>> values) {
        return add_view(to.name, to.type, to.elements, values.data(), values.size());
    }
    template <class T>
    dataset &add(std::string_view name, std::size_t width, std::span<const T> values) {
        return add_view(name, dtype_of<std::remove_const_t<T>>, width, values.data(), values.size());
    }

    /// The dataset keeps the values.
    template <class T, std::int64_t... Row>
    dataset &add(input_handle<T, Row...> to, std::vector<T> &&values) {
        return add(to.name, to.elements, std::move(values));
    }
    template <class T>
    dataset &add(std::string_view name, std::size_t width, std::vector<T> &&values);

    template <class T, std::int64_t... Row, temporary_values<T> Values,
              class Mistake = values_are_gone_after_the_call<Values>>
    requires(!std::is_same_v<Values, std::vector<T>>) Mistake add(input_handle<T, Row...>, Values &&)
    = delete;
    template <temporary_values_of_any Values, class Mistake = values_are_gone_after_the_call<Values>>
    requires(!data::is_vector<Values>) Mistake add(std::string_view, std::size_t, Values &&)
    = delete;

    /// Values come from `read(row, values)`, a callable that writes the row into a std::span<T>, each time they are
    /// needed: the same row must give the same values.
    template <class T, std::int64_t... Row, class F>
    dataset &add_rows(input_handle<T, Row...> to, std::size_t rows, F read);

    dataset &add_column(data::column column);

    [[nodiscard]] std::size_t rows() const noexcept { return chosen_ ? chosen_->size() : rows_; }
    [[nodiscard]] std::span<const data::column> columns() const &noexcept { return columns_; }
    [[nodiscard]] std::vector<data::column> columns() && { return std::exchange(columns_, {}); }
    /// Null when there is none.
    [[nodiscard]] const data::column *find(std::string_view name) const &noexcept;
    /// Of a temporary dataset: the column itself, which shares the values.
    [[nodiscard]] std::optional<data::column> find(std::string_view name) && {
        const data::column *found = find(name);
        return found == nullptr ? std::nullopt : std::optional(*found);
    }

    /// The rows with these numbers, in this order.
    [[nodiscard]] dataset select(std::vector<std::uint32_t> rows) const;
    /// Another column in the place of the one with its name, of as many rows before any choice; the others are shared.
    [[nodiscard]] dataset with_replaced(data::column column) const;
    /// {the others, rows k, 2k, 3k, ... counted from 1}.
    [[nodiscard]] std::pair<dataset, dataset> hold_out_every(std::size_t k) const;

    /// What number a row had before rows were chosen.
    [[nodiscard]] std::size_t number_before_choice(std::size_t row) const noexcept {
        return chosen_ ? (*chosen_)[row] : row;
    }
    /// Writes `count` rows of one column from `first` on, dense.
    void read(const data::column &from, std::size_t first, std::size_t count, void *to) const;
    /// Writes the rows with these numbers.
    void gather(const data::column &from, std::span<const std::uint32_t> rows, void *to) const;
    /// The rows from `first` on where they lie in memory; null where they must be read.
    [[nodiscard]] const void *in_place(const data::column &from, std::size_t first) const &noexcept;
    template <class Mistake = dataset_is_gone_after_the_call>
    Mistake in_place(const data::column &, std::size_t) const && = delete;

  private:
    dataset &add_view(std::string_view name, dtype type, std::size_t width, const void *values, std::size_t count);
    static std::size_t rows_of(std::string_view name, std::size_t width, std::size_t count);

    std::vector<data::column> columns_;
    std::size_t rows_ = 0;  // of every column
    std::shared_ptr<const std::vector<std::uint32_t>> chosen_;
};

namespace data {

template <class T>
class vector_source final : public source {
  public:
    vector_source(std::vector<T> &&values, std::size_t width) : values_(std::move(values)), width_(width) {}
    void read(std::size_t first, std::size_t count, void *to) const override {
        const std::span<const T> from = std::span(values_).subspan(first * width_, count * width_);
        std::copy(from.begin(), from.end(), static_cast<T *>(to));
    }
    [[nodiscard]] const void *contiguous() const noexcept override { return values_.data(); }

  private:
    std::vector<T> values_;
    std::size_t width_;
};

template <class T, class F>
class callback_source final : public source {
  public:
    callback_source(F read, std::size_t width) : read_(std::move(read)), width_(width) {}
    void read(std::size_t first, std::size_t count, void *to) const override {
        for (std::size_t i = 0; i < count; ++i)
            read_(first + i, std::span<T>(static_cast<T *>(to) + i * width_, width_));
    }

  private:
    F read_;
    std::size_t width_;
};

}  // namespace data

template <class T>
dataset &dataset::add(std::string_view name, std::size_t width, std::vector<T> &&values) {
    static_assert(dtype_of<T> != boolean, "std::vector<bool> holds bits: give booleans as a span");
    const std::size_t rows = rows_of(name, width, values.size());
    return add_column({std::string(name), dtype_of<T>, width, rows,
                       std::make_shared<data::vector_source<T>>(std::move(values), width)});
}

template <class T, std::int64_t... Row, class F>
dataset &dataset::add_rows(input_handle<T, Row...> to, std::size_t rows, F read) {
    return add_column({to.name, to.type, to.elements, rows,
                       std::make_shared<data::callback_source<T, F>>(std::move(read), to.elements)});
}

}  // namespace sylvite
