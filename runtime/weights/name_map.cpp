#include <sylvite/runtime/weights/name_map.hpp>

#include <sylvite/runtime/error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace sylvite {

namespace {

constexpr char any_text = '*';

/// The texts that the stars of the pattern stand for; nothing where the name does not fit it. It begins as the pattern
/// does: so the rule was found.
std::optional<std::vector<std::string_view>> match(std::string_view pattern, std::string_view name) {
    std::vector<std::string_view> texts;
    const std::size_t first = pattern.find(any_text);
    if (first == std::string_view::npos) return pattern == name ? std::optional(texts) : std::nullopt;
    name.remove_prefix(first);
    pattern.remove_prefix(first + 1);
    // What stands between two stars is taken where it occurs first: that leaves most of the name to the stars behind.
    while (true) {
        const std::size_t next = pattern.find(any_text);
        const std::string_view literal = pattern.substr(0, next);
        const bool last = next == std::string_view::npos;
        if (last && !name.ends_with(literal)) return std::nullopt;
        const std::size_t at = last ? name.size() - literal.size() : name.find(literal);
        if (at == std::string_view::npos) return std::nullopt;
        texts.push_back(name.substr(0, at));
        if (last) return texts;
        name.remove_prefix(at + literal.size());
        pattern.remove_prefix(next + 1);
    }
}

std::string filled_in(std::string_view to, std::span<const std::string_view> texts) {
    std::string result;
    for (const char letter : to) {
        if (letter != any_text) {
            result += letter;
            continue;
        }
        result += texts.front();
        texts = texts.subspan(1);
    }
    return result;
}

}  // namespace

name_map::name_map(std::initializer_list<name_rule> rules) {
    for (const name_rule &rule : rules) add(rule);
}

name_map &name_map::add(name_rule rule) {
    if (rule.from.empty()) throw error(fmt::format("the rule for '{}' names no tensor of the file", rule.to));
    if (const auto from = std::ranges::count(rule.from, any_text), to = std::ranges::count(rule.to, any_text);
        from != to && !rule.to.empty())
        throw error(fmt::format("the rule '{}' -> '{}' has {} stars on one side and {} on the other", rule.from,
                                rule.to, from, to));
    const std::string beginning = rule.from.substr(0, rule.from.find(any_text));
    rules_by_beginning_[beginning.size()][beginning].push_back(rules_.size());
    rules_.push_back(std::move(rule));
    return *this;
}

name_map::found name_map::operator()(std::string_view stored_name) const {
    std::size_t first = rules_.size();
    std::vector<std::string_view> texts;
    for (const auto &[length, rules] : rules_by_beginning_) {
        if (length > stored_name.size()) break;
        const auto same = rules.find(stored_name.substr(0, length));
        if (same == rules.end()) continue;
        for (const std::size_t i : same->second) {
            if (i >= first) break;
            if (auto fitting = match(rules_[i].from, stored_name)) {
                first = i;
                texts = std::move(*fitting);
                break;
            }
        }
    }
    if (first == rules_.size()) return {std::string(stored_name), std::nullopt};
    const std::string &to = rules_[first].to;
    return {to.empty() ? std::string() : filled_in(to, texts), first};
}

}  // namespace sylvite
