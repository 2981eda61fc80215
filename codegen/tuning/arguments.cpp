#include <sylvite/codegen/tuning/arguments.hpp>

#include <argp.h>
#include <fmt/format.h>

#include <charconv>

namespace sylvite::codegen {
namespace {

enum option_key : int {
    key_budget = 1,
    key_threads,
    key_runner,
    key_database,
    key_trials,
    key_seed,
    key_target,
    key_cxx,
    key_search,
    key_curve,
    key_autoschedulers,
};

const argp_option known_options[] = {
    {"budget", key_budget, "TIME", 0, "How long it may take: 90s, 10m (unless given), 2h", 0},
    {"threads", key_threads, "N", 0, "Threads of a kernel; all of the processor unless given", 0},
    {"trials", key_trials, "N", 0, "At most so many of a kernel, earlier runs' included", 0},
    {"seed", key_seed, "N", 0, "Of the search (1)", 0},
    {"database", key_database, "FILE", 0, "Where improvements go, in place of what builds take", 0},
    {"runner", key_runner, "COMMAND", 0, "Run candidates by COMMAND PROGRAM ARGUMENTS...: on another machine", 0},
    {"target", key_target, "NAME", 0, "Halide's name of that machine's instruction set", 0},
    {"cxx", key_cxx, "FILE", 0, "The C++ compiler that makes static programs for it", 0},
    {"search", key_search, "HOW", 0, "climb (unless given), or random, to compare", 0},
    {"autoschedulers", key_autoschedulers, nullptr, 0,
     "Then time Halide's Mullapudi2016, Adams2019 and Li2018 beside what was found, a minute to compile for each", 0},
    {"curve", key_curve, nullptr, 0, "Also print how far the search was after 1, 2, 4, ... trials", 0},
    {}};

/// "90s", "10m", "2h", or seconds.
double parse_duration(const std::string &text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const std::string unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
    const double scale = unit.empty() || unit == "s" ? 1 : unit == "m" ? 60 : unit == "h" ? 3600 : 0;
    return error == std::errc{} && scale > 0 && value > 0 ? value * scale : 0;
}

std::int64_t whole(const char *option, const std::string &text, std::int64_t least, const argp_state *state) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < least)
        argp_failure(state, 2, 0, "--%s: expected a whole number from %ld on, found \"%s\"", option,
                     static_cast<long>(least), text.c_str());
    return value;
}

error_t read_option(int key, char *text, argp_state *state) {
    auto &a = *static_cast<tune_arguments *>(state->input);
    switch (key) {
        case key_autoschedulers:
            a.autoschedulers = true;
            return 0;
        case key_budget:
            a.budget = parse_duration(text);
            if (a.budget == 0)
                argp_failure(state, 2, 0, "--budget: expected a time such as 90s, 10m or 2h, found \"%s\"", text);
            return 0;
        case key_threads:
            a.threads = static_cast<int>(whole("threads", text, 1, state));
            return 0;
        case key_trials:
            a.trials = whole("trials", text, 1, state);
            return 0;
        case key_seed:
            a.seed = whole("seed", text, 0, state);
            return 0;
        case key_database:
            a.database = text;
            return 0;
        case key_runner:
            a.runner = text;
            return 0;
        case key_target:
            a.target = text;
            return 0;
        case key_cxx:
            a.cxx = text;
            return 0;
        case key_search:
            if (std::string_view(text) == "random")
                a.method = search_method::random;
            else if (std::string_view(text) != "climb")
                argp_failure(state, 2, 0, "--search: expected climb or random, found \"%s\"", text);
            return 0;
        case key_curve:
            a.curve = true;
            return 0;
        case ARGP_KEY_ARG:
            argp_failure(state, 2, 0, "unexpected argument \"%s\"", text);
            return 0;
        case ARGP_KEY_END:
            if (!a.runner.empty() && a.target.empty())
                argp_failure(state, 2, 0,
                             "--runner: the other machine's instruction set is not known; name it with --target");
            return 0;
        default:
            return ARGP_ERR_UNKNOWN;
    }
}

}  // namespace

tune_arguments read_arguments(int argc, char **argv, const std::string &network) {
    tune_arguments a;
    const std::string about = fmt::format("Looks for better schedules of the kernels of {}.", network);
    const argp parser{known_options, read_option, nullptr, about.c_str(), nullptr, nullptr, nullptr};
    argp_err_exit_status = 2;
    argp_parse(&parser, argc, argv, 0, nullptr, &a);
    return a;
}

}  // namespace sylvite::codegen
