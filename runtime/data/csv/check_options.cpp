#include <sylvite/runtime/data/csv/check_options.hpp>

#include <sylvite/runtime/data/class_names.hpp>
#include <sylvite/runtime/error.hpp>

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace sylvite::data {

namespace {

class option_checker {
  public:
    option_checker(std::string_view path, const csv_options &how) : path_(path), how_(how) {}

    void check_characters() const {
        if (how_.delimiter == how_.quotechar || is_line_end(how_.delimiter) || how_.delimiter == '\0')
            fail("a quote or the end of a line cannot separate fields");
        if (how_.delim_whitespace && how_.delimiter != ',' && how_.delimiter != ' ' && how_.delimiter != '\t')
            fail(fmt::format("csv_options has both delim_whitespace and delimiter '{}'", how_.delimiter));
        struct role {
            char letter;
            const char *name;
        };
        const role roles[] = {{how_.delim_whitespace ? ' ' : how_.delimiter, "delimiter"},
                              {how_.quotechar, "quotechar"},
                              {how_.comment, "comment"},
                              {how_.decimal, "decimal"},
                              {how_.thousands, "thousands"}};
        for (const role &one : roles) {
            const bool is_decimal = one.name == roles[3].name;
            if (one.letter == '\0' && !is_decimal) continue;
            if (is_line_end(one.letter) || one.letter == '\0' || part_of_numbers(one.letter) ||
                (one.letter == '\t' && &one != &roles[0]))
                fail(fmt::format("csv_options::{} cannot be {}", one.name, spelled(one.letter)));
            // Numbers in quotes may hold what separates fields elsewhere.
            const role *other = &one == &roles[0] ? &roles[1] : &one + 1;
            const role *const end = &one == &roles[0] ? &roles[3] : std::end(roles);
            for (; other != end; ++other)
                if (one.letter == other->letter)
                    fail(fmt::format("csv_options::{} and {} are both {}", one.name, other->name, spelled(one.letter)));
        }
    }

    void check_columns() const {
        if (!how_.usecols.empty() && !how_.drop_columns.empty())
            fail("csv_options has both usecols and drop_columns, expected one of them");
        for (std::size_t i = 0; i < how_.drop_columns.size(); ++i)
            if (how_.drop_columns[i].number == 0 && how_.drop_columns[i].name.empty())
                fail("csv_options::drop_columns has a column without name and number");
        for (const csv_field &field : how_.usecols)
            if (field.number == 0 && field.name.empty())
                fail("csv_options::usecols has a column without name and number");
    }

    void check_labels(const column_target *label) const {
        if (how_.classes < 0)
            fail(fmt::format("expected a number of classes, or 0 for labels of any value, found {}", how_.classes));
        if (label == nullptr) return;
        if (label->type == boolean && how_.classes > 2)
            fail(fmt::format("label '{}' is a boolean, {} classes were asked for", label->name, how_.classes));
        if (how_.class_names.empty()) return;
        try {
            (void)sylvite::class_names(label->name, how_.class_names);
        } catch (const error &problem) {
            fail(problem.what());
        }
        if (how_.classes > 0 && how_.class_names.size() > static_cast<std::uint64_t>(how_.classes))
            fail(fmt::format("csv_options has {} classes and {} class_names", how_.classes, how_.class_names.size()));
        if (label->type == boolean && how_.class_names.size() > 2)
            fail(fmt::format("label '{}' is a boolean, {} class_names were given", label->name,
                             how_.class_names.size()));
    }

    void check_fill(const column_target &features) const {
        if (!how_.fillna) return;
        const double value = *how_.fillna;
        const bool whole = value == std::floor(value);
        bool held = std::isfinite(value);
        if (features.type == f32) held = held && std::abs(value) <= std::numeric_limits<float>::max();
        if (features.type == i32)
            held = held && whole && value >= std::numeric_limits<std::int32_t>::min() &&
                   value <= std::numeric_limits<std::int32_t>::max();
        if (features.type == boolean) held = value == 0 || value == 1;
        if (!held)
            fail(fmt::format("csv_options::fillna is {}, which '{}' cannot hold: its type is {}", value, features.name,
                             name_of(features.type)));
    }

  private:
    [[noreturn]] void fail(const std::string &what) const { throw error(fmt::format("{}: {}", path_, what)); }

    static bool is_line_end(char c) noexcept { return c == '\n' || c == '\r'; }
    static bool part_of_numbers(char c) noexcept {
        return (c >= '0' && c <= '9') || c == '+' || c == '-' || c == 'e' || c == 'E';
    }
    static std::string spelled(char c) {
        if (c == '\0') return "'\\0'";
        if (c == '\t') return "a tab";
        return is_line_end(c) ? std::string("the end of a line") : fmt::format("'{}'", c);
    }

    std::string_view path_;
    const csv_options &how_;
};

}  // namespace

void check_csv_characters(std::string_view path, const csv_options &how) {
    option_checker(path, how).check_characters();
}

void check_csv_options(std::string_view path, const column_target &features, const column_target *label,
                       const csv_options &how) {
    check_csv_characters(path, how);
    const option_checker checker(path, how);
    checker.check_columns();
    checker.check_labels(label);
    checker.check_fill(features);
}

}  // namespace sylvite::data
