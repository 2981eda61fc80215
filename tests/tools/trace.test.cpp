// The main part of NETWORK.trace.
#include "expect_error.hpp"
#include "fake_network.hpp"
#include "temporary_folder.hpp"

#include <sylvite/tools/inputs/random_inputs.hpp>
#include <sylvite/tools/trace/command.hpp>
#include <sylvite/tools/trace/summary.hpp>

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <sstream>

namespace {

using namespace sylvite;
using fake::line;

struct outcome {
    int status;
    std::string said, complaint;
};

outcome trace(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "line.trace");
    std::vector<char *> argv;
    for (std::string &a : arguments) argv.push_back(a.data());
    argv.push_back(nullptr);
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int status = tools::trace<line>(static_cast<int>(arguments.size()), argv.data());
    std::string said = testing::internal::GetCapturedStdout();
    return {status, said, testing::internal::GetCapturedStderr()};
}

std::vector<std::string> lines_of(const std::string &text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string l; std::getline(in, l);) lines.push_back(l);
    return lines;
}

TEST(random_inputs, are_the_same_for_the_same_seed_and_lie_in_their_range) {
    const auto drawn = [](std::uint64_t seed) {
        line net({.threads = 1});
        const tools::random_inputs inputs(net, {fake::evaluate},
                                          {.seed = seed, .rows = 0, .integers = 2, .scalars = {}});
        EXPECT_EQ(inputs.rows(), 8U);
        return net.run({fake::evaluate}, inputs.rows()).mean(0);
    };
    EXPECT_EQ(drawn(3), drawn(3));
    EXPECT_NE(drawn(3), drawn(4));
    EXPECT_GT(drawn(3), 0);
    EXPECT_LT(drawn(3), (1 + 0.25 + 1.5) * (1 + 0.25 + 1.5)) << "inputs are from -1 to 1, weights from -0.5 to 0.5";
}

TEST(random_inputs, draw_integers_below_the_bound) {
    fake::tables tables;
    tables.tensors[fake::y].type = i32;
    instance net(tables.code, {.threads = 1});
    const tools::random_inputs inputs(net, {fake::evaluate}, {.seed = 1, .rows = 0, .integers = 3, .scalars = {}});
    // what is bound is seen by kernels alone
    tables.calls[fake::evaluate][1].function = [](void **arguments) {
        struct buffer {
            std::uint64_t device;
            const void *interface;
            const std::int32_t *host;
        };
        const auto *values = static_cast<const buffer *>(arguments[2])->host;
        for (int i = 0; i < 8; ++i)
            if (values[i] < 0 || values[i] > 2) return -1;
        return 0;
    };
    EXPECT_NO_THROW(net.step({fake::evaluate}, 8));
}

TEST(random_inputs, refuse_what_the_entry_does_not_take) {
    line net({.threads = 1});
    const auto with = [&](const tools::input_options &wanted) {
        const tools::random_inputs made(net, {fake::train}, wanted);
    };
    EXPECT_ERROR(with({.seed = 1, .rows = 9, .integers = 2, .scalars = {}}),
                 "an extent of 9 was asked for where 1 to 8");
    EXPECT_ERROR(with({.seed = 1, .rows = 0, .integers = 2, .scalars = {{"speed", 1}}}), "is called 'speed'");
}

TEST(trace, prints_a_line_a_call_and_writes_a_slice_a_kernel) {
    const temporary_folder folder;
    const std::string file = folder / "t.json";
    const outcome ran = trace({"--steps", "5", "--rows", "3", "--threads", "2", "--set", "rate=0.5", "-o", file});
    ASSERT_EQ(ran.status, 0) << ran.complaint;
    const auto lines = lines_of(ran.said);
    EXPECT_EQ(lines[0], "network line, entry train: 5 steps, 3 rows, 2 threads, host");
    int calls = 0;
    for (const std::string &l : lines) {
        EXPECT_LE(l.size(), 120U) << l;
        calls += l.find("network.hpp:1") != std::string::npos ? 1 : 0;
    }
    EXPECT_EQ(calls, 4);
    EXPECT_NE(ran.said.find("contraction add -> z"), std::string::npos) << ran.said;
    EXPECT_NE(ran.said.find("loss in the last step: "), std::string::npos) << ran.said;
    EXPECT_NE(ran.said.find("trace written to " + file), std::string::npos) << ran.said;
    int kernels = 0;
    const auto written = nlohmann::json::parse(content(file));
    for (const auto &e : written["traceEvents"]) kernels += e.value("cat", "") == "kernel" ? 1 : 0;
    EXPECT_EQ(kernels, 5 * 4);
}

TEST(trace, complains_in_one_sentence) {
    const temporary_folder folder;
    const auto complaint = [](const outcome &o, int status) {
        EXPECT_EQ(o.status, status);
        EXPECT_EQ(o.said, "");
        EXPECT_EQ(lines_of(o.complaint).size(), 1U) << o.complaint;
        return o.complaint;
    };
    EXPECT_NE(complaint(trace({"--entry", "fly"}), 1).find("no entry 'fly'; it has 'predict', 'evaluate'"),
              std::string::npos);
    EXPECT_NE(complaint(trace({"--rows", "9", "-o", folder / "t"}), 1).find("1 to 8"), std::string::npos);
    EXPECT_NE(complaint(trace({"-o", folder / "no/t"}), 1).find("no/t: cannot be created"), std::string::npos);
}

TEST(trace_death, misuse_ends_with_status_2) {
    testing::GTEST_FLAG(death_test_style) = "threadsafe";
    const auto exits = testing::ExitedWithCode(2);
    EXPECT_EXIT(trace({"--steps", "0"}), exits, "");
    EXPECT_EXIT(trace({"--set", "rate"}), exits, "");
    EXPECT_EXIT(trace({"digits"}), exits, "");
    EXPECT_EXIT(trace({"--frob"}), exits, "");
}

TEST(summary, keeps_the_results_of_a_label_that_is_too_long) {
    fake::tables tables;
    tables.calls[fake::predict][0].label =
        "elementwise multiply multiply add multiply multiply multiply multiply multiply ... -> line.weight";
    instance net(tables.code, {.threads = 1});
    const tools::random_inputs inputs(net, {fake::predict}, {});
    const recording steps(net, {.slices = 4});
    net.step({fake::predict}, inputs.rows());
    const std::string text = tools::summary(steps, {fake::predict});
    EXPECT_NE(text.find("... -> line.weight"), std::string::npos) << text;
    EXPECT_NE(text.find("slices found no room"), std::string::npos) << text;
    for (const std::string &l : lines_of(text)) EXPECT_LE(l.size(), 120U) << l;
}

}  // namespace
