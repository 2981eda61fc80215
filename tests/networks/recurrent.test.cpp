// Recurrence through compiled kernels, on one thread and on two, and by a reference build: what the interpreter gets
// from the network's table, for any number of rows and steps.
#include "recurrent.hpp"
#include "../dsl/random_numbers.hpp"

#include <sylvite/dsl/reference/entry.hpp>

#include <recurrent.gen.hpp>
#include <recurrent_reference.gen.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace {

using namespace sylvite;
using namespace sylvite::test;

/// A network beside the interpreter, which starts from the same parameters.
template <class Compiled>
class beside {
  public:
    beside(int threads, std::int64_t rows, std::int64_t steps) : net_({.seed = 7, .threads = threads}) {
        extents_.of_symbol[1] = rows;
        extents_.of_symbol[2] = steps;
        random_numbers random(3);
        const auto give = [&](const char *name, const std::vector<std::int64_t> &dims, std::vector<float> &to) {
            const reference::tensor value = random.uniform(f32, dims, -1, 1);
            to.assign(value.values().begin(), value.values().end());
            inputs_.emplace(name, value);
        };
        give("x", {rows, steps, 5}, x_);
        give("wanted", {rows, steps, 7}, wanted_);
        give("start", {rows, 7}, start_);
        for (const auto &[name, dims] :
             std::map<std::string, std::vector<std::int64_t>>{{"w", {7, 5}}, {"u", {7, 7}}, {"b", {7}}}) {
            const auto values = net_.template values<float>(name);
            variables_.emplace(name, reference::tensor(f32, dims, {values.begin(), values.end()}));
        }
        net_.set_extent(2, static_cast<std::size_t>(steps));
        net_.template bind<float>("x", x_);
        net_.template bind<float>("wanted", wanted_);
        net_.template bind<float>("start", start_);
    }

    void expect_same_prediction() {
        const auto found = net_.predict();
        const auto expected = run("predict");
        expect_near(found.last, expected.outputs.at("last"), "last");
        expect_near(found.all, expected.outputs.at("all"), "all");
    }
    void expect_same_step() {
        EXPECT_NEAR(net_.train().loss, run("train").metrics.at("loss").mean(), 1e-6);
        for (const auto &[name, value] : variables_) expect_near(net_.template values<float>(name), value, name);
    }

  private:
    reference::entry_result run(const char *entry) {
        const graph::table_view table = graph_of<recurrent_network>();
        return run_entry(table, reference::entry_of(table, entry), variables_, inputs_, extents_);
    }
    static void expect_near(std::span<const float> found, const reference::tensor &expected, const std::string &what) {
        ASSERT_EQ(found.size(), expected.size()) << what;
        for (std::size_t i = 0; i < found.size(); ++i) EXPECT_NEAR(found[i], expected[i], 2e-6) << what << " " << i;
    }

    Compiled net_;
    reference::symbol_extents extents_;
    reference::tensors inputs_, variables_;
    std::vector<float> x_, wanted_, start_;
};

template <class Compiled>
void expect_same(int threads) {
    for (const auto &[rows, steps] : {std::pair(1, 1), std::pair(6, 9), std::pair(3, 2), std::pair(5, 7)}) {
        SCOPED_TRACE(std::to_string(rows) + " rows, " + std::to_string(steps) + " steps");
        beside<Compiled> both(threads, rows, steps);
        both.expect_same_prediction();
        for (int i = 0; i < 3; ++i) both.expect_same_step();
        both.expect_same_prediction();
    }
}

TEST(recurrent, kernels_agree_with_the_interpreter) { expect_same<recurrent>(1); }
TEST(recurrent, kernels_agree_with_the_interpreter_on_two_threads) { expect_same<recurrent>(2); }
TEST(recurrent, a_reference_build_agrees_with_the_interpreter) { expect_same<recurrent_reference>(1); }

}  // namespace
