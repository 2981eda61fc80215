#include <sylvite/generators/spec/family_row.hpp>
#include <sylvite/generators/spec/schedule.hpp>

#include <charconv>
#include <sstream>
#include <stdexcept>

namespace sylvite::generators {

processor describe(const std::string &target) {
    processor cpu;
    cpu.target = target;
    const auto has = [&](const char *word) { return target.find(word) != std::string::npos; };
    if (target.starts_with("arm-64")) {
        cpu.vector_registers = 32;
    } else if (has("-avx512")) {
        cpu.vector_bytes = 64;
        cpu.vector_registers = 32;
        cpu.l2_bytes = 1 << 20;
    } else if (has("-avx")) {
        cpu.vector_bytes = 32;
    }
    return cpu;
}

schedule choose_schedule(const kernel_spec &spec, const processor &cpu) {
    return row_of(spec.kind).choose(index_space(spec), cpu);
}

std::uint64_t scratch_bytes(const kernel_spec &spec, const schedule &chosen, const processor &) {
    return scratch_of(row_of(spec.kind).storage(index_space(spec), chosen));
}

std::string to_text(const schedule &chosen) {
    std::string text;
    for (const auto &[name, value] : chosen) {
        if (!text.empty()) text += ' ';
        text += name + '=' + std::to_string(value);
    }
    return text;
}

schedule parse_schedule(const std::string &text) {
    schedule chosen;
    std::istringstream words(text);
    std::string word;
    while (words >> word) {
        const auto equals = word.find('=');
        std::int64_t value = 0;
        const char *first = word.data() + (equals == std::string::npos ? word.size() : equals + 1);
        const char *last = word.data() + word.size();
        const auto [end, error] = std::from_chars(first, last, value);
        if (equals == 0 || error != std::errc{} || end != last)
            throw std::runtime_error("schedule: expected name=integer, found \"" + word + "\"");
        chosen[word.substr(0, equals)] = value;
    }
    return chosen;
}

}  // namespace sylvite::generators
