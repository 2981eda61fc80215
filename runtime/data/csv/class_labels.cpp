#include <sylvite/runtime/data/csv/class_labels.hpp>

#include <sylvite/runtime/data/csv/numbers.hpp>

#include <algorithm>
#include <numeric>

namespace sylvite::data {

csv_class_labels::csv_class_labels(std::span<const std::string> given) : learns_(given.empty()) {
    for (const std::string &name : given) (void)add(name);
}

std::optional<std::int32_t> csv_class_labels::find(std::string_view name) const {
    const auto found = labels_.find(name);
    if (found == labels_.end()) return std::nullopt;
    return found->second;
}

std::int32_t csv_class_labels::add(std::string_view name) {
    const auto label = static_cast<std::int32_t>(names_.size());
    labels_.emplace(name, label);
    names_.emplace_back(name);
    return label;
}

std::vector<std::int32_t> csv_class_labels::finish() {
    std::vector<double> values;
    csv_numbers plain('.', '\0');
    for (const std::string &name : names_)
        if (double value = 0; plain.parse(name, value) == number_fault::none) values.push_back(value);
    const bool by_value = values.size() == names_.size();

    std::vector<std::size_t> order(names_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        if (by_value && values[a] != values[b]) return values[a] < values[b];
        return names_[a] < names_[b];
    });
    std::vector<std::string> sorted;
    std::vector<std::int32_t> label_now(names_.size());
    for (const std::size_t before : order) {
        label_now[before] = static_cast<std::int32_t>(sorted.size());
        sorted.push_back(std::move(names_[before]));
    }
    names_ = std::move(sorted);
    return label_now;
}

}  // namespace sylvite::data
