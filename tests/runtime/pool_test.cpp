#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/parallel/pool.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

namespace {

using sylvite::core::parallel_hook;
using sylvite::parallel::pool;

int run(const parallel_hook &hook, sylvite::core::parallel_task task, void *data, int first, int count) {
    return hook.for_each(hook.state, task, data, first, count);
}

struct counters {
    std::vector<std::atomic<int>> hits;
    explicit counters(std::size_t n) : hits(n) {}
};

int hit(void *data, int index) {
    static_cast<counters *>(data)->hits[static_cast<std::size_t>(index)].fetch_add(1, std::memory_order_relaxed);
    return 0;
}

TEST(pool, runs_every_task_once_for_all_sizes_and_thread_counts) {
    for (const int threads : {1, 2, 3, 8}) {
        pool team(threads);
        EXPECT_EQ(team.threads(), threads);
        const parallel_hook hook = team.hook();
        for (int round = 0; round < 200; ++round) {
            const int count = round % 67;
            counters seen(100);
            EXPECT_EQ(run(hook, hit, &seen, 5, count), 0);
            for (int i = 0; i < 100; ++i)
                ASSERT_EQ(seen.hits[static_cast<std::size_t>(i)], i >= 5 && i < 5 + count ? 1 : 0);
        }
    }
}

TEST(pool, survives_many_short_loops) {
    pool team(4);
    const parallel_hook hook = team.hook();
    for (int round = 0; round < 20'000; ++round) {
        counters seen(3);
        run(hook, hit, &seen, 0, 3);
        for (const auto &n : seen.hits) ASSERT_EQ(n, 1);
    }
}

TEST(pool, wakes_threads_that_went_to_sleep) {
    pool team(3);
    const parallel_hook hook = team.hook();
    for (int round = 0; round < 5; ++round) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        counters seen(50);
        run(hook, hit, &seen, 0, 50);
        for (const auto &n : seen.hits) ASSERT_EQ(n, 1);
    }
}

TEST(pool, uses_more_than_the_asking_thread) {
    pool team(2);
    const parallel_hook hook = team.hook();
    // Two tasks that wait for one another end only on two threads.
    struct meeting {
        std::atomic<int> here = 0;
        bool met = true;
    } both;
    const auto meet = [](void *data, int) {
        auto *m = static_cast<meeting *>(data);
        ++m->here;
        const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (m->here < 2 && std::chrono::steady_clock::now() < limit) std::this_thread::yield();
        return m->here < 2 ? 1 : 0;
    };
    EXPECT_EQ(run(hook, meet, &both, 0, 2), 0);
}

TEST(pool, reports_a_failed_task) {
    pool team(3);
    const auto fail_at_7 = [](void *, int index) { return index == 7 ? -11 : 0; };
    for (int round = 0; round < 100; ++round) {
        EXPECT_EQ(run(team.hook(), fail_at_7, nullptr, 0, 20), -11);
        EXPECT_EQ(run(team.hook(), fail_at_7, nullptr, 8, 20), 0) << "an old error stayed";
    }
}

struct nested {
    parallel_hook hook;
    counters seen{64};
};

int outer(void *data, int index) {
    auto *n = static_cast<nested *>(data);
    return run(n->hook, hit, &n->seen, index * 8, 8);
}

TEST(pool, runs_a_loop_inside_a_task_on_its_own_thread) {
    pool team(3);
    nested loops{team.hook()};
    for (int round = 1; round <= 50; ++round) {
        EXPECT_EQ(run(team.hook(), outer, &loops, 0, 8), 0);
        for (const auto &n : loops.seen.hits) ASSERT_EQ(n, round);
    }
}

TEST(pool, serves_two_asking_threads) {
    pool team(2);
    std::atomic<int> faults = 0;
    const auto ask = [&] {
        for (int round = 0; round < 2'000; ++round) {
            counters seen(9);
            run(team.hook(), hit, &seen, 0, 9);
            for (const auto &n : seen.hits)
                if (n != 1) ++faults;
        }
    };
    std::thread other(ask);
    ask();
    other.join();
    EXPECT_EQ(faults, 0);
}

TEST(pool, starts_and_stops_without_work) {
    for (int round = 0; round < 100; ++round) pool team(round % 5 + 1);
    EXPECT_GE(sylvite::parallel::available_threads(), 1);
}

}  // namespace
