// sylvite-numerics: the worst errors of the elementary functions as the kernels compute them, and whether they are
// within what docs/numerics.md promises.
#include "document.hpp"
#include "measurement.hpp"

#include <sylvite/generators/lowering/compile.hpp>

#include <argp.h>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace {

using namespace sylvite;
using namespace sylvite::numerics;

struct options {
    effort how;
    std::string only, type, promises;
};

const argp_option descriptions[] = {
    {"step", 's', "N", 0, "f32 of one operand: every N-th of all 2^32 numbers (4099); 1: all", 0},
    {"samples", 'n', "N", 0, "Arguments of f64 and of pow (200000)", 0},
    {"threads", 't', "N", 0, "Threads (1)", 0},
    {"only", 'o', "NAME", 0, "One function", 0},
    {"type", 'e', "TYPE", 0, "f32 or f64 only", 0},
    {"target", 'c', "TARGET", 0, "Instruction set of the kernels, as Halide spells it (the host's)", 0},
    {"check", 'k', "FILE", 0, "Fail where an error is larger than the table in FILE says", 0},
    {}};

error_t parse_option(int key, char *text, argp_state *state) {
    auto &given = *static_cast<options *>(state->input);
    const auto number = [&](std::uint64_t least) {
        char *end = nullptr;
        const unsigned long long value = std::strtoull(text, &end, 10);
        if (*end != '\0' || value < least)
            argp_error(state, "expected a number of at least %d, found \"%s\"", static_cast<int>(least), text);
        return static_cast<std::uint64_t>(value);
    };
    switch (key) {
        case 's':
            given.how.step = number(1);
            return 0;
        case 'n':
            given.how.samples = number(1);
            return 0;
        case 't':
            given.how.threads = static_cast<unsigned>(number(1));
            return 0;
        case 'o':
            given.only = text;
            return 0;
        case 'e':
            given.type = text;
            if (given.type != "f32" && given.type != "f64")
                argp_error(state, "expected f32 or f64, found \"%s\"", text);
            return 0;
        case 'c':
            given.how.target = text;
            return 0;
        case 'k':
            given.promises = text;
            return 0;
        default:
            return ARGP_ERR_UNKNOWN;
    }
}

/// Whether all is as it should be.
bool report(const function &f, dtype type, const worst &w, const double *promised) {
    const bool is_ulp = f.unit == measure::ulp;
    std::printf("%-22s %s  %.*g %s at %.9g", f.name.c_str(), name_of(type), is_ulp ? 4 : 3, w.error,
                is_ulp ? "ulp" : "absolute", w.x);
    if (f.operands == 2) std::printf(", %.9g", w.y);
    std::printf(": found %.17g, exact %.17g; %llu arguments", w.found, w.exact,
                static_cast<unsigned long long>(w.measured));
    if (w.wrong != 0) {
        std::printf("; WRONG: %llu NaN or signs of zero, such as at %.9g", static_cast<unsigned long long>(w.wrong),
                    w.wrong_x);
        if (f.operands == 2) std::printf(", %.9g", w.wrong_y);
    }
    const bool exceeds = promised != nullptr && !(w.error <= *promised);
    if (exceeds) std::printf("; MORE than the promised %g", *promised);
    std::printf("\n");
    std::fflush(stdout);
    return !exceeds && w.wrong == 0;
}

bool run(const options &given) {
    std::map<std::string, promise> promises;
    if (!given.promises.empty()) promises = read_promises(given.promises);
    bool is_known = given.only.empty(), is_good = true;
    for (const function &f : functions()) {
        if (!given.only.empty() && given.only != f.name) continue;
        is_known = true;
        const auto promised = promises.find(f.name);
        if (!given.promises.empty() && promised == promises.end())
            throw std::runtime_error(given.promises + ": the table has no line for " + f.name);
        for (const dtype type : {f32, f64}) {
            if (!given.type.empty() && given.type != name_of(type)) continue;
            const double *bound = promised == promises.end() ? nullptr
                                  : type == f32              ? &promised->second.f32
                                                             : &promised->second.f64;
            is_good = report(f, type, measure_function(f, type, given.how), bound) && is_good;
        }
    }
    if (!is_known) throw std::runtime_error("there is no function \"" + given.only + "\"");
    return is_good;
}

}  // namespace

int main(int argc, char **argv) {
    options given{{4099, 200'000, 1, generators::host_target()}, "", "", ""};
    const argp parser{descriptions, parse_option, nullptr, "Measures the errors of the kernels' elementary functions.",
                      nullptr,      nullptr,      nullptr};
    if (argp_parse(&parser, argc, argv, 0, nullptr, &given) != 0) return 2;
    try {
        return run(given) ? 0 : 1;
    } catch (const std::exception &e) {
        std::fprintf(stderr, "sylvite-numerics: %s\n", e.what());
        return 2;
    }
}
