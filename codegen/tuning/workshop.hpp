// Makes candidates, programs of one kernel under one schedule, and times them in processes of their own.
#pragma once

#include <sylvite/codegen/specs.hpp>
#include <sylvite/codegen/tuning/child.hpp>
#include <sylvite/codegen/tuning/expected.hpp>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace sylvite::codegen {

struct workshop_options {
    std::filesystem::path folder;       // for all that is made
    std::filesystem::path tools;        // where the timer and the runtime are kept, or taken from; "": the folder
    std::string kernel_compiler;        // the program sylvite-kernel
    std::string cxx;                    // makes static programs of the target
    std::vector<std::string> includes;  // where <sylvite/...> and HalideRuntime.h are
    std::string target;                 // resolved
    std::vector<std::string> runner;    // stands before a candidate's command line; empty: it is run as it is
    int threads = 1;
    double compile_seconds = 30;    // the most that one compilation may take
    double candidate_seconds = 20;  // and a candidate, besides the time that it is asked to run
    const std::atomic<bool> *stop = nullptr;
};

/// One kernel, ready to be made under schedules. Lives as long as the workshop.
struct workpiece {
    kernel_spec spec;
    std::string hash;  // of its text
    std::filesystem::path spec_file, spec_object;
    std::vector<extents> sizes;
};

struct candidate {
    generators::schedule schedule;
    std::filesystem::path program;
    std::uint64_t scratch_bytes = 0;
    std::string fault;  // why there is no program, or no more; "" while all is well
};

class workshop {
  public:
    /// Compiles the timer and Halide's runtime. Throws std::runtime_error, one sentence, where that fails.
    explicit workshop(workshop_options options);

    [[nodiscard]] workpiece prepare(const kernel_spec &spec) const;
    /// Compiles and links; may be called from several threads at once, with different numbers.
    [[nodiscard]] candidate make(const workpiece &piece, const schedule &chosen, int number) const;
    /// The same by one of Halide's autoschedulers, which may take as long as any compilation. The candidate has no
    /// schedule, and scratch memory that should do.
    [[nodiscard]] candidate make_by_autoscheduler(const workpiece &piece, const std::string &name, int number) const;
    /// Compares its results with the interpreter's; false, with a fault, where they differ or where it crashes or
    /// hangs.
    [[nodiscard]] bool check(const workpiece &piece, candidate &c, const expected_results &expected) const;
    /// The least time of a call, from runs of so many seconds; 0, with a fault, where it fails.
    [[nodiscard]] double time(const workpiece &piece, candidate &c, double seconds) const;

    /// Nothing that is started afterwards outlives it.
    void set_deadline(std::chrono::steady_clock::time_point when) { deadline_ = when; }

  private:
    /// `schedule_options`: of the kernel compiler.
    void build(const workpiece &piece, candidate &c, const std::vector<std::string> &schedule_options,
               int number) const;
    [[nodiscard]] child_result run(const workpiece &piece, const candidate &c, const std::vector<std::string> &more,
                                   std::size_t output_bytes, double seconds) const;
    [[nodiscard]] child_limits limits(double seconds, std::size_t output_bytes) const;
    void need(const std::vector<std::string> &command, const std::string &what) const;

    workshop_options options_;
    std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::time_point::max();
    std::filesystem::path timer_, runtime_;
};

}  // namespace sylvite::codegen
