#include <sylvite/tools/inputs/arguments.hpp>

#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <cstring>
#include <exception>

namespace sylvite::tools {

namespace {

enum option_key : int { key_entry = 0x100, key_threads, key_rows, key_seed, key_integers, key_set };

const argp_option known_options[] = {
    {"entry", key_entry, "NAME", 0, "The entry that is run (train where there is one, else the first)", 0},
    {"threads", key_threads, "N", 0, "Threads that a step may use; 0: all (0)", 0},
    {"rows", key_rows, "N", 0, "Rows a step (as many as the entry takes)", 0},
    {"seed", key_seed, "N", 0, "Of the parameters and the inputs (1)", 0},
    {"integers", key_integers, "N", 0, "Integers such as labels are drawn from 0 to N - 1 (2)", 0},
    {"set", key_set, "NAME=X", 0, "Value of an input of one value (0.001); may be repeated", 0},
    {}};

void read_scalar(const char *text, run_arguments &a, const argp_state *state) {
    const char *equals = std::strchr(text, '=');
    if (equals == nullptr || equals == text)
        argp_failure(state, 2, 0, "--set: expected NAME=X, such as rate=0.01, found \"%s\"", text);
    else
        a.inputs.scalars[std::string(text, equals)] = number("set", equals + 1, -1e300, 1e300, state);
}

error_t read_option(int key, char *text, argp_state *state) {
    auto &a = *static_cast<run_arguments *>(state->input);
    switch (key) {
        case key_entry:
            a.entry = text;
            return 0;
        case key_threads:
            a.threads = number("threads", text, 0, 4096, state);
            return 0;
        case key_rows:
            a.inputs.rows = number<std::size_t>("rows", text, 1, 0x7fffffff, state);
            return 0;
        case key_seed:
            a.inputs.seed = number<std::uint64_t>("seed", text, 0, ~std::uint64_t{0}, state);
            return 0;
        case key_integers:
            a.inputs.integers = number<std::int32_t>("integers", text, 1, 0x7fffffff, state);
            return 0;
        case key_set:
            read_scalar(text, a, state);
            return 0;
        default:
            return ARGP_ERR_UNKNOWN;
    }
}

const argp parser{known_options, read_option, nullptr, nullptr, nullptr, nullptr, nullptr};

}  // namespace

entry_handle run_arguments::entry_of(const instance &net) const {
    if (!entry.empty()) return net.entry(entry);
    return net.entry(net.has_entry("train") ? "train" : net.code().entries[0].name);
}

const argp &run_options() noexcept { return parser; }

template <class T>
T number(const char *option, const char *text, T low, T high, const argp_state *state) {
    T value{};
    const char *last = text + std::strlen(text);
    const auto [end, problem] = std::from_chars(text, last, value);
    if (problem != std::errc{} || end != last || value < low || value > high)
        argp_failure(state, 2, 0, "--%s: expected a number from %s to %s, found \"%s\"", option,
                     fmt::format("{}", low).c_str(), fmt::format("{}", high).c_str(), text);
    return value;
}
template int number<int>(const char *, const char *, int, int, const argp_state *);
template double number<double>(const char *, const char *, double, double, const argp_state *);

int run_tool(int argc, char **argv, const argp &all, void *input, int (*run)(const void *input)) {
    argp_err_exit_status = 2;
    argp_parse(&all, argc, argv, 0, nullptr, input);
    try {
        return run(input);
    } catch (const std::exception &problem) {
        std::fprintf(stderr, "%s: %s\n", program_invocation_short_name, problem.what());
        return 1;
    }
}

}  // namespace sylvite::tools
