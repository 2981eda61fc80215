// A step allocates nothing. Counted at malloc itself, so that every library in the process is seen.
#include "fake_network.hpp"

#include <sylvite/runtime/trace/recording.hpp>
#include <sylvite/runtime/train/fit.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <vector>

namespace {
std::atomic<long> allocations = 0;
}

extern "C" {
void *__libc_malloc(std::size_t);
void *__libc_calloc(std::size_t, std::size_t);
void *__libc_realloc(void *, std::size_t);
void *__libc_memalign(std::size_t, std::size_t);

void *malloc(std::size_t bytes) {
    allocations.fetch_add(1, std::memory_order_relaxed);
    return __libc_malloc(bytes);
}
void *calloc(std::size_t count, std::size_t bytes) {
    allocations.fetch_add(1, std::memory_order_relaxed);
    return __libc_calloc(count, bytes);
}
void *realloc(void *old, std::size_t bytes) {
    allocations.fetch_add(1, std::memory_order_relaxed);
    return __libc_realloc(old, bytes);
}
void *aligned_alloc(std::size_t alignment, std::size_t bytes) {
    allocations.fetch_add(1, std::memory_order_relaxed);
    return __libc_memalign(alignment, bytes);
}
int posix_memalign(void **to, std::size_t alignment, std::size_t bytes) {
    allocations.fetch_add(1, std::memory_order_relaxed);
    *to = __libc_memalign(alignment, bytes);
    return *to == nullptr ? ENOMEM : 0;
}
}

namespace {

using namespace sylvite;
using fake::line;

TEST(allocation, is_counted) {
    const long before = allocations;
    delete new int(1);
    std::free(std::malloc(3));
    EXPECT_GE(allocations - before, 1);
}

TEST(allocation, a_step_has_none) {
    for (const int threads : {1, 2}) {
        line net({.seed = 1, .threads = threads});
        const std::vector<float> x(24, 0.5f);
        const std::vector<float> y(8, 1.f);
        net.set(line::rate, 0.1f);
        net.bind(line::x, x);
        net.bind(line::y, y);
        const long before = allocations;
        double loss = 0;
        for (std::size_t i = 0; i < 1000; ++i) {
            loss = net.train(1 + i % 8).loss;
            loss += net.predict(8).z[0];
        }
        EXPECT_EQ(allocations - before, 0) << "with " << threads << " threads";
        EXPECT_GT(loss, 0);
    }
}

TEST(allocation, a_recorded_step_has_none) {
    line net({.seed = 1, .threads = 2});
    const std::vector<float> x(24, 0.5f);
    net.bind(line::x, x);
    recording steps(net, {.slices = 5000});
    const long before = allocations;
    for (std::size_t i = 0; i < 1000; ++i) net.predict(8);
    EXPECT_GT(steps.dropped(), 0U);
    steps.clear();
    for (std::size_t i = 0; i < 100; ++i) net.predict(8);
    EXPECT_EQ(steps.dropped(), 0U);
    EXPECT_EQ(steps.steps(), 100U);
    EXPECT_EQ(allocations - before, 0);
}

TEST(allocation, training_steps_have_none) {
    dataset d;
    d.add(line::x, std::vector<float>(150, 0.5f)).add(line::y, std::vector<float>(50, 1.f));
    struct counter : progress_sink {
        long first = -1;
        long worst = 0;
        void after_step(const training_progress &) override {
            if (first < 0) first = allocations;
            worst = std::max(worst, allocations - first);
        }
    } count;
    line net({.seed = 1, .threads = 2});
    fit(net, d, {.epochs = 20, .rows = 7, .rate = 0.1, .progress = &count});
    EXPECT_EQ(count.worst, 0);
}

}  // namespace
