#include <sylvite/runtime/data/csv/rows.hpp>

#include <sylvite/runtime/data/csv/advice.hpp>
#include <sylvite/runtime/data/csv/check_options.hpp>
#include <sylvite/runtime/data/csv/columns.hpp>
#include <sylvite/runtime/data/csv/header.hpp>
#include <sylvite/runtime/data/csv/syntax.hpp>
#include <sylvite/runtime/data/csv/values.hpp>
#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/io/printable.hpp>

#include <fmt/format.h>

#include <variant>

namespace sylvite::data {

namespace {

using booleans = std::vector<std::uint8_t>;  // std::vector<bool> would hold bits
using column_values = std::variant<std::vector<float>, std::vector<double>, std::vector<std::int32_t>, booleans>;

column_values values_of(dtype type) {
    return with_element(type, []<class T>(T) -> column_values {
        return std::vector<std::conditional_t<std::is_same_v<T, bool>, std::uint8_t, T>>{};
    });
}

class csv_rows {
  public:
    csv_rows(std::string_view path, std::string_view text, const column_target &features, const column_target *label,
             const csv_options &how)
        : path_(path), text_(text), features_(features), label_(label), how_(how),
          syntax_(csv_syntax_of(path, text, how)), values_(path, syntax_, how), lines_(path, text, syntax_),
          feature_values_(values_of(features.type)),
          label_values_(label == nullptr ? column_values{} : values_of(label->type)) {}

    dataset read() {
        csv_line line;
        first_line(line);
        bool more = true;
        if (has_header_) more = lines_.next(line);
        if (!more) fail("the file has a header and no rows" + delimiter_advice(header_, syntax_, 0));
        while (more) {
            row(line);
            more = (how_.nrows == 0 || rows_ < how_.nrows) && lines_.next(line);
        }
        dataset result;
        result.add_column(column_of(features_, columns_.features.size(), std::move(feature_values_)));
        if (label_ != nullptr) result.add_column(label_column());
        return result;
    }

  private:
    [[noreturn]] void fail(const std::string &what) const { throw error(fmt::format("{}: {}", path_, what)); }
    [[noreturn]] void fail(const csv_line &line, const std::string &what) const {
        throw error(fmt::format("{}, line {}: {}", path_, line.number, what));
    }

    /// Leaves the line that it found. Knows then which columns there are.
    void first_line(csv_line &line) {
        const std::size_t in_front = std::max<std::size_t>(how_.skiprows, csv_delimiter_line(text_) ? 1 : 0);
        const std::size_t skipped = lines_.skip(in_front);
        if (!lines_.next(line)) {
            if (how_.skiprows == 0 && how_.comment == '\0') fail("the file is empty");
            fail(fmt::format(
                "the file has no row: {} lines were passed over as csv_options::skiprows has it, the others "
                "are blank or comments",
                skipped));
        }
        const bool by_name = asks_by_name(how_, label_ != nullptr);
        std::vector<std::string_view> names(how_.names.begin(), how_.names.end());
        if (names.empty() && by_name) {
            if (how_.header == csv_header::absent)
                fail("csv_options asks for columns by name, and has neither a header nor names");
            names = line.fields;
        }
        if (!how_.names.empty() && names.size() != line.fields.size())
            fail(line, fmt::format("csv_options::names has {} names, found {} fields{}", names.size(),
                                   line.fields.size(), delimiter_advice(line.text, syntax_, names.size())));
        const csv_advice advice = [&](std::size_t wanted) {
            const std::string behind = skiprows_advice(lines_, line, fields_wanted());
            return behind.empty() ? delimiter_advice(line.text, syntax_, wanted) : behind;
        };
        columns_ = choose_columns(path_, line, names, features_, label_, how_, advice);
        has_header_ = how_.header == csv_header::present || (how_.names.empty() && by_name);
        if (how_.header == csv_header::automatic && !has_header_) has_header_ = looks_like_header(line);
        header_ = line.text;
    }

    /// In a line; 0 where that is unknown.
    [[nodiscard]] std::size_t fields_wanted() const {
        if (features_.width == 0 || !how_.usecols.empty()) return 0;
        return features_.width + (label_ != nullptr ? 1 : 0) + how_.drop_columns.size();
    }

    bool looks_like_header(const csv_line &line) {
        if (counts_columns(line)) {
            csv_lines others = lines_;
            csv_line other;
            if (others.next(other))
                fail_for_header(path_, line, ": the fields count up from 0, as data frames number columns");
        }
        std::vector<std::size_t> wanted = columns_.features;
        if (label_ != nullptr && !reads_class_names(how_)) wanted.push_back(columns_.label);
        return is_header(path_, line, wanted, values_.numbers(), values_.missing(), how_.fillna.has_value());
    }

    void row(const csv_line &line) {
        if (line.fields.size() != columns_.fields)
            fail(line,
                 fmt::format("expected {} fields as in the first line, found {}{}", columns_.fields, line.fields.size(),
                             line.fields.size() == columns_.fields + 1 && line.fields.back().empty()
                                 ? ", the last of them empty"
                                 : delimiter_advice(line.text, syntax_, columns_.fields)));
        if (columns_.delimiter_at_end && !line.fields.back().empty())
            fail(line, fmt::format("expected nothing behind the last delimiter, as in the first line, found '{}'",
                                   io::printable(line.fields.back())));
        std::visit(
            [&]<class T>(std::vector<T> &to) {
                for (const std::size_t field : columns_.features) to.push_back(values_.feature<T>(line, field));
            },
            feature_values_);
        if (label_ != nullptr)
            std::visit(
                [&]<class T>(std::vector<T> &to) {
                    to.push_back(values_.label<T>(line, columns_.label, reads_class_names(how_)));
                },
                label_values_);
        ++rows_;
    }

    column label_column() {
        if (!reads_class_names(how_)) return column_of(*label_, 1, std::move(label_values_));
        if (values_.class_labels().learns()) {
            const std::vector<std::int32_t> label_now = values_.class_labels().finish();
            std::visit(
                [&]<class T>(std::vector<T> &labels) {
                    for (T &label : labels) label = static_cast<T>(label_now[static_cast<std::size_t>(label)]);
                },
                label_values_);
        }
        column result = column_of(*label_, 1, std::move(label_values_));
        result.class_names = std::make_shared<const std::vector<std::string>>(values_.class_labels().names());
        return result;
    }

    static column column_of(const column_target &target, std::size_t width, column_values &&from) {
        return std::visit(
            [&]<class T>(std::vector<T> &values) {
                const std::size_t rows = values.size() / width;
                return column{std::string(target.name), target.type, width, rows,
                              std::make_shared<vector_source<T>>(std::move(values), width)};
            },
            from);
    }

    std::string_view path_;
    std::string_view text_;
    const column_target &features_;
    const column_target *label_;
    const csv_options &how_;
    csv_syntax syntax_;
    csv_values values_;
    csv_lines lines_;
    bool has_header_ = false;
    std::string_view header_;  // the first line
    csv_columns columns_;
    std::size_t rows_ = 0;
    column_values feature_values_;
    column_values label_values_;
};

}  // namespace

dataset read_csv_rows(std::string_view path, std::string_view text, const column_target &features,
                      const column_target *label, const csv_options &how) {
    return csv_rows(path, text, features, label, how).read();
}

}  // namespace sylvite::data
