// Update rules, their options, stored and accumulated gradients, by the interpreter; golden numbers are PyTorch's. The
// same through compiled kernels: tests/networks/optimizers.test.cpp.
#include "../networks/optimizers.hpp"

#include "golden_file.hpp"
#include "support.hpp"

#include <set>

namespace sylvite::test {
namespace {

/// Parameters and states as the network says that they start; parameters by name where given.
reference::tensors start_of(const graph::table_view &table, const json &parameters = json::object()) {
    reference::tensors variables;
    for (node_id id = 0; id < table.size(); ++id) {
        const graph::node &n = table[id];
        if (n.kind != op::parameter && n.kind != op::state) continue;
        const std::string leaf(table.name_of_leaf(id));
        tensor start(n.type, reference::symbol_extents{}(table.dims(n)));
        for (std::size_t i = 0; i < start.size(); ++i)  // constant or zero
            start.set(i, std::bit_cast<double>(table.attributes(id)[2]));
        if (parameters.contains(leaf)) start = tensor(n.type, start.dims(), to_tensor(parameters.at(leaf)).values());
        variables.emplace(leaf, start);
    }
    return variables;
}

/// The golden network with its parameters.
template <dtype Type>
class golden_network {
  public:
    static constexpr graph::table_view table = graph_of<optimizer_runs<Type>>();

    golden_network() : variables(start_of(table, golden.at("start"))) {}

    /// Rows `first` to `last` of the golden batch.
    reference::entry_result run(const std::string &entry, double rate, std::int64_t first = 0, std::int64_t last = 6) {
        reference::symbol_extents extents;
        extents.of_symbol[1] = last - first;
        const auto rows = [&](const tensor &all, dtype type, reference::dimensions dims) {
            const std::int64_t width = static_cast<std::int64_t>(all.size()) / 6;
            dims[0] = last - first;
            std::vector<double> values(all.values().begin() + first * width, all.values().begin() + last * width);
            return tensor(type, dims, values);
        };
        const reference::tensors inputs = {{"x", rows(to_tensor(golden.at("x")), Type, {6, 4})},
                                           {"y", rows(to_tensor(golden.at("y")), i32, {6})},
                                           {"rate", tensor::scalar(Type, rate)}};
        return run_entry(table, reference::entry_of(table, entry), variables, inputs, extents);
    }

    const json golden = read_golden("optimizers.json");
    reference::tensors variables;
};

template <dtype Type>
void expect_golden_runs(double tolerance) {
    std::set<std::string> seen;
    const json golden = read_golden("optimizers.json");
    for (const json &run : golden.at("runs")) {
        if (run.at("dtype") != name_of(Type)) continue;
        const std::string name = run.at("name");
        golden_network<Type> net;
        for (std::size_t step = 0; step < 10; ++step) {
            const auto result = net.run(name, run.at("rate"));
            const double loss = run.at("losses").at(step);
            EXPECT_NEAR(result.metrics.at("loss").mean(), loss, tolerance * loss) << name << ", step " << step;
            if (!run.at("norms").empty()) {
                EXPECT_NEAR(result.metrics.at("norm").mean(), run.at("norms").at(step).get<double>(), tolerance)
                    << name;
            }
        }
        for (const auto &[leaf, end] : run.at("end").items())
            expect_near(net.variables.at(leaf), to_tensor(end), tolerance, name + " " + leaf);
        seen.insert(name);
    }
    const std::set<std::string_view> have_no_run = {"accumulate", "apply", "whole", "evaluate"};
    for (const graph::entry_record &e : golden_network<Type>::table.entries) {
        const std::string_view name = golden_network<Type>::table.name(e.name);
        EXPECT_NE(seen.contains(std::string(name)), have_no_run.contains(name)) << name;
    }
}

TEST(optimizers, ten_steps_of_each_rule_and_option_agree_with_pytorch) {
    expect_golden_runs<f32>(1e-5);
    expect_golden_runs<f64>(1e-10);
}

TEST(optimizers, accumulated_batches_of_any_size_make_the_step_of_one_batch) {
    golden_network<f64> parts, whole;
    for (int step = 0; step < 5; ++step) {
        parts.run("accumulate", 0.05, 0, 1);
        parts.run("accumulate", 0.05, 1, 3);
        parts.run("accumulate", 0.05, 3, 6);
        parts.run("apply", 0.05);
        whole.run("whole", 0.05);
        for (const auto &[name, value] : whole.variables)
            if (name.find("gradient") == std::string::npos)
                expect_near(parts.variables.at(name), value, 1e-12, name + ", step " + std::to_string(step));
    }
    for (const double g : parts.variables.at("first.weight.gradient").values()) EXPECT_EQ(g, 0);
    EXPECT_EQ(parts.variables.at("first.weight.gradient_weight")[0], 0);
}

TEST(optimizers, applying_nothing_accumulated_leaves_no_nan) {
    golden_network<f32> net;
    const reference::tensors before = net.variables;
    net.run("apply", 0.05);
    for (const char *name : {"first.weight", "second.bias"})
        expect_near(net.variables.at(name), before.at(name), 0, name);
}

struct weighted {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f64, 3>("x");
        const auto count = net.scalar<f64>("count");
        const auto w = net.parameter<f64, 3>("w");
        net.entry("accumulate", accumulate_gradients(sum(x * w), weighted_by(count)));
        net.entry("apply", apply_accumulated(net, gradient_descent{net.scalar<f64>("rate")}));
    }
};

TEST(optimizers, accumulated_gradients_count_as_they_are_weighted) {
    constexpr graph::table_view table = graph_of<weighted>();
    reference::tensors variables = start_of(table);
    for (const double k : {1., 3.}) {
        const reference::tensors inputs = {{"x", tensor(f64, {3}, {k, 0, 10 * k})}, {"count", tensor::scalar(f64, k)}};
        run_entry(table, reference::entry_of(table, "accumulate"), variables, inputs);
    }
    run_entry(table, reference::entry_of(table, "apply"), variables, {{"rate", tensor::scalar(f64, 1)}});
    EXPECT_EQ(variables.at("w").values(), (std::vector<double>{-2.5, 0, -25}));  // (1 x 1 + 3 x 3) / 4
}

struct two_players {
    constexpr void operator()(network &net) const {
        const auto a = net.parameter<f64, 2>("a.w"), b = net.parameter<f64, 2>("b.w");
        const auto rate = net.scalar<f64>("rate");
        net.entry("first", minimize(sum(a * b), adam{rate}, freeze("b.*")));
        net.entry("second", minimize(-sum(a * b), adam{rate}, freeze(except("b.*"))));
        net.entry("both", minimize(sum(a * a), momentum{rate}, allow_unused("b.*")));
    }
};

TEST(optimizers, entries_that_train_different_parameters_count_their_own_steps) {
    constexpr graph::table_view table = graph_of<two_players>();
    reference::tensors variables = start_of(table);
    variables.insert_or_assign("a.w", tensor(f64, {2}, {1, 1}));
    variables.insert_or_assign("b.w", tensor(f64, {2}, {1, 1}));
    const reference::tensors inputs = {{"rate", tensor::scalar(f64, 0.2)}};
    run_entry(table, reference::entry_of(table, "first"), variables, inputs);
    run_entry(table, reference::entry_of(table, "first"), variables, inputs);
    run_entry(table, reference::entry_of(table, "second"), variables, inputs);
    EXPECT_DOUBLE_EQ(variables.at("a.w.adam_beta1_power")[0], 0.9 * 0.9);
    EXPECT_DOUBLE_EQ(variables.at("b.w.adam_beta1_power")[0], 0.9);
    // the first step of Adam is the rate, whatever the gradient
    EXPECT_NEAR(variables.at("a.w")[0], 0.6, 1e-6);
    EXPECT_NEAR(variables.at("b.w")[0], 1.2, 1e-6);
}

std::set<std::string> leaves_of(const graph::table_view &table, op kind) {
    std::set<std::string> names;
    for (node_id id = 0; id < table.size(); ++id)
        if (table[id].kind == kind) names.emplace(table.name_of_leaf(id));
    return names;
}

template <class... Option>
struct pruned {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 8, 4>("x");
        const auto y = dense<2>("head", tanh(dense<4>("encoder.second", tanh(dense<4>("encoder.first", x)))));
        net.entry("train", minimize(mean(y * y), adam{net.scalar("rate")}, Option("encoder.*")...));
    }
};

TEST(optimizers, frozen_parameters_have_neither_gradients_nor_states) {
    constexpr graph::table_view all = graph_of<pruned<>>(), head = graph_of<pruned<freeze>>();
    EXPECT_EQ(leaves_of(head, op::state),
              (std::set<std::string>{"head.weight.adam_m", "head.weight.adam_v", "head.bias.adam_m", "head.bias.adam_v",
                                     "head.weight.adam_beta1_power", "head.weight.adam_beta2_power"}));
    EXPECT_EQ(leaves_of(all, op::state).size(), 14u);
    const auto count = [](const graph::table_view &table, op kind) {
        return std::count_if(table.nodes.begin(), table.nodes.end(),
                             [&](const graph::node &n) { return n.kind == kind; });
    };
    EXPECT_EQ(count(all, op::contraction), 3 + 5);  // each layer's weights, and the activations of two
    EXPECT_EQ(count(head, op::contraction), 3 + 1);
    EXPECT_EQ(count(head, op::assign), 2 * 3 + 2);
}

/// A rule of one's own, as a user writes it: no state that all parameters share, and no learning rate.
struct toward_zero {
    constexpr any_expr operator()(update_context &to, any_expr w, any_expr g) const {
        const any_expr seen = to.state_of(w, "seen");
        to.assign(seen, seen + 1);
        return sign(g) * 0.25;
    }
};
struct with_own_rule {
    constexpr void operator()(network &net) const {
        const auto w = net.parameter<f32, 3>("w");
        net.entry("train", minimize(sum(w * w), toward_zero{}, rate_of("w", 2)));
    }
};

TEST(optimizers, a_rule_of_ones_own_needs_neither_prepare_nor_a_rate) {
    constexpr graph::table_view table = graph_of<with_own_rule>();
    reference::tensors variables = start_of(table);
    variables.insert_or_assign("w", tensor(f32, {3}, {1, -2, 0}));
    run_entry(table, table.entries[0], variables, {});
    EXPECT_EQ(variables.at("w").values(), (std::vector<double>{0.5, -1.5, 0}));
    EXPECT_EQ(variables.at("w.seen").values(), (std::vector<double>{1, 1, 1}));
}

struct with_both_kinds_of_rate {
    constexpr void operator()(network &net) const {
        const auto w = net.parameter<f32, 3>("w");
        const auto rate = net.scalar("rate");
        const auto both = [&](std::string_view name, auto rule, const auto &...options) {
            if constexpr (sizeof...(options) == 0) {
                const auto train = [&](std::string_view entry) {
                    if constexpr (requires { rule.name; }) rule.name = entry;
                    net.entry(entry, minimize(sum(w * w * w), rule, decoupled_decay(0.1)));
                };
                train(name);
                rule.rate = 0.25;
                train(detail::joined("fixed_", name));
            }
        };
#define SYLVITE_RUN(name, golden_rate, pytorch, ...) both(#name, __VA_ARGS__);
#include "../networks/optimizers.def"
    }
};

TEST(optimizers, a_rate_may_be_a_number) {
    constexpr graph::table_view table = graph_of<with_both_kinds_of_rate>();
    for (std::size_t e = 0; e < table.entries.size(); e += 2) {
        reference::tensors ends[2];
        for (std::size_t kind = 0; kind < 2; ++kind) {
            ends[kind] = start_of(table);
            ends[kind].insert_or_assign("w", tensor(f32, {3}, {1, -2, 0.5}));
            for (int step = 0; step < 3; ++step)
                run_entry(table, table.entries[e + kind], ends[kind], {{"rate", tensor::scalar(f32, 0.25)}});
        }
        const std::string name(table.name(table.entries[e].name));
        EXPECT_NE(ends[0].at("w").values(), (std::vector<double>{1, -2, 0.5})) << name;
        expect_near(ends[1].at("w"), ends[0].at("w"), 1e-6, name);
    }
}

TEST(optimizers, clipping_lets_a_nan_through) {
    bench t;
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const node_id w = t.leaf(f64, {3}, {1, 2, 3}), g = t.leaf(f64, {3}, {nan, 5, -0.5});
    const auto clipped = [&](const auto &option) {
        graph::list<trained_parameter> parameters;
        parameters.push_back({any_expr(t.b, w), any_expr(t.b, g)});
        update_context context(t.b, std::move(parameters));
        option(context);
        return t.value(context.parameters()[0].gradient.id());
    };
    expect_near(clipped(clip_by_value(1)), tensor(f64, {3}, {nan, 1, -0.5}), 0, "by value");
    expect_near(clipped(clip_by_global_norm(1)), tensor(f64, {3}, {nan, nan, nan}), 0, "by norm");
    t.give(g, tensor(f64, {3}, {0, 0, 0}));
    expect_near(clipped(clip_by_global_norm(1)), tensor(f64, {3}, {0, 0, 0}), 0, "a gradient of zero");
}

static_assert(matches("*", "") && matches("*", "encoder.weight") && matches("encoder.*", "encoder.first.weight"));
static_assert(matches("*.bias", "a.bias.bias") && matches("a?c", "abc") && matches("*a*b*", "xxaxxbxx"));
static_assert(!matches("", "a") && !matches("encoder.*", "encoder") && !matches("*.bias", "a.bias.gradient"));
static_assert(!matches("a?c", "ac") && !matches("ab", "abc") && !matches("*b", "abc") && matches("*bc*bd", "abcbcbd"));
static_assert(only("a.*", "b.*").contain("b.w") && !only("a.*", "b.*").contain("c.w"));
static_assert(except("a.*", "b.*").contain("c.w") && !except("a.*", "b.*").contain("a.w"));
static_assert(parameter_names().contain("anything"));

}  // namespace
}  // namespace sylvite::test
