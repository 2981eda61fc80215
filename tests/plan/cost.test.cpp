// Cost: counted multiplications and additions.
#include "planned_entry.hpp"

#include <sylvite/codegen/plan/cost.hpp>
#include <sylvite/dsl/sylvite.hpp>

namespace {

using namespace sylvite;

struct one_layer {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, dynamic<32>, 5>("x");
        net.entry("forward", output("y", dense<7>("layer", x)));
        net.entry("sums", output("s", sum<1>(x)));
    }
};
constexpr graph::table_view table = graph_of<one_layer>();

// at the bound of 32 rows: 2 for each multiplication with its addition, 1 for each addition of the bias
static_assert(plan::cost_of(table, table.entries[0]).contraction_flops == 2 * 32 * 5 * 7);
static_assert(plan::cost_of(table, table.entries[0]).other_flops == 32 * 7);
static_assert(plan::cost_of(table, table.entries[1]).contraction_flops == 0);
static_assert(plan::cost_of(table, table.entries[1]).other_flops == 32 * 5);

TEST(cost, of_an_entry_counts_what_it_reaches_alone) {
    const plan::cost forward = plan::cost_of(table, table.entries[0]);
    EXPECT_EQ(forward.contraction_flops, 2240);
}

}  // namespace
