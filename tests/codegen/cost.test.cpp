// What calls cost, as polynomials of the run-time extents.
#include <sylvite/codegen/cost.hpp>
#include <sylvite/codegen/plan/cost.hpp>
#include <sylvite/generators/support/spec_builder.hpp>
#include <sylvite/runtime/core/cost.hpp>

#include <gtest/gtest.h>

namespace sylvite::codegen {
namespace {

core::cost at(const std::vector<core::work> &terms, const std::vector<std::int64_t> &extents) {
    return core::evaluate(terms, [&](std::uint8_t symbol) { return extents[symbol - 1U]; });
}

TEST(cost, of_a_dense_layer_grows_with_its_rows) {
    generators::spec_builder b(family::contraction);
    const extent rows = b.symbol(256);
    const auto x = b.argument(f32, b.dims({rows, {64, 0}})), w = b.argument(f32, b.dims({{128, 0}, {64, 0}}));
    b.output(b.apply(graph::op::relu, {b.contraction(x, w, "mk,nk->mn")}));
    const auto terms = work_of(b.spec(), {1});
    for (const std::int64_t n : {1, 7, 256}) {
        EXPECT_EQ(at(terms, {n}).flops, 2 * n * 128 * 64 + n * 128);
        EXPECT_EQ(at(terms, {n}).bytes, 4 * (n * 64 + 128 * 64 + n * 128));
    }
}

TEST(cost, of_two_dynamic_extents_has_their_product_and_square) {
    generators::spec_builder b(family::contraction);
    const extent samples = b.symbol(8), length = b.symbol(32);
    const auto q = b.argument(f64, b.dims({samples, length, {16, 0}}));
    const auto k = b.argument(f64, b.dims({samples, length, {16, 0}}));
    b.output(b.contraction(q, k, "bik,bjk->bij"));
    // the spec's symbols 1 and 2 are the program's 3 and 1
    const auto terms = work_of(b.spec(), {3, 1});
    for (const auto &[n, m] : std::vector<std::pair<std::int64_t, std::int64_t>>{{1, 1}, {8, 32}, {5, 3}}) {
        EXPECT_EQ(at(terms, {m, 0, n}).flops, 2 * n * m * m * 16);
        EXPECT_EQ(at(terms, {m, 0, n}).bytes, 8 * (2 * n * m * 16 + n * m * m));
    }
}

TEST(cost, counts_what_is_overwritten_twice_and_agrees_with_the_plan_at_the_bounds) {
    generators::spec_builder b(family::elementwise);
    const auto w = b.argument(f32, b.dims({{10, 0}})), g = b.argument(f32, b.dims({{10, 0}}));
    const auto next = b.apply(graph::op::subtract, {w, b.apply(graph::op::exp, {g})});
    b.output(next);
    kernel_spec spec = b.spec();
    spec.outputs[0].in_place = 0;
    const auto terms = work_of(spec, {});
    ASSERT_EQ(terms.size(), 1U);
    EXPECT_EQ(terms[0].bytes, 4 * 30);
    std::int64_t planned = 0;
    for (graph::node_id i = 0; i < spec.nodes.size(); ++i) planned += plan::cost_of(spec.view(), i).other_flops;
    EXPECT_EQ(terms[0].flops, planned);
}

}  // namespace
}  // namespace sylvite::codegen
