// The program of a list of single kernels that are measured in turns with a library's. Questions:
//     {"prepare": true, "work": LINE}     -> {flops}; an error where the numbers are not those of sums in double
//     {"work": LINE, "seconds": 0.2}      -> {best_ms, mean_ms, calls}
//     {"measure": "fma_peak"}             -> {value}, operations a second
#pragma once

#include "machine.hpp"
#include "turns.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <string>

namespace bench {

/// Kernels(threads) has prepare(line) and time(line, seconds). `plural`: what they are called.
template <class Kernels>
int kernel_turns(int argc, char **argv, const std::string &plural, const std::string &program) {
    int threads = 1;
    CLI::App app{"Answers questions on standard input: what single " + plural + " take.", program};
    app.add_option("--threads", threads, "Threads of a step")->capture_default_str()->check(CLI::Range(1, 1024));
    CLI11_PARSE(app, argc, argv);
    Kernels all(threads);
    return take_turns([&](const nlohmann::json &question) -> nlohmann::json {
        if (question.value("measure", "") == "fma_peak") return {{"value", measure_fma_peak(threads, 2)}};
        const std::string work = question.at("work");
        if (question.value("prepare", false)) return all.prepare(work);
        return all.time(work, question.at("seconds"));
    });
}

}  // namespace bench
