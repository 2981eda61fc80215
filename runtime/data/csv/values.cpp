#include <sylvite/runtime/data/csv/values.hpp>

#include <sylvite/runtime/data/csv/advice.hpp>
#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/io/printable.hpp>
#include <sylvite/runtime/io/utf8.hpp>

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace sylvite::data {

namespace {

template <class T>
std::string range_of() {
    return fmt::format("from {} to {}", std::numeric_limits<T>::lowest(), std::numeric_limits<T>::max());
}

std::vector<std::string_view> views_of(const std::vector<std::string> &names) { return {names.begin(), names.end()}; }

}  // namespace

void csv_values::fail(const csv_line &line, std::size_t field, std::string_view expected,
                      std::string_view advice) const {
    throw error(fmt::format("{}, line {}, field {}: expected {}, found '{}'{}", path_, line.number, field + 1, expected,
                            io::printable(line.fields[field]), advice));
}

void csv_values::fail_feature(const csv_line &line, std::size_t field, dtype type, number_fault fault) const {
    const std::string_view text = line.fields[field];
    if (fault == number_fault::too_large)
        throw error(fmt::format("{}, line {}, field {}: {} is beyond what {} holds, {}", path_, line.number, field + 1,
                                io::printable(text), name_of(type),
                                type == i32   ? range_of<std::int32_t>()
                                : type == f32 ? range_of<float>()
                                              : range_of<double>()));
    std::string advice = number_advice(text);
    if (is_missing(text, fault))
        advice = ", a missing value; csv_options::fillna puts a number in its place";
    else if (line.fields.size() == 1)
        advice = delimiter_advice(line.text, syntax_, 0);
    fail(line, field, type == boolean ? "0, 1, true or false" : type == i32 ? "a whole number" : "a number", advice);
}

std::string_view csv_values::advice_for_label(std::string_view text, number_fault fault) const {
    if (missing_.is_missing(text) || (fault == number_fault::none && how_.classes == 0)) return ", a missing value";
    if (csv_numbers(numbers_).is_number(text)) return "";
    return "; csv_options::labels = csv_labels::names reads class names";
}

void csv_values::fail_label(const csv_line &line, std::size_t field, dtype type, number_fault fault) const {
    const std::string_view text = line.fields[field];
    if (fault == number_fault::too_large) fail_feature(line, field, type, fault);
    fail(line, field,
         type == boolean ? "a label of 0, 1, true or false"
         : type == i32   ? "a label, a whole number"
                         : "a label, a number",
         advice_for_label(text, fault));
}

std::int64_t csv_values::class_number(const csv_line &line, std::size_t field) {
    double value = -1;  // "3" and "3.0" both name class 3
    const number_fault fault = numbers_.parse(line.fields[field], value);
    if (fault != number_fault::none || missing_.is_given_number(value) || value < 0 ||
        value >= static_cast<double>(how_.classes) || value != std::floor(value))
        fail(line, field, fmt::format("a label from 0 to {}", how_.classes - 1),
             advice_for_label(line.fields[field], fault));
    return static_cast<std::int64_t>(value);
}

std::int32_t csv_values::named_label(const csv_line &line, std::size_t field, std::int64_t most) {
    const std::string_view name = line.fields[field];
    if (name.empty() || missing_.is_given(name)) fail(line, field, "a class name", ", a missing value");
    if (const std::optional<std::int32_t> known = class_labels_.find(name)) return *known;
    const std::vector<std::string> &names = class_labels_.names();
    if (!class_labels_.learns())
        fail(line, field, fmt::format("one of the class names {}", listed(views_of(names))), "");
    if (!io::is_utf8(name))
        throw error(fmt::format("{}, line {}, field {}: expected a class name in UTF-8, found '{}' in another encoding",
                                path_, line.number, field + 1, io::printable(io::ascii_only(name))));
    if (how_.classes > 0) most = std::min(most, how_.classes);
    if (static_cast<std::int64_t>(names.size()) >= most)
        fail(line, field, fmt::format("no more than {} class names, {}", most, listed(views_of(names))), "");
    return class_labels_.add(name);
}

}  // namespace sylvite::data
