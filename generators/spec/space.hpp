// The legal schedules of a kernel: what the tuner may try, and what a database or a hand may ask for. Each family's
// stand in generators/FAMILY/space.cpp, beside its heuristic. Knows nothing of Halide.
#pragma once

#include <sylvite/generators/spec/schedule.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace sylvite::generators {

/// Legal are the values from the first to the last that are multiples of the step; 0 only where it is the first.
struct parameter_space {
    std::string name;
    std::vector<std::int64_t> values;  // that the tuner tries, ascending, at least one
    std::int64_t step = 1;
    bool only_these = false;  // nothing between the values

    [[nodiscard]] bool has(std::int64_t value) const;
};

/// Which of these combinations are legal besides is told by fault_of.
using tuning_space = std::vector<parameter_space>;

/// Always holds the heuristic's schedule. A parameter that the heuristic gives and the family's space does not name has
/// that one value.
[[nodiscard]] tuning_space space_of(const kernel_spec &spec, const processor &cpu);

/// What is wrong with the schedule, in a sentence without its full stop: the parameter that is missing, unknown or
/// illegal; "" when it is legal. The heuristic's always is.
[[nodiscard]] std::string fault_of(const kernel_spec &spec, const schedule &chosen, const processor &cpu);

}  // namespace sylvite::generators
