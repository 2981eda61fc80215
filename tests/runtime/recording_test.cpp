// What a recording holds of the steps of a network.
#include "expect_error.hpp"
#include "fake_network.hpp"
#include "temporary_folder.hpp"

#include <sylvite/runtime/trace/recording.hpp>

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <thread>

namespace {

using namespace sylvite;
using fake::line;
using kind = trace_slice::kind;

/// A network with its inputs bound.
struct bound_line {
    std::vector<float> x = std::vector<float>(24, 0.5f), y = std::vector<float>(8, 1.f);
    line net;
    explicit bound_line(int threads) : net({.seed = 1, .threads = threads}) {
        net.set(line::rate, 0.1f);
        net.bind(line::x, x);
        net.bind(line::y, y);
    }
};

std::size_t count(std::span<const trace_slice> row, kind what) {
    return static_cast<std::size_t>(
        std::count_if(row.begin(), row.end(), [&](const trace_slice &s) { return s.what == what; }));
}

TEST(recording, has_a_slice_for_each_step_call_and_task) {
    for (const int threads : {1, 2}) {
        bound_line bound(threads);
        const recording steps(bound.net);
        for (const std::size_t rows : {8U, 3U, 5U}) bound.net.train(rows);
        bound.net.predict(2);
        ASSERT_GE(steps.rows(), 1U);
        EXPECT_LE(steps.rows(), static_cast<std::size_t>(threads));
        EXPECT_EQ(steps.steps(), 4U);
        EXPECT_EQ(count(steps.row(0), kind::step), 4U);
        EXPECT_EQ(count(steps.row(0), kind::call), 3U * 4U + 2U);
        // the first kernel has a task a row; wherever each ran, it is there once
        std::set<std::pair<std::uint32_t, std::uint32_t>> tasks;
        std::size_t slices = 0;
        for (std::size_t r = 0; r < steps.rows(); ++r)
            for (const trace_slice &s : steps.row(r)) {
                if (s.what != kind::task) continue;
                ++slices;
                tasks.insert({s.step, s.task});
                EXPECT_EQ(s.call, 0U);
            }
        EXPECT_EQ(tasks.size(), 8U + 3U + 5U + 2U);
        EXPECT_EQ(slices, tasks.size());
        EXPECT_EQ(steps.dropped(), 0U);
    }
}

TEST(recording, slices_of_a_thread_nest_or_are_disjoint_and_times_ascend) {
    bound_line bound(2);
    const recording steps(bound.net);
    for (int i = 0; i < 200; ++i) bound.net.train(8);
    for (std::size_t r = 0; r < steps.rows(); ++r) {
        std::vector<trace_slice> open;
        std::uint64_t last = 0;
        for (const trace_slice &s : steps.row(r)) {
            ASSERT_GE(s.begin, last);
            ASSERT_GE(s.end, s.begin);
            last = s.begin;
            while (!open.empty() && open.back().end <= s.begin) open.pop_back();
            if (!open.empty()) {
                ASSERT_LE(s.end, open.back().end);
                ASSERT_LT(static_cast<int>(open.back().what), static_cast<int>(s.what));
                ASSERT_EQ(s.step, open.back().step);
            }
            if (r == 0) {
                ASSERT_EQ(open.size(), static_cast<std::size_t>(s.what));
            }
            open.push_back(s);
        }
    }
}

TEST(recording, tasks_lie_within_their_call) {
    bound_line bound(2);
    const recording steps(bound.net);
    for (int i = 0; i < 50; ++i) bound.net.train(8);
    std::vector<trace_slice> first_calls;
    for (const trace_slice &s : steps.row(0))
        if (s.what == kind::call && s.call == 0) first_calls.push_back(s);
    ASSERT_EQ(first_calls.size(), 50U);
    for (std::size_t r = 0; r < steps.rows(); ++r)
        for (const trace_slice &s : steps.row(r))
            if (s.what == kind::task) {
                EXPECT_GE(s.begin, first_calls[s.step].begin);
                EXPECT_LE(s.end, first_calls[s.step].end);
            }
}

TEST(recording, sums_time_and_cost_of_each_call) {
    bound_line bound(1);
    const recording steps(bound.net);
    bound.net.train(8);
    bound.net.train(3);
    const std::span<const call_cost> calls = steps.calls();
    ASSERT_EQ(calls.size(), 2U + 2U + 4U + 2U);
    EXPECT_EQ(calls[0].count, 0U);
    const call_cost &forward = calls[4];
    EXPECT_EQ(forward.entry, fake::train);
    EXPECT_EQ(forward.count, 2U);
    EXPECT_EQ(forward.flops, 7 * (8 + 3));
    EXPECT_EQ(forward.bytes, 16 * (8 + 3) + 2 * 16);
    std::uint64_t slices = 0, all = 0, fastest = ~std::uint64_t{0};
    for (const trace_slice &s : steps.row(0)) {
        if (s.what == kind::call && s.call == 0) {
            slices += s.end - s.begin;
            fastest = std::min(fastest, s.end - s.begin);
        }
        if (s.what == kind::step) all += s.end - s.begin;
    }
    EXPECT_EQ(forward.nanoseconds, slices);
    EXPECT_EQ(forward.fastest, fastest);
    EXPECT_EQ(steps.step_nanoseconds(), all);
    EXPECT_EQ(steps.step_extents(1)[0], 3);
}

TEST(recording, drops_and_counts_what_finds_no_room) {
    bound_line bound(1);
    const recording steps(bound.net, {.slices = 10});
    for (int i = 0; i < 3; ++i) bound.net.train(8);  // 1 step, 4 calls and 8 tasks each
    EXPECT_EQ(steps.row(0).size(), 10U);
    EXPECT_EQ(steps.dropped(), 3U * 13U - 10U);
    EXPECT_EQ(steps.steps(), 3U);
    EXPECT_EQ(steps.calls()[4].count, 3U);
    for (const trace_slice &s : steps.row(0)) EXPECT_GE(s.end, s.begin);
    EXPECT_TRUE(steps.step_extents(10).empty());
}

TEST(recording, begins_and_ends_with_its_scope) {
    bound_line bound(1);
    bound.net.train(8);
    std::optional<recording> steps(std::in_place, bound.net);
    EXPECT_EQ(steps->steps(), 0U);
    EXPECT_ERROR(recording(bound.net), "network 'line' is being recorded already");
    bound.net.train(8);
    EXPECT_EQ(steps->steps(), 1U);
    steps->clear();
    EXPECT_EQ(steps->rows(), 0U);
    bound.net.predict(4);
    EXPECT_EQ(steps->row(0).size(), 1U + 2U + 4U);
    steps.reset();
    bound.net.train(8);
    const recording again(bound.net);
    EXPECT_EQ(again.steps(), 0U);
}

TEST(recording, follows_a_network_that_is_moved_and_stepped_by_another_thread) {
    bound_line bound(1);
    line moved({.threads = 1});
    const recording steps(bound.net);
    moved = std::move(bound.net);
    moved.predict(4);
    std::thread([&] { moved.predict(4); }).join();
    EXPECT_EQ(steps.steps(), 2U);
    EXPECT_EQ(steps.rows(), 2U);
    EXPECT_EQ(steps.row(1).size(), 1U + 2U + 4U);
}

TEST(recording, of_a_step_that_fails_has_closed_slices) {
    fake::tables tables;
    bound_line inputs(1);
    instance net(tables.code, {.threads = 1});
    net.bind_tensor(fake::x, f32, inputs.x.data(), 24);
    const recording steps(net);
    net.step({fake::predict}, 8);
    const std::size_t whole = steps.row(0).size();
    tables.calls[fake::predict][0].function = [](void **) { return -7; };
    EXPECT_THROW(net.step({fake::predict}, 8), error);
    const auto row = steps.row(0);
    ASSERT_EQ(row.size(), whole + 2);
    EXPECT_GE(row[whole].end, row[whole + 1].end);
    EXPECT_GE(row[whole + 1].end, row[whole + 1].begin);
    EXPECT_GT(row[whole + 1].begin, 0U);
}

TEST(chrome_trace, is_json_with_a_row_a_thread_and_a_slice_a_kernel) {
    const temporary_folder folder;
    bound_line bound(2);
    const recording steps(bound.net);
    bound.net.train(8);
    bound.net.train(5);
    const std::string file = folder / "steps.json";
    steps.write_chrome(file);
    const auto trace = nlohmann::json::parse(content(file));
    std::map<std::string, int> kinds;
    std::set<int> named;
    for (const auto &e : trace["traceEvents"]) {
        if (e["name"] == "thread_name") named.insert(e["tid"].get<int>());
        if (e["ph"] != "X") continue;
        ++kinds[e["cat"]];
        EXPECT_TRUE(named.contains(e["tid"].get<int>()));
        EXPECT_GE(e["dur"].get<double>(), 0);
        if (e["cat"] == "kernel" && e["args"]["call"] == 0) {
            EXPECT_EQ(e["name"], "contraction add -> z");
            EXPECT_EQ(e["args"]["kernel"], "01234567");
            EXPECT_EQ(e["args"]["line"], "network.hpp:14");
            EXPECT_EQ(e["args"]["result"], e["args"]["step"] == 0 ? "f32 [8]" : "f32 [5]");
            EXPECT_EQ(e["args"]["flops"], e["args"]["step"] == 0 ? 56 : 35);
        }
    }
    EXPECT_EQ(kinds["step"], 2);
    EXPECT_EQ(kinds["kernel"], 8);
    EXPECT_EQ(kinds["task"], 13);
    EXPECT_EQ(named.size(), steps.rows());
    EXPECT_ERROR(steps.write_chrome(folder / "nowhere/steps.json"), "nowhere/steps.json");
}

}  // namespace
