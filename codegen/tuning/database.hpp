// What the tuner found, kept between builds: one JSON file a target processor, an entry for each kernel.
#pragma once

#include <sylvite/codegen/specs.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace sylvite::codegen {

/// The best schedule known of one kernel, and how that is known.
struct tuned_kernel {
    generators::schedule schedule;
    double seconds = 0;            // a call takes at best
    double heuristic_seconds = 0;  // with the heuristic's schedule, in the same run
    int threads = 0;
    std::int64_t trials = 0;  // schedules that were tried, this one included
    std::string what;         // for people: the family and the results
    std::string date;         // "2026-11-25"
    std::string halide;       // the version of Halide
    std::string compiler;     // first digits of the hash of the kernel compiler

    bool operator==(const tuned_kernel &) const = default;
};

struct tuning_database {
    std::string processor;                        // see processor_name.hpp
    std::string target;                           // Halide's name of the instruction set
    std::map<std::string, tuned_kernel> kernels;  // by the hash of the spec's text
    std::vector<std::string> faults;              // entries that were not understood, a sentence each
};

/// Throws std::runtime_error, one sentence that names the file, where it cannot be read or is no database.
[[nodiscard]] tuning_database read_database(const std::filesystem::path &file);

/// Puts the entries into the file, in place of earlier ones of the same kernels; all others stay. Another process may
/// do the same meanwhile, and a reader sees the file before or after, never between. Throws std::runtime_error where
/// the file is no database, has faults, or is another processor's; it then stays as it is.
void merge_into_database(const std::filesystem::path &file, const tuning_database &found);

/// The target that a database is for: without instrumentation, which changes no schedule.
[[nodiscard]] std::string tuned_target(const std::string &target);

}  // namespace sylvite::codegen
