// Sixteen times the layers take sixteen times the steps, whatever the machine is busy with: what compilers evaluate is
// linear in the network. How much they need for a step, docs/performance.md tells.
#include "counted.hpp"

#include <gtest/gtest.h>

namespace {
std::uint64_t entered = 0;
}

/// Called by every basic block of counted.cpp.
extern "C" void __sanitizer_cov_trace_pc() { ++entered; }  // NOLINT

namespace sylvite::test {

std::uint64_t blocks_entered() { return entered; }

namespace {

/// From about 5,000 nodes to about 80,000. Lists and tables of hashes grow fourfold, which makes single doublings
/// dearer or cheaper than others: over four of them it evens out. n log n would be a third above linear.
void expect_linear(measured_network which, int layers) {
    const steps small = count_steps(which, layers), large = count_steps(which, 16 * layers);
    EXPECT_GT(small.nodes, 4000u);
    const double more_nodes = static_cast<double>(large.nodes) / static_cast<double>(small.nodes);
    EXPECT_NEAR(more_nodes, 16, 0.3);
    EXPECT_GT(large.kernels, 10 * small.kernels);
    const auto growth = [](std::uint64_t to, std::uint64_t from) {
        return static_cast<double>(to) / static_cast<double>(from);
    };
    EXPECT_GT(small.building, 100 * small.nodes) << "blocks are not counted";
    EXPECT_LT(growth(large.building, small.building), 1.05 * more_nodes);
    EXPECT_LT(growth(large.planning, small.planning), 1.05 * more_nodes);
}

TEST(linear, steps_of_a_chain) { expect_linear(measured_network::chain, 272); }
TEST(linear, steps_of_a_residual_network) { expect_linear(measured_network::residual, 250); }
TEST(linear, steps_of_a_chain_with_adam) { expect_linear(measured_network::chain_with_adam, 100); }

}  // namespace
}  // namespace sylvite::test
