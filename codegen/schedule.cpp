#include <sylvite/codegen/schedule.hpp>
#include <sylvite/generators/lowering/heuristics.hpp>

#include <charconv>
#include <sstream>
#include <stdexcept>

namespace sylvite::codegen {

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
    const generators::index_space space(spec);
    switch (spec.kind) {
        case family::elementwise:
            return generators::choose_elementwise(space, cpu);
        case family::reduction:
            return generators::choose_reduction(space, cpu);
        case family::row_wise:
            return generators::choose_row_wise(space, cpu);
        case family::contraction:
            return generators::choose_contraction(space, cpu);
        case family::scatter:
            return generators::choose_scatter(space, cpu);
    }
    throw std::runtime_error("kernel spec: unknown family");
}

std::uint64_t scratch_bytes(const kernel_spec &spec, const schedule &how, const processor &) {
    const generators::index_space space(spec);
    switch (spec.kind) {
        case family::elementwise:
            return 0;
        case family::reduction:
            return generators::reduction_scratch(space, how);
        case family::row_wise:
            return 0;
        case family::contraction:
            return generators::contraction_scratch(space, how);
        case family::scatter:
            return 0;  // the sums stand in the output
    }
    throw std::runtime_error("kernel spec: unknown family");
}

std::string to_text(const schedule &how) {
    std::string text;
    for (const auto &[name, value] : how) {
        if (!text.empty()) text += ' ';
        text += name + '=' + std::to_string(value);
    }
    return text;
}

schedule parse_schedule(const std::string &text) {
    schedule how;
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
        how[word.substr(0, equals)] = value;
    }
    return how;
}

}  // namespace sylvite::codegen
