#include "counts.hpp"

#include "characters.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>
#include <vector>

namespace {

/// Up to nine characters as one number; those of other lengths have others.
std::uint64_t key_of(std::span<const std::int32_t> characters) {
    std::uint64_t key = 1;
    for (const std::int32_t c : characters) key = key * number_of_characters + static_cast<std::uint64_t>(c);
    return key;
}

struct followers {
    std::array<std::uint32_t, number_of_characters> count{};
    std::uint32_t all = 0, different = 0;
};

using table = std::unordered_map<std::uint64_t, followers>;

table counted(std::span<const std::int32_t> text, std::size_t before) {
    table of;
    for (std::size_t i = before; i < text.size(); ++i) {
        followers &f = of[key_of(text.subspan(i - before, before))];
        if (f.count[static_cast<std::size_t>(text[i])]++ == 0) ++f.different;
        ++f.all;
    }
    return of;
}

}  // namespace

double perplexity_of_counts(std::span<const std::int32_t> known, std::span<const std::int32_t> text, int before) {
    // by position: the probability of the character that is there
    std::vector<double> p(text.size(), 1.0 / number_of_characters);
    const auto longest = static_cast<std::size_t>(before);
    for (std::size_t length = 0; length <= longest; ++length) {
        const table of = counted(known, length);
        for (std::size_t i = length; i < text.size(); ++i) {
            const auto found = of.find(key_of(text.subspan(i - length, length)));
            if (found == of.end()) continue;
            const followers &f = found->second;
            p[i] = (f.count[static_cast<std::size_t>(text[i])] + f.different * p[i]) / (f.all + f.different);
        }
    }
    double bits = 0;
    for (const double each : p) bits -= std::log(each);
    return std::exp(bits / static_cast<double>(std::max<std::size_t>(text.size(), 1)));
}
