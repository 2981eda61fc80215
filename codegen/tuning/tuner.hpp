// Looks for better schedules of a network's kernels until the budget is spent.
#pragma once

#include <sylvite/codegen/program_model.hpp>
#include <sylvite/codegen/tuning/search.hpp>
#include <sylvite/codegen/tuning/workshop.hpp>

#include <functional>

namespace sylvite::codegen {

struct tuning_options {
    workshop_options workshop;
    double budget_seconds = 600;
    std::int64_t most_trials = 0;  // of a kernel; 0: as many as the budget allows
    std::uint64_t seed = 1;
    search_method method = search_method::climb;
    int compilers = 1;                             // candidates that are compiled at once
    std::filesystem::path database;                // where improvements go, each as it is found
    std::filesystem::path trials;                  // what was tried, for the next run
    tuned_kernel provenance;                       // date, versions and threads of the entries that are written
    std::string processor;                         // that is tuned for
    std::function<void(const std::string &)> say;  // a line of progress
};

/// What became of one kernel.
struct tuning_result {
    std::size_t kernel = 0;                     // of the program model
    std::string what;                           // the family and the results
    generators::schedule schedule;              // the best that is known
    double heuristic_seconds = 0, seconds = 0;  // 0: it could not be timed
    std::int64_t trials = 0;                    // earlier runs' included
    std::vector<double> best_after;             // the time of the schedule that was best after each trial of this run
    std::vector<std::string> discarded;         // "SCHEDULE: why"
};

/// One for each kernel of the model, in its order. The time of a kernel's part of the entries' steps decides how much
/// of the budget it gets. Throws std::runtime_error where nothing can be compiled or kept.
[[nodiscard]] std::vector<tuning_result> tune_kernels(const program_model &model, const tuning_options &options);

/// How often an entry calls each kernel.
[[nodiscard]] std::vector<std::int64_t> calls_of(const program_model &model, const entry_model &entry);

/// The family and the results' shapes: "contraction [128, 512]".
[[nodiscard]] std::string describe(const kernel_spec &spec);

}  // namespace sylvite::codegen
