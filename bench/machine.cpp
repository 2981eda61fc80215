#include "machine.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <thread>
#include <vector>

namespace bench {
namespace {

using clock = std::chrono::steady_clock;

double seconds_since(clock::time_point start) { return std::chrono::duration<double>(clock::now() - start).count(); }

// 12 independent chains hide the latency of 4 cycles on two pipes, and fit the 16 registers of AVX2 as well.
#define BENCH_FMA_LOOP(NAME, TARGET, LANES)                                                                            \
    __attribute__((target(TARGET), noinline)) float NAME(std::int64_t rounds) {                                        \
        typedef float vector __attribute__((vector_size(4 * LANES)));                                                  \
        vector a[12];                                                                                                  \
        for (int i = 0; i < 12; ++i) a[i] = vector{} + static_cast<float>(i);                                          \
        vector x = vector{} + 0.999F, y = vector{} + 1e-3F;                                                            \
        for (std::int64_t r = 0; r < rounds; ++r) {                                                                    \
            asm volatile("" : "+x"(x), "+x"(y));                                                                       \
            _Pragma("GCC unroll 12") for (int i = 0; i < 12; ++i) a[i] = a[i] * x + y;                                 \
        }                                                                                                              \
        vector sum = {};                                                                                               \
        for (int i = 0; i < 12; ++i) sum += a[i];                                                                      \
        return sum[0];                                                                                                 \
    }

BENCH_FMA_LOOP(fma_avx512, "avx512f,fma", 16)
BENCH_FMA_LOOP(fma_avx2, "avx2,fma", 8)
BENCH_FMA_LOOP(fma_baseline, "sse2", 4)
#undef BENCH_FMA_LOOP

std::atomic<float> sink;

float sum_of(const float (&sums)[64]) {
    float total = 0;
    for (const float s : sums) total += s;
    return total;
}

__attribute__((target_clones("avx512f", "avx2", "default"))) float read_all(const float *from, std::size_t count) {
    float sums[64] = {};
    for (std::size_t i = 0; i + 64 <= count; i += 64)
        for (std::size_t k = 0; k < 64; ++k) sums[k] += from[i + k];
    return sum_of(sums);
}

/// The same from four places at once, which keeps more of the prefetchers and of the memory's banks at work.
__attribute__((target_clones("avx512f", "avx2", "default"))) float read_quarters(const float *from, std::size_t count) {
    float sums[64] = {};
    const std::size_t quarter = count / 4;
    for (std::size_t i = 0; i + 16 <= quarter; i += 16)
        for (std::size_t q = 0; q < 4; ++q)
            for (std::size_t k = 0; k < 16; ++k) sums[16 * q + k] += from[q * quarter + i + k];
    return sum_of(sums);
}

/// On large pages where the system has them, so that it is the memory that is measured and not the table of pages.
class block {
  public:
    explicit block(std::size_t count) : at_(static_cast<float *>(std::aligned_alloc(page, rounded(count * 4)))) {
        if (at_ == nullptr) throw std::bad_alloc();
        ::madvise(at_, rounded(count * 4), MADV_HUGEPAGE);
        std::fill_n(at_, count, 1.0F);
    }
    block(const block &) = delete;
    block &operator=(const block &) = delete;
    ~block() { std::free(at_); }
    [[nodiscard]] const float *begin() const { return at_; }

  private:
    static constexpr std::size_t page = std::size_t{2} << 20;
    static std::size_t rounded(std::size_t bytes) { return (bytes + page - 1) / page * page; }
    float *at_;
};

template <class Work>
double best_seconds(int threads, int tries, Work work) {  // work(thread, try)
    double best = 1e30;
    for (int t = 0; t < tries; ++t) {
        std::atomic<int> ready = 0;
        std::vector<double> times(static_cast<std::size_t>(threads));
        std::vector<std::jthread> others;
        const auto run = [&](int index) {
            ++ready;
            while (ready.load() < threads) {
            }
            const auto start = clock::now();
            work(index, t);
            times[static_cast<std::size_t>(index)] = seconds_since(start);
        };
        for (int i = 1; i < threads; ++i) others.emplace_back(run, i);
        run(0);
        others.clear();
        best = std::min(best, *std::max_element(times.begin(), times.end()));
    }
    return best;
}

}  // namespace

double fused_operations(std::int64_t rounds) {
    const bool wide = __builtin_cpu_supports("avx512f") != 0;
    const bool middle = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
    sink = wide ? fma_avx512(rounds) : middle ? fma_avx2(rounds) : fma_baseline(rounds);
    const double lanes = wide ? 16 : middle ? 8 : 4;
    return 2 * 12 * lanes * static_cast<double>(rounds);
}

double measure_fma_peak(int threads, int tries) {
    constexpr std::int64_t rounds = 4'000'000;
    double operations = 0;
    const double seconds = best_seconds(threads, tries, [&](int thread, int) {
        const double done = fused_operations(rounds);
        if (thread == 0) operations = done;
    });
    return operations * threads / seconds;
}

double measure_bandwidth(std::size_t bytes, int threads, int tries) {
    const std::size_t count = std::max<std::size_t>(bytes / 4, 4096);
    const block data(count);
    const std::size_t rounds = std::max<std::size_t>(1, (std::size_t{32} << 20) / count);
    const std::size_t part = count / static_cast<std::size_t>(threads);
    const double seconds = best_seconds(threads, tries, [&](int index, int t) {
        const float *from = data.begin() + part * static_cast<std::size_t>(index);
        float total = 0;
        for (std::size_t r = 0; r < rounds; ++r) {
            total += t % 2 == 0 ? read_all(from, part) : read_quarters(from, part);
            asm volatile("" ::: "memory");
        }
        sink = total;
    });
    return static_cast<double>(rounds) * static_cast<double>(part) * 4 * threads / seconds;
}

}  // namespace bench
