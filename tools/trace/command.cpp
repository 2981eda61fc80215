#include <sylvite/tools/trace/command.hpp>

#include <sylvite/runtime/trace/recording.hpp>
#include <sylvite/tools/inputs/arguments.hpp>
#include <sylvite/tools/trace/summary.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

namespace sylvite::tools {

namespace {

struct arguments {
    run_arguments what;
    std::string file;
    int steps = 20, warm_up = 3;
    instance (*make)(options) = nullptr;
};

enum option_key : int { key_steps = 1, key_warm_up };

const argp_option known_options[] = {
    {"steps", key_steps, "N", 0, "Steps that are recorded (20)", 0},
    {"warm-up", key_warm_up, "N", 0, "Steps before them that are not (3)", 0},
    {"output", 'o', "FILE", 0, "The trace, for chrome://tracing or ui.perfetto.dev (NETWORK.trace.json)", 0},
    {}};

error_t read_option(int key, char *text, argp_state *state) {
    auto &a = *static_cast<arguments *>(state->input);
    switch (key) {
        case ARGP_KEY_INIT:
            state->child_inputs[0] = &a.what;
            return 0;
        case key_steps:
            a.steps = number("steps", text, 1, 1'000'000, state);
            return 0;
        case key_warm_up:
            a.warm_up = number("warm-up", text, 0, 1'000'000, state);
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

int run(const void *input) {
    const auto &a = *static_cast<const arguments *>(input);
    instance net = a.make({.seed = a.what.inputs.seed, .threads = a.what.threads});
    const core::program &code = net.code();
    const entry_handle entry = a.what.entry_of(net);
    const core::entry &e = code.entries[entry.index];
    const random_inputs inputs(net, entry, a.what.inputs);
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
    return 0;
}

}  // namespace

int trace(int argc, char **argv, instance (*make)(options)) {
    const argp_child children[] = {{&run_options(), 0, nullptr, 0}, {}};
    const argp parser{known_options, read_option,
                      nullptr,       "Runs steps of a network on random inputs and records where their time goes.",
                      children,      nullptr,
                      nullptr};
    arguments a;
    a.make = make;
    return run_tool(argc, argv, parser, &a, run);
}

}  // namespace sylvite::tools
