// From a spec, a schedule and a target to object code.
#pragma once

#include <sylvite/generators/spec/schedule.hpp>

#include <string>

namespace sylvite::generators {

struct outputs {
    std::string object;                // always
    std::string html, assembly, stmt;  // "" for none
};

/// Compiles one kernel under that name, entry point `int NAME_argv(void **)`, and writes the files: each under another
/// name first, then renamed, behind symbolic links; devices and pipes are written to. Throws std::runtime_error with
/// one sentence.
void compile_kernel(const kernel_spec &spec, const schedule &chosen, const std::string &function,
                    const std::string &target, const outputs &files);

/// One of Halide's autoschedulers in place of a schedule; see generators/autoschedule.
struct autoscheduler {
    std::string name;
    int threads = 1;
};
void compile_kernel(const kernel_spec &spec, const autoscheduler &by, const std::string &function,
                    const std::string &target, const outputs &files);

/// Halide's run-time part, once for all kernels of a target.
void compile_runtime(const std::string &target, const std::string &object);

/// Halide's name of this machine's instruction set.
[[nodiscard]] std::string host_target();

/// The version of Halide, "21.0.0".
[[nodiscard]] std::string halide_version();

/// The target with the features that every kernel is compiled with.
[[nodiscard]] std::string kernel_target(const std::string &target);

}  // namespace sylvite::generators
