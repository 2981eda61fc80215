// Runs a spec through its kernel and through the plain-loop interpreter, and compares.
#pragma once

#include "fenced_block.hpp"

#include <sylvite/dsl/reference/interpreter.hpp>
#include <sylvite/generators/support/loaded_kernel.hpp>
#include <sylvite/generators/support/spec_builder.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace sylvite::generators::testing {

/// Values for every argument of the spec, of its run-time shape; the same for the same seed.
[[nodiscard]] std::vector<reference::tensor> random_arguments(const generators::kernel_spec &spec,
                                                              const std::vector<std::int32_t> &symbols, unsigned seed);

struct run_options {
    generators::schedule changes;  // of the heuristic's schedule
    int threads = 2;
    std::string target = {};      // empty: this machine's
    std::size_t spare_bytes = 0;  // that the kernel may read before and behind an input
};

/// The kernel of a spec, which may be called many times.
class checked_kernel {
  public:
    explicit checked_kernel(const generators::kernel_spec &spec, const run_options &options = {});

    step_values now = {0x0123456789abcdef, 5, 0};  // of kernels with random numbers

    /// The outputs. Fails the test if the kernel writes beyond a buffer, asks for more scratch than planned, fails, or
    /// gives other bits with inputs at other addresses. Ends the program where it reads beyond an input.
    [[nodiscard]] std::vector<reference::tensor> run(const std::vector<std::int32_t> &symbols,
                                                     const std::vector<reference::tensor> &arguments) const;
    [[nodiscard]] std::vector<reference::tensor> expected(const std::vector<std::int32_t> &symbols,
                                                          const std::vector<reference::tensor> &arguments) const;
    /// Runs with those and random arguments, and compares with the interpreter's results.
    void check(const std::vector<std::int32_t> &symbols = {}, double tolerance = 1e-5) const;
    void check(const std::vector<std::int32_t> &symbols, const std::vector<reference::tensor> &arguments,
               double tolerance) const;

  private:
    [[nodiscard]] std::vector<reference::tensor> run_with(const std::vector<std::int32_t> &symbols,
                                                          const std::vector<reference::tensor> &arguments,
                                                          fenced_block::fence close) const;

    generators::kernel_spec spec_;
    generators::schedule how_;
    run_options options_;
    std::uint64_t scratch_;
    loaded_kernel kernel_;
};

/// Relative to the larger of 1 and the expected value; NaN equals NaN, infinity itself.
void expect_close(const reference::tensor &found, const reference::tensor &expected, double tolerance);

/// Builds and checks once.
void check(const generators::kernel_spec &spec, const std::vector<std::int32_t> &symbols = {}, double tolerance = 1e-5);

}  // namespace sylvite::generators::testing
