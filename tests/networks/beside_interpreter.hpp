// A compiled network beside the interpreter, which starts from the same parameters and states.
#pragma once

#include "../dsl/random_numbers.hpp"

#include <sylvite/dsl/reference/entry.hpp>
#include <sylvite/dsl/sylvite.hpp>

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace sylvite::test {

/// What a compiled entry gave.
struct entry_values {
    double loss = 0;
    std::map<std::string, std::span<const float>> outputs = {};
};

template <class Compiled, class Network>
class beside_interpreter {
  public:
    explicit beside_interpreter(int threads, const reference::symbol_extents &extents = {})
        : net({.seed = 7, .threads = threads}), extents_(extents) {
        for (node_id id = 0; id < table_.size(); ++id) {
            const graph::op kind = table_[id].kind;
            const std::string name(kind == graph::op::input || is_variable(kind) ? table_.name_of_leaf(id) : "");
            if (is_variable(kind)) {
                const auto values = net.template values<float>(name);
                variables_.emplace(name,
                                   reference::tensor(f32, extents_(table_.dims(id)), {values.begin(), values.end()}));
            } else if (kind == graph::op::input) {
                give(name, table_[id].type, extents_(table_.dims(id)));
            }
        }
    }

    /// Outputs, metrics and what the entry leaves in the variables; `run` runs it in the compiled network.
    template <class Run>
    void expect_same(const char *entry, Run run, double tolerance = 3e-6) {
        SCOPED_TRACE(entry);
        const reference::entry_result expected =
            run_entry(table_, reference::entry_of(table_, entry), variables_, inputs_, extents_);
        const entry_values found = run(net);
        for (const auto &[name, value] : expected.outputs) expect_near(found.outputs.at(name), value, name, tolerance);
        for (const auto &[name, value] : variables_)
            expect_near(net.template values<float>(name), value, name, tolerance);
        for (const auto &[name, value] : expected.metrics) EXPECT_NEAR(found.loss, value.mean(), tolerance) << name;
    }

    Compiled net;

  private:
    using node_id = graph::node_id;

    static bool is_variable(graph::op kind) { return kind == graph::op::parameter || kind == graph::op::state; }
    /// Numbers from -1 to 1, or lengths.
    void give(const std::string &name, dtype type, const reference::dimensions &dims) {
        random_numbers random(inputs_.size() + 3);
        reference::tensor value = random.uniform(f32, dims, -1, 1);
        if (type == i32) {
            value = reference::tensor(i32, dims);
            for (std::size_t i = 0; i < value.size(); ++i)
                value.set(i, static_cast<double>(1 + i * 5 % static_cast<std::size_t>(extents_.of_symbol[2])));
            std::vector<std::int32_t> &to = integers_[name];
            to.assign(value.values().begin(), value.values().end());
        }
        std::vector<float> &to = floats_[name];
        to.assign(value.values().begin(), value.values().end());
        inputs_.emplace(name, value);
        if (extents_.of_symbol[2] != 0) net.set_extent(2, static_cast<std::size_t>(extents_.of_symbol[2]));
        if (type == i32)
            net.template bind<std::int32_t>(name, integers_[name]);
        else
            net.template bind<float>(name, to);
    }
    static void expect_near(std::span<const float> found, const reference::tensor &expected, const std::string &what,
                            double tolerance) {
        ASSERT_EQ(found.size(), expected.size()) << what;
        for (std::size_t i = 0; i < found.size(); ++i)
            EXPECT_NEAR(found[i], expected[i], tolerance) << what << " " << i;
    }

    const graph::table_view table_ = graph_of<Network>();
    reference::symbol_extents extents_;
    reference::tensors inputs_, variables_;
    std::map<std::string, std::vector<float>> floats_;
    std::map<std::string, std::vector<std::int32_t>> integers_;
};

}  // namespace sylvite::test
