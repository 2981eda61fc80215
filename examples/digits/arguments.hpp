// Command lines of the two programs, by glibc's argp.
#pragma once

#include <argp.h>

#include <cstdlib>

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
