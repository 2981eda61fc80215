// Numbers and class names from a text file: one row a line.
#pragma once

#include <sylvite/runtime/data/column_target.hpp>
#include <sylvite/runtime/data/dataset.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sylvite {

enum class csv_header : std::uint8_t {
    /// The first line is a row if all of it are values, a header if none of it is a number and some of it is a name.
    /// Any other first line is an error that asks for `present` or `absent`, and so is one of 0, 1, 2, ..., by which
    /// data frames number their columns, unless it is the only line. docs/data.md has the rule in full.
    automatic,
    present,
    absent,
};

/// One field of every line.
struct csv_field {
    std::string_view name = {};  // as the header spells it
    std::size_t number = 0;      // counted from 1; 0: by name, or the last one where the name is empty
};

inline constexpr csv_field last_field{};

enum class csv_labels : std::uint8_t {
    numbers,
    /// Each text is the name of a class. Labels are numbered from 0: in the order of csv_options::class_names, or,
    /// without these, by value where all names are numbers, else in the order of their bytes. class_names_of gives
    /// them.
    names,
};

/// Names and meanings are those of pandas' read_csv, where it has the like. docs/data.md shows each with an example.
struct csv_options {
    char delimiter = ',';
    csv_header header = csv_header::automatic;
    csv_field label = last_field;
    std::int64_t classes = 0;  // with n > 0, labels are whole numbers from 0 to n - 1, or at most n names

    bool delim_whitespace = false;             // fields are separated by runs of blanks and tabs
    std::size_t skiprows = 0;                  // lines in front that are passed over, whatever they hold
    std::size_t nrows = 0;                     // rows to read at most; 0: all
    std::vector<std::string> names = {};       // of the columns, in the place of the header's
    std::vector<csv_field> usecols = {};       // the columns to read, in the order wanted; empty: all
    std::vector<csv_field> drop_columns = {};  // the columns not to read; what they hold is not looked at

    csv_labels labels = csv_labels::numbers;
    std::vector<std::string> class_names = {};  // in the order of their labels; given, labels are names

    std::vector<std::string> na_values = {};  // texts of missing values, beside '', '?', 'NA', 'nan' and the like
    std::optional<double> fillna = {};        // features take it where a value is missing; none: that is an error

    char comment = '\0';    // what begins with it, to the end of the line, is passed over; '\0': none
    char quotechar = '"';   // '\0': none
    char decimal = '.';     // between whole and fraction
    char thousands = '\0';  // between groups of three digits; '\0': none
};

/// All fields but the label go to `features`, in order. Without a label all do. Fields may be surrounded by blanks and
/// quoted; within quotes stand separators, ends of lines, and quotes written twice. Lines end in LF, CR LF or CR; those
/// of blanks and tabs only are passed over. UTF-8 with or without a mark, UTF-16 with one. A first line `sep=;` names
/// the delimiter, as spreadsheets take it. Booleans are 0 and 1, true and false in letters of either case. A number
/// becomes the nearest one that the target's type has, one below the least becomes 0; whole numbers may be written
/// 3.0. The process's locale has no part in it. Throws sylvite::error with file, line, field, what was expected and the
/// text found, for anything that is not a finite number which the target's type holds. Compressed files: csv_gzip.hpp.
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
