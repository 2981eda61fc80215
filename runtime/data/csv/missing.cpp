#include <sylvite/runtime/data/csv/missing.hpp>

namespace sylvite::data {

bool is_usual_missing_value(std::string_view text) {
    static constexpr std::string_view usual[] = {"",       "?",       "na",      "n/a",     "<na>", "#na",
                                                 "#n/a",   "nan",     "-nan",    "null",    "none", "#n/a n/a",
                                                 "1.#ind", "-1.#ind", "1.#qnan", "-1.#qnan"};
    const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; };
    return std::ranges::any_of(usual, [&](std::string_view word) { return std::ranges::equal(text, word, same); });
}

csv_missing::csv_missing(std::span<const std::string> na_values, csv_numbers &numbers) : texts_(na_values) {
    for (const std::string &text : texts_) {
        float narrow = 0;
        double wide = 0;
        if (numbers.parse(text, narrow) == number_fault::none) floats_.push_back(narrow);
        if (numbers.parse(text, wide) == number_fault::none) doubles_.push_back(wide);
    }
}

}  // namespace sylvite::data
