// A program that is timed side by side with others: it waits for its turn, measures, and says what it found.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <functional>

namespace bench {

/// Reads a JSON object a line from standard input and writes the answer, a line too, until the input ends. What goes
/// wrong is answered as {"error": "one sentence"}. Returns the program's exit status.
int take_turns(const std::function<nlohmann::json(const nlohmann::json &question)> &answer);

/// Calls the step over and over for so many seconds, three times at least: {best_ms, mean_ms, calls}. Steps that are
/// too short for the clock are timed in groups of 20 microseconds, of which the mean counts.
[[nodiscard]] nlohmann::json time_step(const std::function<void()> &step, double seconds);

}  // namespace bench
