#include <sylvite/tools/trace/command.hpp>

#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/trace/recording.hpp>
#include <sylvite/tools/trace/random_inputs.hpp>
#include <sylvite/tools/trace/summary.hpp>

#include <argp.h>
#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <cstring>

namespace sylvite::tools {

namespace {

struct arguments {
    std::string entry, file;
    int steps = 20, warm_up = 3, threads = 0;
    input_options inputs;
};

enum option_key : int { key_entry = 1, key_steps, key_warm_up, key_threads, key_rows, key_seed, key_integers, key_set };

const argp_option known_options[] = {
    {"entry", key_entry, "NAME", 0, "The entry that is run (train where there is one, else the first)", 0},
    {"steps", key_steps, "N", 0, "Steps that are recorded (20)", 0},
    {"warm-up", key_warm_up, "N", 0, "Steps before them that are not (3)", 0},
    {"threads", key_threads, "N", 0, "Threads that a step may use; 0: all (0)", 0},
    {"rows", key_rows, "N", 0, "Rows a step (as many as the entry takes)", 0},
    {"seed", key_seed, "N", 0, "Of the parameters and the inputs (1)", 0},
    {"integers", key_integers, "N", 0, "Integers such as labels are drawn from 0 to N - 1 (2)", 0},
    {"set", key_set, "NAME=X", 0, "Value of an input of one value (0.001); may be repeated", 0},
    {"output", 'o', "FILE", 0, "The trace, for chrome://tracing or ui.perfetto.dev (NETWORK.trace.json)", 0},
    {}};

template <class T>
T number(const char *option, const char *text, T low, T high, argp_state *state) {
    T value{};
    const char *last = text + std::strlen(text);
    const auto [end, problem] = std::from_chars(text, last, value);
    if (problem != std::errc{} || end != last || value < low || value > high)
        argp_failure(state, 2, 0, "--%s: expected a number from %s to %s, found \"%s\"", option,
                     fmt::format("{}", low).c_str(), fmt::format("{}", high).c_str(), text);
    return value;
}

void read_scalar(const char *text, arguments &a, argp_state *state) {
    const char *equals = std::strchr(text, '=');
    if (equals == nullptr || equals == text)
        argp_failure(state, 2, 0, "--set: expected NAME=X, such as rate=0.01, found \"%s\"", text);
    else
        a.inputs.scalars[std::string(text, equals)] = number("set", equals + 1, -1e300, 1e300, state);
}

error_t read_option(int key, char *text, argp_state *state) {
    auto &a = *static_cast<arguments *>(state->input);
    switch (key) {
        case key_entry:
            a.entry = text;
            return 0;
        case key_steps:
            a.steps = number("steps", text, 1, 1'000'000, state);
            return 0;
        case key_warm_up:
            a.warm_up = number("warm-up", text, 0, 1'000'000, state);
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
        case 'o':
            a.file = text;
            return 0;
        case ARGP_KEY_ARG:
            argp_failure(state, 2, 0, "unexpected argument \"%s\"", text);
            return 0;
        default:
            return ARGP_ERR_UNKNOWN;
    }
}

/// Room for every step: its slice, its calls, and a few dozen tasks a call.
std::size_t room_for(const core::entry &e, int steps) {
    return static_cast<std::size_t>(steps) * (1 + e.calls.size() * 33);
}

void run(const arguments &a, instance (*make)(options)) {
    instance net = make({.seed = a.inputs.seed, .threads = a.threads});
    const core::program &code = net.code();
    const std::string first = net.has_entry("train") ? "train" : code.entries[0].name;
    const entry_handle entry = net.entry(a.entry.empty() ? first : a.entry);
    const core::entry &e = code.entries[entry.index];
    const random_inputs inputs(net, entry, a.inputs);
    for (int i = 0; i < a.warm_up; ++i) net.step(entry, inputs.rows());

    recording steps(net, {.slices = std::min<std::size_t>(room_for(e, a.steps), 1 << 20)});
    for (int i = 0; i < a.steps; ++i) net.step(entry, inputs.rows());
    const entry_result results = net.results(entry, inputs.rows());
    const std::string rows = inputs.rows() == 0 ? "" : fmt::format(", {} rows", inputs.rows());
    std::string text = fmt::format("network {}, entry {}: {} steps{}, {} threads, {}\n\n", code.name, e.name, a.steps,
                                   rows, net.threads(), code.target);
    text += summary(steps, entry);
    for (std::size_t i = 0; i < e.metrics.size(); ++i)
        text += fmt::format("{} in the last step: {:.6g}\n", e.metrics[i].name, results.mean(i));
    const std::string file = a.file.empty() ? fmt::format("{}.trace.json", code.name) : a.file;
    steps.write_chrome(file);
    text += fmt::format("trace written to {}\n", file);
    std::fputs(text.c_str(), stdout);
}

}  // namespace

int trace(int argc, char **argv, instance (*make)(options)) {
    arguments a;
    const argp parser{known_options, read_option,
                      nullptr,       "Runs steps of a network on random inputs and records where their time goes.",
                      nullptr,       nullptr,
                      nullptr};
    argp_err_exit_status = 2;
    argp_parse(&parser, argc, argv, 0, nullptr, &a);
    try {
        run(a, make);
        return 0;
    } catch (const std::exception &problem) {
        std::fprintf(stderr, "%s: %s\n", program_invocation_short_name, problem.what());
        return 1;
    }
}

}  // namespace sylvite::tools
