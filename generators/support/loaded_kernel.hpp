// A kernel compiled, linked and loaded into this process: for tests, benchmarks and the tuner.
#pragma once

#include <sylvite/dsl/step_values.hpp>
#include <sylvite/generators/spec/schedule.hpp>

#include <cstdint>
#include <span>
#include <string>

namespace sylvite::generators {

class loaded_kernel {
  public:
    /// Throws std::runtime_error or Halide::Error.
    loaded_kernel(const kernel_spec &spec, const schedule &chosen, const std::string &target);
    loaded_kernel(const kernel_spec &spec, const std::string &target);
    loaded_kernel(const loaded_kernel &) = delete;
    loaded_kernel &operator=(const loaded_kernel &) = delete;
    ~loaded_kernel();

    /// `buffers`: host addresses of the arguments that are not overwritten, then of the outputs. Returns Halide's
    /// error code. `now`: for kernels with random numbers.
    [[nodiscard]] int operator()(std::span<const std::int32_t> symbols, std::span<void *const> buffers,
                                 const step_values &now = {}) const;

  private:
    void *library_ = nullptr;
    bool takes_step_values_ = false;
    int (*function_)(void **) = nullptr;
};

}  // namespace sylvite::generators
