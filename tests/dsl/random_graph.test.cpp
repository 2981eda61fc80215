// The random graphs themselves: they cover the language, and compaction and rewriting keep their values.
#include "random_graph.hpp"

#include <gtest/gtest.h>

#include <set>

namespace {

using namespace sylvite;
using namespace sylvite::test;

TEST(random_graph, is_the_same_for_the_same_seed) {
    const graph::table a = make_random_graph(7), b = make_random_graph(7), c = make_random_graph(8);
    ASSERT_EQ(a.nodes.size(), b.nodes.size());
    for (std::size_t i = 0; i < a.nodes.size(); ++i) EXPECT_EQ(a.nodes[i], b.nodes[i]);
    EXPECT_NE(a.nodes.size(), c.nodes.size());
}

TEST(random_graph, a_hundred_cover_every_operation_and_element_type) {
    std::set<op> kinds;
    std::set<dtype> types;
    bool dynamic = false;
    std::set<int> ranks;
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        const graph::table t = make_random_graph(seed, {.chance = true});
        for (const graph::node &n : t.nodes) {
            kinds.insert(n.kind);
            types.insert(n.type);
            ranks.insert(t.view().dims(n).rank);
            dynamic = dynamic || t.view().dims(n).is_dynamic();
        }
    }
    for (unsigned k = 0; k < static_cast<unsigned>(op::count_); ++k) {
        const auto kind = static_cast<op>(k);
        if (kind == op::argument || kind == op::adjoint || graph::info(kind).kind == graph::op_class::marker ||
            graph::info(kind).kind == graph::op_class::loop)
            continue;  // never in a table, or in scan.test.cpp
        EXPECT_TRUE(kinds.contains(kind)) << graph::info(kind).name;
    }
    EXPECT_EQ(types.size(), 4u);
    EXPECT_TRUE(dynamic);
    for (int rank = 0; rank <= 4; ++rank) EXPECT_TRUE(ranks.contains(rank)) << rank;
}

TEST(random_graph, values_are_finite_and_tame) {
    const std::uint64_t first = random_graph_seed();
    for (std::uint64_t seed = first; seed < first + random_graph_count(); ++seed) {
        const graph::table t = make_random_graph(seed, {.chance = seed % 2 == 0});
        random_values v = make_random_values(t.view(), seed);
        for (const graph::entry_record &e : t.entries) {
            const auto result = run_entry(t.view(), e, v.variables, v.inputs, v.extents);
            for (const auto &[name, value] : result.outputs)
                for (const double x : value.values()) EXPECT_LT(std::fabs(x), 1e4) << "seed " << seed << " " << name;
        }
        for (const auto &[name, value] : v.variables)
            for (const double x : value.values()) EXPECT_LT(std::fabs(x), 100) << "seed " << seed << " " << name;
    }
}

TEST(random_graph, an_entry_compacted_alone_keeps_its_values) {
    const std::uint64_t first = random_graph_seed();
    for (std::uint64_t seed = first; seed < first + random_graph_count(); ++seed) {
        const graph::table whole = make_random_graph(seed, {.chance = seed % 2 == 0});
        const random_values v = make_random_values(whole.view(), seed);
        for (const graph::entry_record &e : whole.entries) {
            const std::string_view name = whole.view().name(e.name);
            const graph::table alone = graph::compact(whole.view(), {&name, 1});
            ASSERT_EQ(alone.entries.size(), 1u);
            reference::tensors before = v.variables, after = v.variables;
            const auto expected = run_entry(whole.view(), e, before, v.inputs, v.extents);
            const auto found = run_entry(alone.view(), alone.entries[0], after, v.inputs, v.extents);
            ASSERT_EQ(expected.outputs.size(), found.outputs.size());
            for (const auto &[key, value] : expected.outputs) EXPECT_EQ(value.values(), found.outputs.at(key).values());
            for (const auto &[key, value] : expected.metrics) {
                EXPECT_EQ(value.sum, found.metrics.at(key).sum);
                EXPECT_EQ(value.count, found.metrics.at(key).count);
            }
            for (const auto &[key, value] : before) EXPECT_EQ(value.values(), after.at(key).values()) << key;
            EXPECT_LE(alone.nodes.size(), whole.nodes.size());
        }
    }
}

}  // namespace
