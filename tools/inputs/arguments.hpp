// The options that the tools share: which entry is run, and on what.
#pragma once

#include <sylvite/tools/inputs/random_inputs.hpp>

#include <argp.h>

namespace sylvite::tools {

struct run_arguments {
    std::string entry;  // "": train where there is one, else the first
    int threads = 0;
    input_options inputs;

    /// Throws sylvite::error for an entry that is not there.
    [[nodiscard]] entry_handle entry_of(const instance &net) const;
};

/// As a child of a program's own parser; its input is a run_arguments *.
[[nodiscard]] const argp &run_options() noexcept;

/// A number in its range; else the program ends with one sentence and status 2, as argp does.
template <class T>
[[nodiscard]] T number(const char *option, const char *text, T low, T high, const argp_state *state);

/// Parses, then runs, which gives the exit status; what it throws becomes a sentence on standard error and a status
/// of 1.
int run_tool(int argc, char **argv, const argp &parser, void *input, int (*run)(const void *input));

}  // namespace sylvite::tools
