#include <sylvite/runtime/data/csv.hpp>

#include <sylvite/runtime/data/csv_lines.hpp>
#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/io/printable.hpp>
#include <sylvite/runtime/io/read_file.hpp>

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <optional>
#include <variant>

namespace sylvite {

namespace {

using data::csv_line;
using booleans = std::vector<std::uint8_t>;  // std::vector<bool> would hold bits
using column_values = std::variant<std::vector<float>, std::vector<double>, std::vector<std::int32_t>, booleans>;

column_values values_of(dtype type) {
    switch (type) {
        case dtype::f32:
            return std::vector<float>{};
        case dtype::f64:
            return std::vector<double>{};
        case dtype::i32:
            return std::vector<std::int32_t>{};
        case dtype::boolean:
            break;
    }
    return booleans{};
}

void check_options(std::string_view path, const column_target *label, const csv_options &how) {
    if (how.delimiter == '"' || how.delimiter == '\n' || how.delimiter == '\r')
        throw error(fmt::format("{}: a quote or the end of a line cannot separate fields", path));
    if (how.classes < 0)
        throw error(
            fmt::format("{}: expected a number of classes, or 0 for labels of any value, found {}", path, how.classes));
    if (label != nullptr && label->type == boolean && how.classes > 2)
        throw error(
            fmt::format("{}: label '{}' is a boolean, {} classes were asked for", path, label->name, how.classes));
}

class csv_reader {
  public:
    csv_reader(std::string_view path, std::string_view text, const column_target &features, const column_target *label,
               const csv_options &how)
        : path_(path), text_(text), features_(features), label_(label), how_(how),
          feature_values_(values_of(features.type)),
          label_values_(label == nullptr ? column_values{} : values_of(label->type)) {}

    dataset read() {
        data::csv_lines lines(text_, how_.delimiter);
        csv_line line;
        if (!lines.next(line)) throw error(path_ + ": the file is empty");
        layout(line);
        if (!first_is_header_) row(line);
        while (lines.next(line)) row(line);
        if (rows_ == 0) throw error(path_ + ": the file has a header and no rows");
        dataset result;
        add(result, features_, feature_count_, std::move(feature_values_));
        if (label_ != nullptr) add(result, *label_, 1, std::move(label_values_));
        return result;
    }

  private:
    [[noreturn]] void fail(const csv_line &line, std::size_t field, const std::string &expected,
                           std::string_view found) const {
        throw error(fmt::format("{}, line {}, field {}: expected {}, found '{}'", path_, line.number, field + 1,
                                expected, io::printable(found)));
    }

    void layout(const csv_line &line) {
        first_is_header_ = how_.header == csv_header::present;
        if (how_.header == csv_header::automatic)
            for (const std::string_view field : line.fields)
                if (!is_value(field)) first_is_header_ = true;
        fields_ = line.fields.size();
        if (label_ != nullptr) label_field_ = find_label(line);
        feature_count_ = fields_ - (label_ != nullptr ? 1 : 0);
        if (feature_count_ == 0 || (features_.width != 0 && feature_count_ != features_.width))
            throw error(fmt::format("{}, line {}: expected {}{}, found {} fields", path_, line.number,
                                    features_.width == 0
                                        ? std::string("values")
                                        : fmt::format("{} values for '{}'", features_.width, features_.name),
                                    label_ != nullptr ? " and the label" : "", fields_));
    }

    [[nodiscard]] bool is_value(std::string_view field) const {
        double number = 0;
        if (data::parse_number(field, number)) return true;
        std::uint8_t truth = 0;
        const bool wanted = features_.type == boolean || (label_ != nullptr && label_->type == boolean);
        return wanted && data::parse_boolean(field, truth);
    }

    std::size_t find_label(const csv_line &line) const {
        const csv_field &wanted = how_.label;
        if (wanted.number > fields_)
            throw error(fmt::format("{}, line {}: the label is field {}, found {} fields", path_, line.number,
                                    wanted.number, fields_));
        if (wanted.number != 0) return wanted.number - 1;
        if (wanted.name.empty()) return fields_ - 1;
        if (first_is_header_)
            for (std::size_t i = 0; i < fields_; ++i)
                if (line.fields[i] == wanted.name) return i;
        throw error(fmt::format("{}, line {}: expected a header with the label's name '{}'{}", path_, line.number,
                                wanted.name, first_is_header_ ? ", it has other names" : ", found numbers"));
    }

    void row(const csv_line &line) {
        if (line.fields.size() != fields_)
            throw error(fmt::format("{}, line {}: expected {} fields as in the first line, found {}", path_,
                                    line.number, fields_, line.fields.size()));
        for (std::size_t i = 0; i < fields_; ++i) {
            if (label_ != nullptr && i == label_field_)
                std::visit([&](auto &to) { label(line, i, to); }, label_values_);
            else
                std::visit([&](auto &to) { number(line, i, to); }, feature_values_);
        }
        ++rows_;
    }

    template <class T>
    void number(const csv_line &line, std::size_t i, std::vector<T> &to) {
        T value{};
        if constexpr (std::is_same_v<T, std::uint8_t>) {
            if (!data::parse_boolean(line.fields[i], value)) fail(line, i, "0, 1, true or false", line.fields[i]);
        } else if (!data::parse_number(line.fields[i], value)) {
            fail(line, i, std::is_integral_v<T> ? "a whole number" : "a number", line.fields[i]);
        }
        to.push_back(value);
    }

    template <class T>
    void label(const csv_line &line, std::size_t i, std::vector<T> &to) {
        if (how_.classes > 0) {
            const std::string_view text = line.fields[i];
            double value = -1;  // "3" and "3.0" both name class 3
            if (!data::parse_number(text, value) || value < 0 || value >= static_cast<double>(how_.classes) ||
                value != std::floor(value))
                fail(line, i, fmt::format("a label from 0 to {}", how_.classes - 1), text);
            to.push_back(static_cast<T>(value));
            return;
        }
        number(line, i, to);
    }

    static void add(dataset &to, const column_target &target, std::size_t width, column_values &&from) {
        if (auto *values = std::get_if<booleans>(&from)) {
            const std::size_t rows = values->size() / width;
            to.add_column({std::string(target.name), boolean, width, rows,
                           std::make_shared<data::vector_source<std::uint8_t>>(std::move(*values), width)});
            return;
        }
        std::visit(
            [&]<class T>(std::vector<T> &values) {
                if constexpr (!std::is_same_v<T, std::uint8_t>) to.add(target.name, width, std::move(values));
            },
            from);
    }

    std::string path_;
    std::string_view text_;
    const column_target &features_;
    const column_target *label_;
    const csv_options &how_;
    bool first_is_header_ = false;
    std::size_t fields_ = 0;
    std::size_t label_field_ = 0;
    std::size_t feature_count_ = 0;
    std::size_t rows_ = 0;
    column_values feature_values_;
    column_values label_values_;
};

}  // namespace

dataset data::parse_csv(std::string_view name, std::string_view text, const column_target &features,
                        const column_target *label, const csv_options &how) {
    check_options(name, label, how);
    return csv_reader(name, text, features, label, how).read();
}

dataset read_csv(std::string_view path, const column_target &features, const column_target *label,
                 const csv_options &how) {
    return data::parse_csv(path, io::read_file(path), features, label, how);
}

}  // namespace sylvite
