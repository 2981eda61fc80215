// The names of classes, in the order of the labels that stand for them.
#pragma once

#include <sylvite/runtime/data/dataset.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sylvite {

/// Label i stands for name i. Read from a file by read_csv, saved with the weights, loaded again by the program that
/// predicts. Throws sylvite::error.
class class_names {
  public:
    /// At least one name, each given once, none empty, all UTF-8.
    class_names(std::string_view column, std::vector<std::string> names);

    [[nodiscard]] const std::string &column() const noexcept { return column_; }
    [[nodiscard]] std::size_t size() const noexcept { return names_.size(); }
    [[nodiscard]] std::span<const std::string> names() const noexcept { return names_; }
    /// A label from 0 to size() - 1.
    [[nodiscard]] const std::string &operator[](std::int64_t label) const;
    /// None where no class has that name. Takes time in proportion to the number of classes.
    [[nodiscard]] std::optional<std::int32_t> find(std::string_view name) const noexcept;

  private:
    std::string column_;
    std::vector<std::string> names_;
};

/// What read_csv made the column's labels from. An error where the labels were read as numbers.
[[nodiscard]] class_names class_names_of(const dataset &data, std::string_view column);

/// What instance::save wrote for the column. An error when the file has none.
[[nodiscard]] class_names load_class_names(std::string_view path, std::string_view column);

template <class T, std::int64_t... Row>
[[nodiscard]] class_names class_names_of(const dataset &data, input_handle<T, Row...> column) {
    return class_names_of(data, std::string_view(column.name));
}
template <class T, std::int64_t... Row>
[[nodiscard]] class_names load_class_names(std::string_view path, input_handle<T, Row...> column) {
    return load_class_names(path, std::string_view(column.name));
}

}  // namespace sylvite
