// Numbers from a text file: one row a line.
#pragma once

#include <sylvite/runtime/data/column_target.hpp>
#include <sylvite/runtime/data/dataset.hpp>

#include <cstdint>
#include <string_view>

namespace sylvite {

enum class csv_header : std::uint8_t {
    automatic,  // the first line is a header if one of its fields is no value
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

/// All fields but the label go to `features`, in order. Without a label all do. Fields may be surrounded by blanks and
/// quoted, a quote within quotes is written twice, and no field goes on in the next line; empty lines are passed over.
/// Booleans are 0 and 1, true and false in letters of either case. Throws sylvite::error with file, line, field, what
/// was expected and the text found, for anything that is not a finite number of the target's type.
[[nodiscard]] dataset read_csv(std::string_view path, const column_target &features, const column_target *label,
                               const csv_options &how = {});

template <class T, std::int64_t... Row, class L, std::int64_t... LabelRow>
[[nodiscard]] dataset read_csv(std::string_view path, input_handle<T, Row...> features,
                               input_handle<L, LabelRow...> label, const csv_options &how = {}) {
    static_assert(label.elements == 1, "a label is one value a row");
    const column_target label_target = target_of(label);
    return read_csv(path, target_of(features), &label_target, how);
}

template <class T, std::int64_t... Row>
[[nodiscard]] dataset read_csv(std::string_view path, input_handle<T, Row...> features, const csv_options &how = {}) {
    return read_csv(path, target_of(features), nullptr, how);
}

namespace data {

/// A text in memory; messages call it `name`.
[[nodiscard]] dataset parse_csv(std::string_view name, std::string_view text, const column_target &features,
                                const column_target *label, const csv_options &how);

}  // namespace data
}  // namespace sylvite
