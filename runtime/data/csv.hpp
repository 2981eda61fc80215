// Numbers from a text file: one row a line.
#pragma once

#include <sylvite/runtime/data/dataset.hpp>

#include <cstdint>
#include <string_view>

namespace sylvite {

enum class csv_header : std::uint8_t {
    automatic,  // the first line is a header if one of its fields is no number
    present,
    absent,
};

/// Which field of a line is the label.
struct csv_field {
    std::string_view name = {};  // as the header spells it
    std::size_t number = 0;      // counted from 1; 0: by name, or the last one where the name is empty
};

inline constexpr csv_field last_field{};

struct csv_options {
    char delimiter = ',';
    csv_header header = csv_header::automatic;
    csv_field label = last_field;
    std::int64_t classes = 0;  // with n > 0, labels are whole numbers from 0 to n - 1
};

/// A column of the dataset that the file's fields go to.
struct csv_target {
    std::string_view name;
    dtype type = f32;
    std::size_t width = 0;  // values a row; 0: as many as the file has
};

/// All fields but the label go to `features`, in order. Without a label all do. Fields may be quoted and surrounded by
/// blanks; empty lines are passed over. Throws sylvite::error with file, line, field, what was expected and the text
/// found, for anything that is not a finite number of the target's type.
[[nodiscard]] dataset read_csv(std::string_view path, const csv_target &features, const csv_target *label,
                               const csv_options &how = {});

template <class T, std::int64_t... Row, class L, std::int64_t... LabelRow>
[[nodiscard]] dataset read_csv(std::string_view path, input_handle<T, Row...> features,
                               input_handle<L, LabelRow...> label, const csv_options &how = {}) {
    static_assert(label.elements == 1, "a label is one value a row");
    const csv_target label_target{label.name, label.type, 1};
    return read_csv(path, {features.name, features.type, features.elements}, &label_target, how);
}

template <class T, std::int64_t... Row>
[[nodiscard]] dataset read_csv(std::string_view path, input_handle<T, Row...> features, const csv_options &how = {}) {
    return read_csv(path, {features.name, features.type, features.elements}, nullptr, how);
}

}  // namespace sylvite
