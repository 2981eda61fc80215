// Recurrence through compiled kernels, on one thread and on two, and by a reference build: what the interpreter gets
// from the network's table, for any number of rows and steps.
#include "beside_interpreter.hpp"
#include "user_cell.hpp"

#include <user_cell.gen.hpp>
#include <user_cell_reference.gen.hpp>

namespace {

using namespace sylvite;
using namespace sylvite::test;

template <class Compiled>
void expect_same(int threads) {
    const std::pair<std::int64_t, std::int64_t> sizes[] = {{1, 1}, {6, 9}, {3, 2}, {5, 7}};
    for (const auto &[rows, steps] : sizes) {
        SCOPED_TRACE(std::to_string(rows) + " rows, " + std::to_string(steps) + " steps");
        beside_interpreter<Compiled, user_cell_network> both(threads, {{0, rows, steps}});
        const auto predict = [](Compiled &net) {
            const auto found = net.predict();
            return entry_values{.outputs = {{"last", found.last}, {"all", found.all}}};
        };
        both.expect_same("predict", predict);
        for (int i = 0; i < 3; ++i)
            both.expect_same("train", [](Compiled &net) { return entry_values{.loss = net.train().loss}; });
        both.expect_same("predict", predict);
    }
}

TEST(recurrent, kernels_agree_with_the_interpreter) { expect_same<user_cell>(1); }
TEST(recurrent, kernels_agree_with_the_interpreter_on_two_threads) { expect_same<user_cell>(2); }
TEST(recurrent, a_reference_build_agrees_with_the_interpreter) { expect_same<user_cell_reference>(1); }

}  // namespace
