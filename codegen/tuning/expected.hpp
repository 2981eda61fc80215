// The numbers that a candidate has to give, by the interpreter.
#pragma once

#include <sylvite/codegen/specs.hpp>
#include <sylvite/codegen/tuning/inputs.hpp>

#include <string>

namespace sylvite::codegen {

/// Results of a spec on the inputs of inputs.hpp, for several sizes.
class expected_results {
  public:
    expected_results(const kernel_spec &spec, const std::vector<extents> &sizes);

    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

    /// What is wrong with results as a candidate wrote them, bytes() of them; "" where nothing is. Floating-point
    /// results may be off by 2e-5 (1e-10 where all is f64) of the tensor's largest element, or of 1 if that is smaller:
    /// sums have another order. Integers and booleans that depend on such sums may turn at a tie: one in a thousand.
    [[nodiscard]] std::string fault_in(const char *results) const;

  private:
    struct result {
        dtype type;
        std::string name;    // "result 0 at extents 5"
        std::string values;  // as they lie in memory
    };
    std::vector<result> results_;
    double tolerance_ = 1e-10;
    std::uint64_t bytes_ = 0;
};

/// Where a kernel is tried: dynamic extents at their bounds, where it is timed, and at a third of them, where tails
/// are.
[[nodiscard]] std::vector<extents> tried_extents(const kernel_spec &spec);

}  // namespace sylvite::codegen
