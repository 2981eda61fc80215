#include <sylvite/runtime/data/csv/columns.hpp>

#include <sylvite/runtime/data/csv/advice.hpp>
#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/io/printable.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace sylvite::data {

namespace {

bool has_name(const csv_field &field) { return field.number == 0 && !field.name.empty(); }

class column_chooser {
  public:
    column_chooser(std::string_view path, const csv_line &first, const std::vector<std::string_view> &names,
                   const csv_advice &advice)
        : path_(path), first_(first), names_(names), advice_(advice) {
        for (std::size_t i = 0; i < names.size(); ++i)
            if (const auto [known, is_new] = by_name_.try_emplace(names[i], i); !is_new)
                doubled_.try_emplace(names[i], i);
    }

    csv_columns choose(const column_target &features, const column_target *label, const csv_options &how) {
        csv_columns result;
        result.fields = first_.fields.size();
        std::vector<std::size_t> read = find_all(how.usecols, "usecols");
        if (how.usecols.empty()) read = all_but(find_all(how.drop_columns, "drop_columns"));
        result.delimiter_at_end = how.usecols.empty() && features.width != 0 && !read.empty() &&
                                  read.back() + 1 == result.fields && first_.fields.back().empty() &&
                                  read.size() == features.width + (label != nullptr ? 2 : 1);
        if (result.delimiter_at_end) read.pop_back();
        if (label != nullptr) {
            const bool last = how.label.number == 0 && how.label.name.empty();
            if (read.empty()) fail_width(0, features, label, how);
            result.label = last ? read.back() : find(how.label, "label");
            std::erase(read, result.label);
        }
        if (read.empty() || (features.width != 0 && read.size() != features.width))
            fail_width(read.size(), features, label, how);
        result.features = std::move(read);
        return result;
    }

  private:
    [[noreturn]] void fail(const std::string &what) const {
        throw error(fmt::format("{}, line {}: {}", path_, first_.number, what));
    }

    std::size_t find(const csv_field &wanted, const char *option) const {
        if (wanted.number > first_.fields.size())
            fail(fmt::format("csv_options::{} asks for field {}, the line has {}{}", option, wanted.number,
                             first_.fields.size(), advice_(0)));
        if (wanted.number != 0) return wanted.number - 1;
        if (wanted.name.empty()) return first_.fields.size() - 1;
        const std::string name = io::printable(wanted.name);
        const auto found = by_name_.find(wanted.name);
        if (found == by_name_.end())
            fail(fmt::format("csv_options::{} asks for column '{}', found {}{}", option, name,
                             listed(names_.empty() ? first_.fields : names_), advice_(0)));
        if (const auto second = doubled_.find(wanted.name); second != doubled_.end())
            fail(fmt::format("csv_options::{} asks for column '{}', fields {} and {} have that name", option, name,
                             found->second + 1, second->second + 1));
        return found->second;
    }

    std::vector<std::size_t> find_all(const std::vector<csv_field> &wanted, const char *option) const {
        std::vector<std::size_t> result;
        std::vector<bool> seen(first_.fields.size());
        for (const csv_field &field : wanted) {
            const std::size_t i = find(field, option);
            if (seen[i]) fail(fmt::format("csv_options::{} asks for field {} twice", option, i + 1));
            seen[i] = true;
            result.push_back(i);
        }
        return result;
    }

    std::vector<std::size_t> all_but(const std::vector<std::size_t> &dropped) const {
        std::vector<bool> out(first_.fields.size());
        for (const std::size_t i : dropped) out[i] = true;
        std::vector<std::size_t> result;
        for (std::size_t i = 0; i < out.size(); ++i)
            if (!out[i]) result.push_back(i);
        return result;
    }

    [[noreturn]] void fail_width(std::size_t chosen, const column_target &features, const column_target *label,
                                 const csv_options &how) const {
        const std::size_t wanted = features.width == 0 || !how.usecols.empty()
                                       ? 0
                                       : features.width + (label != nullptr ? 1 : 0) + how.drop_columns.size();
        const std::string values = features.width == 0
                                       ? std::string("values")
                                       : fmt::format("{} values for '{}'", features.width, features.name);
        const std::size_t count = first_.fields.size();
        const bool all = how.usecols.empty() && how.drop_columns.empty();
        fail(fmt::format("expected {}{}, found {} field{}{}{}", values, label != nullptr ? " and the label" : "", count,
                         count == 1 ? "" : "s",
                         all ? std::string()
                             : fmt::format(", of which {} {} chosen for values", chosen, chosen == 1 ? "is" : "are"),
                         advice_(wanted)));
    }

    std::string_view path_;
    const csv_line &first_;
    const std::vector<std::string_view> &names_;
    const csv_advice &advice_;
    std::unordered_map<std::string_view, std::size_t> by_name_;
    std::unordered_map<std::string_view, std::size_t> doubled_;  // the second one of that name
};

}  // namespace

bool asks_by_name(const csv_options &how, bool with_label) {
    return (with_label && has_name(how.label)) || std::ranges::any_of(how.usecols, has_name) ||
           std::ranges::any_of(how.drop_columns, has_name);
}

csv_columns choose_columns(std::string_view path, const csv_line &first, const std::vector<std::string_view> &names,
                           const column_target &features, const column_target *label, const csv_options &how,
                           const csv_advice &advice) {
    return column_chooser(path, first, names, advice).choose(features, label, how);
}

}  // namespace sylvite::data
