// Command lines of the examples' programs, by glibc's argp.
#pragma once

#include <sylvite/runtime/error.hpp>

#include <argp.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

/// The value as a number from `low` to `high`; ends the program with a sentence otherwise.
template <class T>
T number_from(const char *text, const char *option, double low, double high, argp_state *state) {
    char *end = nullptr;
    const double value = std::strtod(text, &end);
    const bool whole = static_cast<double>(static_cast<T>(value < low || value > high ? low : value)) == value;
    if (end == text || *end != '\0' || !(value >= low && value <= high) || !whole)
        argp_error(state, "--%s: expected a number from %g to %g, found \"%s\"", option, low, high, text);
    return static_cast<T>(value);
}

/// What is no option of the program's: arguments are refused, the rest is argp's.
inline error_t read_nothing_else(int key, const char *text, argp_state *state) {
    if (key != ARGP_KEY_ARG) return ARGP_ERR_UNKNOWN;
    argp_error(state, "unexpected argument \"%s\"", text);
    return 0;
}

/// What all training programs take.
struct training_options {
    std::size_t epochs, rows;
    double rate;
    std::uint64_t seed = 1;
    int threads = 0;
};

/// Rows of a step that make sense.
struct rows_range {
    double least, most;
};

/// --epochs, --rows, --rate, --seed and --threads, which are called e, r, l, s and t, and nothing else.
inline error_t read_training_option(int key, char *text, argp_state *state, training_options &to, rows_range rows) {
    switch (key) {
        case 'e':
            to.epochs = number_from<std::size_t>(text, "epochs", 1, 1e6, state);
            return 0;
        case 'r':
            to.rows = number_from<std::size_t>(text, "rows", rows.least, rows.most, state);
            return 0;
        case 'l':
            to.rate = number_from<double>(text, "rate", 0, 1e3, state);
            return 0;
        case 's':
            to.seed = number_from<std::uint64_t>(text, "seed", 0, 1e15, state);
            return 0;
        case 't':
            to.threads = number_from<int>(text, "threads", 0, 1024, state);
            return 0;
        default:
            return read_nothing_else(key, text, state);
    }
}

/// Reads the command line into `to`, which `read` gets as the state's input. What makes no sense ends the program with
/// a sentence and status 2.
template <class Arguments>
void read_command_line(int argc, char **argv, const argp_option *options, argp_parser_t read, const char *purpose,
                       Arguments &to) {
    argp_err_exit_status = 2;
    const argp parser{options, read, nullptr, purpose, nullptr, nullptr, nullptr};
    argp_parse(&parser, argc, argv, 0, nullptr, &to);
}

/// Runs the program called `name`; returns its status, 1 behind a sentence about what went wrong.
template <class Run>
int status_of(const std::string &name, Run run) {
    try {
        run();
        return 0;
    } catch (const sylvite::error &e) {
        std::fprintf(stderr, "%s: %s\n", name.c_str(), e.what());
        return 1;
    }
}
