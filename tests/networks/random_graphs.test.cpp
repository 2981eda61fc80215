// Random networks, planned, compiled and run, agree with the interpreter: outputs, metrics, and what updates leave.
// Threads and the memory plan change no bit; every second network keeps what it
// prepares, and each fifth one runs without fusion too.
// SYLVITE_RANDOM_GRAPHS says how many (100) and SYLVITE_RANDOM_SEED the first one's seed (1).
#include "comparison.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace sylvite::test {
namespace {

std::uint64_t setting(const char *name, std::uint64_t otherwise) {
    const char *text = std::getenv(name);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

void run_seed(std::uint64_t seed, const random_graph_options &options) {
    SCOPED_TRACE("seed " + std::to_string(seed) + ": repeat with SYLVITE_RANDOM_SEED=" + std::to_string(seed) +
                 " SYLVITE_RANDOM_GRAPHS=1");
    const graph::table table = make_random_graph(seed, options);
    const random_values values = make_random_values(table.view(), seed);
    plan::fusion_options fusion;
    fusion.prepare = seed % 2 != 0;
    const std::vector<std::byte> results = run_and_compare(table.view(), values, {.fusion = fusion});
    EXPECT_EQ(results, run_and_compare(table.view(), values, {.fusion = fusion, .threads = 3})) << "on three threads";
    EXPECT_EQ(results, run_and_compare(table.view(), values, {.fusion = fusion, .share_memory = false}))
        << "where no two tensors share memory";
    if (seed % 5 != 0) return;
    SCOPED_TRACE("not fused");
    plan::fusion_options separate;
    separate.fuse = false;
    run_and_compare(table.view(), values, {separate});
}

/// The networks in parts that may run side by side.
constexpr std::uint64_t parts = 10;
class random_networks : public testing::TestWithParam<std::uint64_t> {};

TEST_P(random_networks, compiled_kernels_agree_with_the_interpreter) {
    const std::uint64_t first = setting("SYLVITE_RANDOM_SEED", 1), count = setting("SYLVITE_RANDOM_GRAPHS", 100);
    for (std::uint64_t seed = first + GetParam(); seed < first + count && !HasFailure(); seed += parts)
        run_seed(seed, {.chance = true});
}
INSTANTIATE_TEST_SUITE_P(part, random_networks, testing::Range<std::uint64_t>(0, parts));

/// Networks that were wrong once.
class kept_networks : public testing::TestWithParam<std::uint64_t> {};

TEST_P(kept_networks, compiled_kernels_agree_with_the_interpreter) { run_seed(GetParam(), {}); }
INSTANTIATE_TEST_SUITE_P(seed, kept_networks,
                         testing::Values(30226,    // a triangle of a reduction
                                         30241));  // one of values that are overwritten

}  // namespace
}  // namespace sylvite::test
