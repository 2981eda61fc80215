// What a field says, as a value of a column's type.
#pragma once

#include <sylvite/runtime/data/csv.hpp>
#include <sylvite/runtime/data/csv/class_labels.hpp>
#include <sylvite/runtime/data/csv/lines.hpp>
#include <sylvite/runtime/data/csv/missing.hpp>
#include <sylvite/runtime/data/csv/numbers.hpp>

#include <string_view>
#include <type_traits>

namespace sylvite::data {

/// T is float, double, std::int32_t, or std::uint8_t for booleans. Throws sylvite::error with file, line and field.
class csv_values {
  public:
    csv_values(std::string_view path, const csv_syntax &syntax, const csv_options &how)
        : path_(path), syntax_(syntax), how_(how), numbers_(how.decimal, how.thousands),
          missing_(how.na_values, numbers_), class_labels_(how.class_names) {}

    [[nodiscard]] csv_numbers &numbers() noexcept { return numbers_; }
    [[nodiscard]] const csv_missing &missing() const noexcept { return missing_; }
    [[nodiscard]] csv_class_labels &class_labels() noexcept { return class_labels_; }

    template <class T>
    [[nodiscard]] T feature(const csv_line &line, std::size_t field) {
        T value{};
        const number_fault fault = parse(line.fields[field], value);
        if (fault == number_fault::none && !missing_.is_given_number(value)) return value;
        if (how_.fillna && is_missing(line.fields[field], fault)) return static_cast<T>(*how_.fillna);
        fail_feature(line, field, type_of<T>, fault);
    }

    template <class T>
    [[nodiscard]] T label(const csv_line &line, std::size_t field, bool is_name) {
        if (is_name) return static_cast<T>(named_label(line, field, most_labels<T>));
        if (how_.classes > 0) return static_cast<T>(class_number(line, field));
        T value{};
        const number_fault fault = parse(line.fields[field], value);
        if (fault == number_fault::none && !missing_.is_given_number(value)) return value;
        fail_label(line, field, type_of<T>, fault);
    }

  private:
    template <class T>
    number_fault parse(std::string_view text, T &value) {
        if constexpr (std::is_same_v<T, std::uint8_t>)
            return parse_boolean(text, value) ? number_fault::none : number_fault::no_number;
        else
            return numbers_.parse(text, value);
    }
    [[nodiscard]] bool is_missing(std::string_view text, number_fault fault) const {
        return fault == number_fault::none || missing_.is_missing(without_blanks_around(text));
    }

    [[nodiscard]] std::int32_t named_label(const csv_line &line, std::size_t field, std::int64_t most);
    [[nodiscard]] std::int64_t class_number(const csv_line &line, std::size_t field);

    /// That T tells apart.
    template <class T>
    static constexpr std::int64_t most_labels =
        std::is_same_v<T, std::uint8_t> ? 2 : std::int64_t{1} << (std::is_same_v<T, float> ? 24 : 31);
    template <class T>
    static constexpr dtype type_of = std::is_same_v<T, std::uint8_t> ? dtype::boolean
                                     : std::is_integral_v<T>         ? dtype::i32
                                     : sizeof(T) == 4                ? dtype::f32
                                                                     : dtype::f64;
    [[noreturn]] void fail_feature(const csv_line &line, std::size_t field, dtype type, number_fault fault) const;
    [[noreturn]] void fail_label(const csv_line &line, std::size_t field, dtype type, number_fault fault) const;
    [[nodiscard]] std::string_view advice_for_label(std::string_view text, number_fault fault) const;
    [[noreturn]] void fail(const csv_line &line, std::size_t field, std::string_view expected,
                           std::string_view advice) const;

    std::string_view path_;
    const csv_syntax &syntax_;
    const csv_options &how_;
    csv_numbers numbers_;
    csv_missing missing_;
    csv_class_labels class_labels_;
};

}  // namespace sylvite::data
