// Fusion and order on random networks: whatever is fused, every kernel is one of its family, reads only what is there,
// and running kernel by kernel in a planned workspace gives what the whole graph gives.
#include "planned_entry.hpp"

namespace {

using namespace sylvite;
using namespace sylvite::test;

template <class Check>
void for_random_entries(Check check) {
    const std::uint64_t first = random_graph_seed();
    for (std::uint64_t seed = first; seed < first + random_graph_count(); ++seed) {
        const graph::table table = make_random_graph(seed);
        for (const graph::entry_record &entry : table.entries)
            for (const bool fuse : {true, false}) {
                SCOPED_TRACE("SYLVITE_RANDOM_SEED=" + std::to_string(seed) + " " +
                             std::string(table.view().name(entry.name)) + (fuse ? "" : ", not fused"));
                plan::fusion_options options;
                options.fuse = fuse;
                planned_entry planned(table.view(), entry, options);
                if (::testing::Test::HasFatalFailure()) return;
                check(table.view(), entry, planned, seed);
                if (::testing::Test::HasFailure()) return;
            }
    }
}

TEST(fusion, kernel_by_kernel_in_place_gives_what_the_whole_graph_gives) {
    for_random_entries([](const graph::table_view &table, const graph::entry_record &entry, planned_entry &planned,
                          std::uint64_t seed) {
        random_values whole = make_random_values(table, seed), stepwise = whole;
        for (int step = 0; step < 3; ++step) {
            const auto expected = run_entry(table, entry, whole.variables, whole.inputs, whole.extents);
            const auto found = planned.run(stepwise);
            for (const auto &[name, value] : expected.outputs)
                EXPECT_EQ(value.values(), found.outputs.at(name).values()) << name;
            for (const auto &[name, value] : expected.metrics) EXPECT_EQ(value.sum, found.metrics.at(name).sum) << name;
            for (const auto &[name, value] : whole.variables)
                EXPECT_EQ(value.values(), stepwise.variables.at(name).values()) << name << ", step " << step;
        }
    });
}

TEST(fusion, no_kernel_reads_a_variable_that_another_has_overwritten) {
    for_random_entries([](const graph::table_view &table, const graph::entry_record &, planned_entry &planned,
                          std::uint64_t) {
        std::set<node_id> overwritten;
        for (const plan::step &s : planned.plan().steps) {
            for (const node_id id : planned.reads_of(s))
                EXPECT_FALSE(overwritten.contains(id)) << table.name_of_leaf(id);
            for (const node_id root : planned.roots_of(s)) {
                const node_id target = table[root].kind == op::assign ? table[root].inputs[0] : planned.target_of(root);
                EXPECT_TRUE(target == graph::no_node || overwritten.insert(target).second);
            }
        }
    });
}

TEST(fusion, a_kernel_reads_what_it_overwrites_at_the_same_index_only) {
    for_random_entries(
        [](const graph::table_view &table, const graph::entry_record &, planned_entry &planned, std::uint64_t) {
            for (const plan::step &s : planned.plan().steps) {
                std::set<node_id> targets;
                for (const node_id root : planned.roots_of(s)) {
                    if (table[root].kind == op::assign) targets.insert(table[root].inputs[0]);
                    const node_id direct = planned.target_of(root);
                    EXPECT_TRUE(direct == graph::no_node || !planned.reads_of(s).contains(direct));
                }
                // from the results through elementwise work alone; everything else reads at other indices
                std::set<node_id> same_index;
                for (const node_id root : planned.roots_of(s))
                    same_index.insert(table[root].kind == op::assign ? table[root].inputs[1] : root);
                const auto members = planned.members_of(s);
                for (auto it = members.rbegin(); it != members.rend(); ++it) {
                    const graph::node &n = table[*it];
                    const bool elementwise = graph::info(n.kind).kind == graph::op_class::elementwise;
                    for (int k = 0; k < n.input_count; ++k) {
                        if (elementwise && same_index.contains(*it)) same_index.insert(n.inputs[k]);
                        EXPECT_TRUE(!targets.contains(n.inputs[k]) || (elementwise && same_index.contains(*it)))
                            << "node " << *it;
                    }
                }
            }
        });
}

TEST(fusion, an_update_that_needs_other_elements_of_its_target_is_not_computed_in_place) {
    for (const bool both_ways : {false, true}) {
        graph::builder b;
        shape five;
        five.push_back({5, 0});
        const node_id s = b.declare(op::state, "s", f32, five, {0, 0, 0});
        const node_id doubled = graph::with_literal(b, op::multiply, s, 2);
        const node_id turned = graph::reverse(b, doubled, 1);  // reads elements that were overwritten, were it in place
        const node_id value = graph::binary(b, op::add, both_ways ? doubled : s, turned);
        b.add_entry("step", std::vector<graph::root>{{graph::root_kind::update, 0, graph::assign(b, s, value), 1, 0}});
        const graph::table table = graph::compact(b.table().view());
        planned_entry planned(table.view(), table.entries[0], {});
        for (const plan::step &step : planned.plan().steps)
            for (const node_id root : planned.roots_of(step))
                for (const node_id read : planned.reads_of(step))
                    EXPECT_FALSE(table.view()[root].kind == op::assign && read == table.view()[root].inputs[0]);
    }
}

TEST(fusion, every_kernel_is_one_of_its_family) {
    for_random_entries(
        [](const graph::table_view &table, const graph::entry_record &, planned_entry &planned, std::uint64_t) {
            for (const plan::step &s : planned.plan().steps) {
                int contractions = 0, reductions = 0;
                std::set<std::vector<std::int64_t>> rows;
                for (const node_id id : planned.members_of(s)) {
                    const graph::node &n = table[id];
                    if (n.kind == op::contraction) ++contractions;
                    if (graph::info(n.kind).kind != graph::op_class::reduction) continue;
                    ++reductions;
                    const auto axes = table.attributes(id);
                    rows.insert({axes.begin(), axes.end()});
                }
                const shape dims = table[planned.roots_of(s)[0]].dims;
                for (const node_id root : planned.roots_of(s)) EXPECT_EQ(table[root].dims, dims);
                const auto kind = planned.plan().fusion.kernels[s.kernel].kind;
                const int wanted_contractions = kind == plan::kernel_kind::contraction ? 1 : 0;
                EXPECT_EQ(contractions, wanted_contractions);
                const bool none = kind == plan::kernel_kind::elementwise || kind == plan::kernel_kind::contraction;
                EXPECT_TRUE(!none || reductions == 0);
                EXPECT_TRUE(kind != plan::kernel_kind::reduction || reductions == 1);
                EXPECT_TRUE(kind != plan::kernel_kind::row_wise || rows.size() <= 1);
            }
        });
}

TEST(fusion, saves_kernels) {
    std::size_t fused = 0, single = 0;
    const std::uint64_t first = random_graph_seed();
    for (std::uint64_t seed = first; seed < first + random_graph_count(); ++seed) {
        const graph::table table = make_random_graph(seed);
        for (const graph::entry_record &entry : table.entries) {
            plan::fusion_options none;
            none.fuse = false;
            fused += plan::order_kernels(table.view(), entry).steps.size();
            single += plan::order_kernels(table.view(), entry, none).steps.size();
        }
    }
    EXPECT_LT(2 * fused, single);
}

}  // namespace
