// Recurrent layers through compiled kernels, on one thread and on two, and by a reference build, beside the
// interpreter.
#include "sequences.hpp"
#include "beside_interpreter.hpp"

#include <carried.gen.hpp>
#include <carried_reference.gen.hpp>
#include <sequences.gen.hpp>
#include <sequences_reference.gen.hpp>
#include <thousand.gen.hpp>
#include <thousand_reference.gen.hpp>

namespace {

using namespace sylvite;
using namespace sylvite::test;

template <class Compiled>
void expect_same_sequences(int threads) {
    const std::pair<std::int64_t, std::int64_t> sizes[] = {{1, 1}, {6, 9}, {5, 7}};
    for (const auto &[rows, steps] : sizes) {
        SCOPED_TRACE(std::to_string(rows) + " rows, " + std::to_string(steps) + " steps");
        beside_interpreter<Compiled, sequences_network> both(threads, {{0, rows, steps}});
        const auto predict = [](Compiled &net) { return entry_values{.outputs = {{"y", net.predict().y}}}; };
        both.expect_same("predict", predict);
        for (int i = 0; i < 2; ++i)
            both.expect_same("train_without_chance", [](Compiled &net) {
                return entry_values{.loss = net.train_without_chance().loss_without};
            });
        both.expect_same("predict", predict);
    }
}
TEST(sequences, kernels_agree_with_the_interpreter) { expect_same_sequences<sequences>(1); }
TEST(sequences, kernels_agree_with_the_interpreter_on_two_threads) { expect_same_sequences<sequences>(2); }
TEST(sequences, a_reference_build_agrees_with_the_interpreter) { expect_same_sequences<sequences_reference>(1); }

TEST(sequences, drop_the_same_elements_in_kernels_and_in_a_reference_build) {
    const reference::symbol_extents sizes{{0, 6, 9}};
    beside_interpreter<sequences, sequences_network> kernels(2, sizes);
    beside_interpreter<sequences_reference, sequences_network> loops(1, sizes);
    beside_interpreter<sequences, sequences_network> without(2, sizes);
    for (int i = 0; i < 4; ++i) {
        const double found = kernels.net.train().loss;
        EXPECT_NEAR(found, loops.net.train().loss, 1e-5);
        EXPECT_NE(found, without.net.train_without_chance().loss_without);
    }
    const auto a = kernels.net.values<float>("lstm.weight_ih_l0_reverse");
    const auto b = loops.net.values<float>("lstm.weight_ih_l0_reverse");
    for (std::size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], 1e-5) << i;
}

template <class Compiled>
void expect_same_carried(int threads) {
    beside_interpreter<Compiled, carried_network> both(threads);
    const auto train = [](Compiled &net) { return entry_values{.loss = net.train().loss}; };
    for (int i = 0; i < 3; ++i) both.expect_same("train", train);
    both.expect_same("go_on", [](Compiled &net) { return entry_values{.outputs = {{"y", net.go_on().y}}}; });
    both.expect_same("forget", [](Compiled &net) {
        net.forget();
        return entry_values{};
    });
    both.expect_same("train", train);
}
TEST(sequences, go_on_from_the_state_of_the_call_before) {
    expect_same_carried<carried>(1);
    expect_same_carried<carried>(2);
    expect_same_carried<carried_reference>(1);
}

template <class Compiled>
void expect_same_thousand(int threads) {
    beside_interpreter<Compiled, thousand_network> both(threads);
    both.expect_same(
        "train", [](Compiled &net) { return entry_values{.loss = net.train().loss}; }, 2e-5);
}
TEST(sequences, of_a_thousand_steps_agree_with_the_interpreter) {
    expect_same_thousand<thousand>(1);
    expect_same_thousand<thousand>(2);
    expect_same_thousand<thousand_reference>(1);
}

}  // namespace
