// The search, on costs that are computed: no kernel is made.
#include "tuning_folder.hpp"

#include <sylvite/generators/support/spec_builder.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace sylvite::codegen {
namespace {

using generators::spec_builder;

kernel_spec contraction_spec() {
    spec_builder b(family::contraction);
    const auto x = b.argument(f32, b.dims({{256, 0}, {512, 0}})), y = b.argument(f32, b.dims({{1024, 0}, {512, 0}}));
    b.output(b.contraction(x, y, "mk,nk->mn"));
    return b.spec();
}

const processor cpu = describe("x86-64-linux-avx-avx2-fma-sse41");

/// A valley with its bottom away from the heuristic, a ridge, and a wall: what real kernels look like.
double cost(const schedule &chosen) {
    const auto away = [&](const char *name, double best) {
        return std::fabs(std::log2((static_cast<double>(chosen.at(name)) + 1) / (best + 1)));
    };
    return 1 + away("rows", 6) + away("columns", 16) + 0.3 * away("row_block", 24) + 0.3 * away("column_block", 2) +
           (chosen.at("dots") != 0 ? 1 : 0) + (chosen.at("pack_columns") == 0 ? 1 : 0) +
           (chosen.at("parallel") == 0 ? 3 : 0);
}

double best_after(search_method method, std::uint64_t seed, int trials) {
    search s(contraction_spec(), cpu, method, seed);
    for (int i = 0; i < trials; ++i) {
        const auto proposed = s.propose();
        if (!proposed) break;
        s.tell(*proposed, cost(*proposed));
    }
    return s.best_seconds();
}

TEST(search, is_better_than_chance) {
    // Sooner, chance may win: the first steps of a climb go from where the heuristic is.
    for (const int trials : {60, 120}) {
        double climbed = 0, drawn = 0;
        for (std::uint64_t seed = 0; seed < 10; ++seed) {
            climbed += best_after(search_method::climb, seed, trials) / 10;
            drawn += best_after(search_method::random, seed, trials) / 10;
        }
        RecordProperty("climbed_after_" + std::to_string(trials), std::to_string(climbed));
        RecordProperty("drawn_after_" + std::to_string(trials), std::to_string(drawn));
        EXPECT_LT(climbed, drawn) << "after " << trials << " trials";
    }
}

TEST(search, proposes_the_heuristic_first_and_nothing_twice) {
    search s(contraction_spec(), cpu, search_method::climb, 3);
    std::set<schedule> seen;
    for (int i = 0; i < 100; ++i) {
        const auto proposed = s.propose();
        ASSERT_TRUE(proposed);
        EXPECT_TRUE(i > 0 || *proposed == choose_schedule(contraction_spec(), cpu));
        EXPECT_TRUE(seen.insert(*proposed).second) << to_text(*proposed);
        EXPECT_EQ(fault_of(contraction_spec(), *proposed, cpu), "");
        s.tell(*proposed, cost(*proposed));
    }
    EXPECT_EQ(s.trials(), 100);
}

TEST(search, ends_where_the_space_does) {
    spec_builder b(family::elementwise);
    const auto x = b.argument(f32, b.dims({{700, 0}}));
    b.output(b.apply(graph::op::exp, {x}));
    std::size_t points = 1, found = 0;
    for (const parameter_space &p : space_of(b.spec(), cpu)) points *= p.values.size();
    search s(b.spec(), cpu, search_method::climb, 1);
    while (const auto proposed = s.propose()) {
        s.tell(*proposed, 1.0 + static_cast<double>(++found));
        ASSERT_LE(found, points);
    }
    EXPECT_EQ(found, points);
}

TEST(search, takes_no_parent_that_was_discarded) {
    search s(contraction_spec(), cpu, search_method::climb, 1);
    const schedule first = *s.propose(), second = *s.propose();
    s.tell(first, 2.0);
    s.tell(second, 1.0);
    EXPECT_EQ(s.best(), second);
    s.tell(second, std::nullopt);
    EXPECT_EQ(s.best(), first);
    EXPECT_EQ(s.trials(), 2);
}

TEST(search, repeats_itself_with_the_same_seed) {
    EXPECT_EQ(best_after(search_method::climb, 5, 40), best_after(search_method::climb, 5, 40));
}

}  // namespace
}  // namespace sylvite::codegen
