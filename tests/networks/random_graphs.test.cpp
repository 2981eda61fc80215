// Random networks, planned, compiled and run, agree with the interpreter: outputs, metrics, and what updates leave.
// SYLVITE_RANDOM_GRAPHS says how many (30) and SYLVITE_RANDOM_SEED the first one's seed (1).
#include "comparison.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace sylvite::test {
namespace {

std::uint64_t setting(const char *name, std::uint64_t otherwise) {
    const char *text = std::getenv(name);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

void run_seed(std::uint64_t seed) {
    SCOPED_TRACE("seed " + std::to_string(seed) + ": repeat with SYLVITE_RANDOM_SEED=" + std::to_string(seed) +
                 " SYLVITE_RANDOM_GRAPHS=1");
    const graph::table table = make_random_graph(seed);
    plan::fusion_options options;
    options.fuse = seed % 5 != 0;
    run_and_compare(table.view(), make_random_values(table.view(), seed), options);
}

TEST(random_networks, compiled_kernels_agree_with_the_interpreter) {
    const std::uint64_t first = setting("SYLVITE_RANDOM_SEED", 1), count = setting("SYLVITE_RANDOM_GRAPHS", 30);
    for (std::uint64_t seed = first; seed < first + count && !HasFailure(); ++seed) run_seed(seed);
}

}  // namespace
}  // namespace sylvite::test
