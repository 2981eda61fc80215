#include <sylvite/runtime/data/class_names.hpp>

#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/io/printable.hpp>
#include <sylvite/runtime/io/utf8.hpp>

#include <fmt/format.h>

#include <limits>
#include <unordered_set>

namespace sylvite {

class_names::class_names(std::string_view column, std::vector<std::string> names)
    : column_(column), names_(std::move(names)) {
    const auto fail = [&](const std::string &what) {
        throw error(fmt::format("the class names of '{}': {}", column_, what));
    };
    if (names_.empty()) fail("none was given");
    if (names_.size() > std::size_t{std::numeric_limits<std::int32_t>::max()})
        fail(fmt::format("{} were given, labels go to 2^31 - 1", names_.size()));
    std::unordered_set<std::string_view> seen;
    for (const std::string &name : names_) {
        if (name.empty()) fail("one of them is empty");
        if (!io::is_utf8(name)) fail(fmt::format("'{}' is no UTF-8 text", io::printable(io::ascii_only(name))));
        if (!seen.insert(name).second) fail(fmt::format("'{}' was given twice", io::printable(name)));
    }
}

const std::string &class_names::operator[](std::int64_t label) const {
    if (static_cast<std::uint64_t>(label) >= names_.size())
        throw error(fmt::format("the class names of '{}': label {} has none, they go from 0 to {}", column_, label,
                                names_.size() - 1));
    return names_[static_cast<std::size_t>(label)];
}

std::optional<std::int32_t> class_names::find(std::string_view name) const noexcept {
    const auto found = std::ranges::find(names_, name);
    if (found == names_.end()) return std::nullopt;
    return static_cast<std::int32_t>(found - names_.begin());
}

class_names class_names_of(const dataset &data, std::string_view name) {
    const data::column *column = data.find(name);
    if (column == nullptr) throw error(fmt::format("dataset: there is no column '{}' with class names", name));
    if (column->class_names == nullptr)
        throw error(fmt::format("dataset: the values of column '{}' were read as numbers, not as class names", name));
    return {name, *column->class_names};
}

}  // namespace sylvite
