// Programs that crash, hang or talk too much.
#include <sylvite/codegen/tuning/child.hpp>
#include <sylvite/codegen/tuning/trials.hpp>

#include "tuning_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <thread>

namespace sylvite::codegen {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;
using end = child_result::end;

child_result shell(const std::string &script, const child_limits &limits = {}) {
    return run_child({"sh", "-c", script}, limits);
}

TEST(child, gives_what_it_wrote_and_how_it_ended) {
    const child_result good = shell("printf 'a\\000b'; echo careful >&2");
    EXPECT_TRUE(good.is_good());
    EXPECT_EQ(good.output, std::string("a\0b", 3));
    EXPECT_EQ(good.complaint, "careful\n");
    EXPECT_EQ(shell("echo no such thing >&2; exit 3").describe(), "ended with exit status 3: no such thing");
    EXPECT_THAT(shell("kill -SEGV $$").describe(), StartsWith("was ended by signal 11 (Segmentation fault"));
    EXPECT_THROW(static_cast<void>(run_child({"/nowhere/program"}, {})), std::runtime_error);
}

TEST(child, that_hangs_is_ended_with_all_that_it_started) {
    const auto start = std::chrono::steady_clock::now();
    const child_result hung = shell("sleep 77 & sleep 77", {.seconds = 0.3});
    EXPECT_EQ(hung.ended, end::out_of_time);
    EXPECT_EQ(shell("exec >&- 2>&-; sleep 77", {.seconds = 0.3}).ended, end::out_of_time) << "it closed its output";
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(30));
}

TEST(child, that_writes_without_end_is_ended) {
    EXPECT_EQ(shell("yes", {.output_bytes = 10000}).ended, end::output_too_long);
}

TEST(child, is_ended_when_all_is_to_stop) {
    std::atomic<bool> stop = false;
    std::thread later([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        stop = true;
    });
    EXPECT_EQ(shell("sleep 77", {.seconds = 60, .stop = &stop}).ended, end::stopped);
    later.join();
}

TEST(trial_log, remembers_what_was_tried_under_the_same_circumstances) {
    const testing::tuning_folder folder;
    const trial_log log(folder / "trials", "zen3 2 threads"), other(folder / "trials", "zen4 2 threads");
    EXPECT_TRUE(log.read().empty());
    log.add({"a", {{"rows", 3}}, 1.5e-6, {}});
    other.add({"a", {{"rows", 4}}, 1e-6, {}});
    // An interrupted run leaves a line without its end.
    std::ofstream(folder / "trials", std::ios::app) << "{\"of\": \"zen3 2 thr";
    log.add({"b", {{"rows", 5}}, std::nullopt, "crashed \xff"});
    const auto found = log.read();
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].kernel, "a");
    EXPECT_EQ(found[0].schedule, (schedule{{"rows", 3}}));
    EXPECT_EQ(found[0].seconds, 1.5e-6);
    EXPECT_EQ(found[1].seconds, std::nullopt);
    EXPECT_THAT(found[1].fault, HasSubstr("crashed"));
}

}  // namespace
}  // namespace sylvite::codegen
