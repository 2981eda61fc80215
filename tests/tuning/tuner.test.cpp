// Whole runs on a small network: what they keep, how they go on after an interruption, what stops them.
#include "tuning_folder.hpp"

#include <sylvite/codegen/tuning/report.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>

namespace sylvite::codegen {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::small_model;
using testing::tuning_folder;

std::vector<std::string> lines_of(const std::filesystem::path &file) {
    std::vector<std::string> lines;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

TEST(tuner, tries_candidates_and_keeps_what_is_faster) {
    const tuning_folder folder;
    tuning_options options = folder.options(KERNEL_COMPILER);
    options.most_trials = 12;
    const program_model model = small_model(testing::host_target());
    ASSERT_EQ(model.first().kernels.size(), 1u);
    const auto results = tune_kernels(model, options);
    ASSERT_EQ(results.size(), 1u);
    const tuning_result &r = results[0];
    EXPECT_THAT(r.discarded, IsEmpty());
    EXPECT_EQ(r.trials, 12);
    EXPECT_EQ(r.best_after.size(), 12u);
    EXPECT_GT(r.heuristic_seconds, 0);
    EXPECT_LE(r.seconds, r.heuristic_seconds);
    const tuning_database found = read_database(options.database);
    EXPECT_EQ(found.target, testing::host_target());
    const std::string hash = hash_hex(model.first().kernels[0].spec_text);
    if (r.schedule != model.first().kernels[0].schedule) {
        ASSERT_TRUE(found.kernels.contains(hash));
        EXPECT_EQ(found.kernels.at(hash).schedule, r.schedule);
        EXPECT_EQ(found.kernels.at(hash).what, "contraction [48, 40]");
        EXPECT_EQ(found.kernels.at(hash).trials, 12);
        EXPECT_EQ(found.kernels.at(hash).date, "2026-11-25");
    }
    EXPECT_THAT(gains(model, results), HasSubstr("12 trials, 0 discarded\nentry run: a step's kernels take "));
    EXPECT_THAT(curve(model, results), HasSubstr("              1   1.0000\n"));
}

TEST(tuner, goes_on_where_it_was) {
    const tuning_folder folder;
    tuning_options options = folder.options(KERNEL_COMPILER);
    options.most_trials = 4;
    const program_model model = small_model(testing::host_target());
    static_cast<void>(tune_kernels(model, options));
    const std::size_t before = lines_of(options.trials).size();
    ASSERT_EQ(before, 4u);
    options.most_trials = 6;
    const auto results = tune_kernels(model, options);
    EXPECT_EQ(results[0].trials, 6) << "of which two are new";
    EXPECT_LE(lines_of(options.trials).size(), before + 4) << "the heuristic's and the best are timed again, no other";
}

TEST(tuner, discards_and_names_a_candidate_that_hangs) {
    const tuning_folder folder;
    std::vector<std::string> said;
    // Whatever has tasks hangs; what is drawn depends on no time, so some of it does.
    const program_model model = small_model(testing::host_target());
    ASSERT_EQ(model.first().kernels[0].schedule.at("parallel"), 0);
    tuning_options options = folder.options(folder.erring_compiler("parallel=1", "for (;;) asm volatile(\"\");"));
    options.method = search_method::random;
    options.workshop.candidate_seconds = 1;
    options.most_trials = 10;
    options.say = [&](const std::string &line) { said.push_back(line); };
    const auto results = tune_kernels(model, options);
    ASSERT_FALSE(results[0].discarded.empty());
    for (const std::string &d : results[0].discarded) {
        EXPECT_THAT(d, HasSubstr("parallel=1"));
        EXPECT_THAT(d, HasSubstr(": it did not end in time"));
    }
    EXPECT_THAT(said, ::testing::Contains(HasSubstr(" is discarded: it did not end in time")));
    EXPECT_EQ(results[0].schedule.at("parallel"), 0);
}

TEST(tuner, stops_at_its_budget) {
    const tuning_folder folder;
    tuning_options options = folder.options(KERNEL_COMPILER);
    options.most_trials = 0;
    options.budget_seconds = 12;
    const auto start = std::chrono::steady_clock::now();
    static_cast<void>(tune_kernels(small_model(testing::host_target()), options));
    const double took = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    EXPECT_GT(took, 9) << "there is always more to try";
    EXPECT_LT(took, 120) << "a loaded machine may be late, but not for ever";
}

TEST(tuner, leaves_a_database_that_it_cannot_add_to_alone) {
    const tuning_folder folder;
    tuning_options options = folder.options(KERNEL_COMPILER);
    const program_model model = small_model(testing::host_target());
    std::ofstream(options.database) << "{";
    EXPECT_THROW(static_cast<void>(tune_kernels(model, options)), std::runtime_error);
    EXPECT_EQ(lines_of(options.database), std::vector<std::string>{"{"});
    std::filesystem::remove(options.database);
    merge_into_database(options.database, {"zen17", testing::host_target(), {}, {}});
    try {
        static_cast<void>(tune_kernels(model, options));
        FAIL() << "nothing was said";
    } catch (const std::runtime_error &problem) {
        EXPECT_THAT(problem.what(), HasSubstr("is for zen17 ("));
    }
}

TEST(tuner, is_interrupted_and_keeps_what_it_has) {
    const tuning_folder folder;
    tuning_options options = folder.options(KERNEL_COMPILER);
    options.most_trials = 0;
    std::atomic<bool> stop = false;
    options.workshop.stop = &stop;
    int lines = 0;
    options.say = [&](const std::string &) {
        if (++lines >= 1) stop = true;
    };
    const auto results = tune_kernels(small_model(testing::host_target()), options);
    EXPECT_EQ(results.size(), 1u);
    EXPECT_GT(results[0].heuristic_seconds, 0);
    EXPECT_EQ(lines_of(options.trials).size(), 1u);
}

}  // namespace
}  // namespace sylvite::codegen
