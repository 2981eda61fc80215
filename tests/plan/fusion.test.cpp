// Fusion and order on random networks: whatever is fused, every kernel is one of its family, reads only what is there,
// and running kernel by kernel in a planned workspace gives what the whole graph gives.
#include "planned_entry.hpp"

#include <sylvite/dsl/sylvite.hpp>

#include <cmath>

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

TEST(fusion, a_kernel_works_out_each_of_its_results_once) {
    int count = 0;
    for_random_entries(
        [&](const graph::table_view &table, const graph::entry_record &, planned_entry &planned, std::uint64_t) {
            for (const plan::step &s : planned.plan().steps) {
                const auto roots = planned.roots_of(s);
                for (const node_id id : planned.members_of(s))
                    for (int k = 0; k < table[id].input_count; ++k) {
                        const node_id in = table[id].inputs[k];
                        if (std::find(roots.begin(), roots.end(), in) == roots.end()) continue;
                        EXPECT_EQ(graph::info(table[id].kind).kind, graph::op_class::elementwise) << in << " by " << id;
                        EXPECT_EQ(table.dims(id), table.dims(in));
                        ++count;
                    }
            }
        });
    EXPECT_GT(count, 10);  // there are such results
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
    for_random_entries([](const graph::table_view &table, const graph::entry_record &, planned_entry &planned,
                          std::uint64_t) {
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
            const plan::fused_kernel &k = planned.plan().fusion.kernels[s.kernel];
            const auto kind = k.kind;
            for (const node_id root : planned.roots_of(s)) {
                const bool is_of_the_row = kind == generators::family::row_wise && table.dims(root) == k.rows;
                EXPECT_TRUE(table.dims(root) == k.dims || is_of_the_row) << "node " << root;
            }
            const bool contracts = kind == generators::family::contraction || kind == generators::family::convolution;
            EXPECT_EQ(contractions, contracts ? 1 : 0);
            const bool none = kind == generators::family::elementwise || contracts;
            EXPECT_TRUE(!none || reductions == 0);
            EXPECT_TRUE(kind != generators::family::reduction || reductions == 1);
            EXPECT_TRUE(kind != generators::family::row_wise || rows.size() <= 1);
        }
    });
}

/// The step that computes a node's value for memory; none: no_kernel.
std::uint32_t step_with(const planned_entry &planned, node_id result) {
    for (std::uint32_t i = 0; i < planned.plan().steps.size(); ++i)
        for (const node_id root : planned.roots_of(planned.plan().steps[i]))
            if (root == result) return i;
    return plan::no_kernel;
}

node_id result_of(const graph::table_view &table, std::string_view name) {
    for (const graph::root &r : table.roots_of(table.entries[0]))
        if (table.name(r.name) == name) return r.node;
    return graph::no_node;
}

template <class Network>
struct planned_network {
    static constexpr graph::table_view table = graph_of<Network>();
    planned_entry planned{table, table.entries[0], {}};

    [[nodiscard]] std::uint32_t step(std::string_view name) const { return step_with(planned, result_of(table, name)); }
    /// Kernel by kernel against the whole graph.
    void check() {
        random_values whole = make_random_values(table, 1), stepwise = whole;
        const auto expected = run_entry(table, table.entries[0], whole.variables, whole.inputs, whole.extents);
        const auto found = planned.run(stepwise);
        for (const auto &[name, value] : expected.outputs)
            for (std::size_t i = 0; i < value.size(); ++i)
                EXPECT_TRUE(value[i] == found.outputs.at(name)[i] || std::isnan(value[i])) << name << ' ' << i;
    }
};

struct classifier {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, dynamic<9>, 6>("x");
        const auto y = net.input<i32, dynamic<9>>("y");
        const auto loss = softmax_cross_entropy(dense<5>("out", x), y);
        net.entry("train", minimize(mean(loss), gradient_descent{.rate = 0.1}), output("loss", loss));
    }
};

TEST(fusion, softmax_cross_entropy_and_its_gradient_are_one_kernel) {
    planned_network<classifier> net;
    const std::uint32_t step = net.step("loss");
    ASSERT_NE(step, plan::no_kernel);
    const auto roots = net.planned.roots_of(net.planned.plan().steps[step]);
    ASSERT_EQ(roots.size(), 2u);
    EXPECT_EQ(net.table.dims(roots[0]).rank, 1);
    EXPECT_EQ(net.table.dims(roots[1]).rank, 2) << "the gradient with respect to the logits";
    int exponentials = 0;
    for (const plan::step &s : net.planned.plan().steps)
        for (const node_id id : net.planned.members_of(s)) exponentials += net.table[id].kind == op::exp ? 1 : 0;
    EXPECT_EQ(exponentials, 1);
    net.check();
}

struct normalised {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 7, 6>("x");
        const auto e = exp(x);
        const auto s = sum<1>(e);
        net.entry("run", output("log", log(s)), output("p", e / reshape<7, 1>(s)), output("largest", reduce_max<1>(x)),
                  output("columns", sum<0>(e)));
    }
};

TEST(fusion, results_of_the_row_and_of_its_elements_share_a_reduction) {
    planned_network<normalised> net;
    EXPECT_EQ(net.step("log"), net.step("p"));
    EXPECT_NE(net.step("largest"), net.step("p")) << "no reduction is shared";
    EXPECT_NE(net.step("columns"), net.step("p")) << "other rows";
    net.check();
}

/// What a normalisation of columns makes of x costs two operations, wherever it is read; y costs more.
struct columns_normalised {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 64, 6>("x");
        const auto z = matmul(x, net.parameter<f32, 6, 6>("w", uniform(-1, 1)));
        const auto mean = sylvite::mean<0>(z);
        const auto n = (z - mean) * rsqrt(mean);
        const auto y = tanh(n);
        net.entry("run", output("a", sum<0>(square(n))), output("b", sum<0>(exp(n))), output("c", sum<0>(exp(y))),
                  output("d", sum<0>(cos(y))));
    }
};

TEST(fusion, what_is_cheap_to_work_out_from_a_stored_value_is_not_stored_itself) {
    planned_network<columns_normalised> net;
    int products = 0, differences = 0, tangents = 0;
    for (node_id id = 0; id < net.table.size(); ++id) {
        if (!net.planned.has_memory(id) || net.table.dims(id).rank != 2) continue;
        const op kind = net.table[id].kind;
        products += kind == op::multiply ? 1 : 0;
        differences += kind == op::subtract ? 1 : 0;
        tangents += kind == op::tanh ? 1 : 0;
    }
    EXPECT_EQ(products + differences, 0);
    EXPECT_EQ(tangents, 1);
    net.check();
}

/// q needs sums over the columns of p.
struct waiting {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 7, 6>("x");
        const auto e = exp(x);
        const auto s = reshape<7, 1>(sum<1>(e));
        const auto p = e / s;
        net.entry("run", output("p", p), output("q", (e + sum<0>(p)) * s));
    }
};

TEST(fusion, kernels_are_not_merged_where_one_waits_for_the_other) {
    planned_network<waiting> net;
    EXPECT_NE(net.step("p"), net.step("q"));
    net.check();
}

/// p and q share a reduction, so do t and r; q needs all rows of t, and r those of p.
struct crossed {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 7, 6>("x");
        const auto z = net.input<f32, 7, 6>("z");
        const auto s = reshape<7, 1>(sum<1>(exp(x)));
        const auto u = reshape<7, 1>(sum<1>(exp(z)));
        const auto p = x / s;
        const auto t = z / u;
        net.entry("run", output("p", p), output("t", t), output("q", (x + sum<0>(t)) / s),
                  output("r", (z + sum<0>(p)) / u));
    }
};

TEST(fusion, of_two_pairs_that_wait_for_each_other_one_is_merged) {
    planned_network<crossed> net;
    EXPECT_TRUE((net.step("p") == net.step("q")) != (net.step("t") == net.step("r")));
    net.check();
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
