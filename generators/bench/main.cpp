// sylvite-kernel-bench: contractions and convolutions against the measured FMA peak, on 1 and 2 threads.
//   sylvite-kernel-bench [M N K [FORMULA [SCHEDULE [TARGET]]]]     e.g. 128 512 784 mk,nk->mn "rows=3 columns=4"
//   sylvite-kernel-bench convolution [IMAGES EXTENT IN OUT KERNEL STRIDE PADDING DILATION GROUPS [PASS [SCHEDULE
//   [TARGET]]]]
//       negative GROUPS: channels first; PASS: forward, data or weights; e.g. 32 16 32 32 3 1 1 1 1 weights "tile_0=8"
#include <sylvite/generators/lowering/compile.hpp>
#include <sylvite/generators/support/convolutions.hpp>
#include <sylvite/generators/support/loaded_kernel.hpp>

#include <HalideRuntime.h>
#include <machine.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include <sys/mman.h>

namespace {

using namespace sylvite;
using clock_type = std::chrono::steady_clock;

double seconds_since(clock_type::time_point start) {
    return std::chrono::duration<double>(clock_type::now() - start).count();
}

/// Processor time of this thread: what counts with one thread on a machine that others use too.
double thread_seconds() {
    timespec t{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

/// Operations a second of nothing but fused multiply-adds, now.
double fma_peak(std::int64_t rounds) {
    const double start = thread_seconds();
    const double operations = bench::fused_operations(rounds);
    return operations / (thread_seconds() - start);
}

int serial_loop(void *context, int (*task)(void *, int, std::uint8_t *), int first, int size, std::uint8_t *closure) {
    for (int i = first; i < first + size; ++i)
        if (const int error = task(context, i, closure); error != 0) return error;
    return 0;
}

/// Large blocks on large pages where the system has any, as numpy asks for them.
void *aligned_block(std::size_t bytes) {
    constexpr std::size_t page = std::size_t{2} << 20;
    const bool large = bytes >= 2 * page;
    const std::size_t alignment = large ? page : 128;
    bytes = (bytes + alignment - 1) / alignment * alignment;
    void *block = std::aligned_alloc(alignment, bytes);
    if (large) ::madvise(block, bytes, MADV_HUGEPAGE);
    return block;
}

/// Blocks are kept, as the runtime keeps them: no page faults in a call. The kernels measured ask from one thread.
std::vector<std::pair<std::size_t, void *>> kept_blocks;

void *kept_malloc(void *, std::size_t bytes) {
    const auto found = std::find_if(kept_blocks.begin(), kept_blocks.end(), [&](auto &b) { return b.first == bytes; });
    void *block = nullptr;
    if (found != kept_blocks.end()) {
        block = found->second;
        kept_blocks.erase(found);
    } else {
        block = aligned_block(bytes + 128);
    }
    static_cast<std::size_t *>(block)[0] = bytes;
    return static_cast<char *>(block) + 128;
}
void kept_free(void *, void *p) {
    void *block = static_cast<char *>(p) - 128;
    kept_blocks.emplace_back(static_cast<std::size_t *>(block)[0], block);
}

struct options {
    generators::schedule changes;
    std::string target;
    double peak[2];
};

void measure(const generators::kernel_spec &spec, double work, const std::string &name, const options &with) {
    auto chosen = choose_schedule(spec, generators::describe(with.target));
    for (const auto &[parameter, value] : with.changes) chosen[parameter] = value;
    const auto start = clock_type::now();
    const generators::loaded_kernel kernel(spec, chosen, with.target);
    const double compile_seconds = seconds_since(start);

    const auto allocate = [](std::int64_t elements) {
        auto *p = static_cast<float *>(aligned_block(static_cast<std::size_t>(elements) * 4));
        for (std::int64_t i = 0; i < elements; ++i) p[i] = static_cast<float>(i % 17) * 0.01f;
        return p;
    };
    std::vector<void *> buffers;
    for (const auto &argument : spec.arguments) buffers.push_back(allocate(argument.dims.volume()));
    for (const auto &output : spec.outputs) buffers.push_back(allocate(spec.dims(output.node).volume()));
    std::printf("%s compile %.2f s", name.c_str(), compile_seconds);
    for (int threads = 1; threads <= 2; ++threads) {
        halide_set_custom_do_par_for(threads == 1 ? serial_loop : halide_default_do_par_for);
        const int inner = static_cast<int>(std::max(1.0, 5e7 / work));
        double best = 1e9;
        std::vector<double> ratios;
        const auto begin = clock_type::now();
        while (seconds_since(begin) < 0.5) {
            const auto round = clock_type::now();
            const double processor_round = thread_seconds();
            for (int i = 0; i < inner; ++i)
                if (kernel({}, buffers) != 0) std::abort();
            const double spent = threads == 1 ? thread_seconds() - processor_round : seconds_since(round);
            best = std::min(best, spent / inner);
            // The processor's speed changes from moment to moment: compare with the peak of this one.
            const double peak_now = fma_peak(50'000);
            ratios.push_back(work * inner / spent / (peak_now * threads));
        }
        std::nth_element(ratios.begin(), ratios.begin() + static_cast<std::ptrdiff_t>(ratios.size() / 2), ratios.end());
        std::printf("  %dT %6.1f GFLOP/s %3.0f %%, median %3.0f %%", threads, work / best * 1e-9,
                    100 * work / best / with.peak[threads - 1], 100 * ratios[ratios.size() / 2]);
    }
    std::printf("  %s\n", generators::to_text(chosen).c_str());
    for (void *p : buffers) std::free(p);
}

struct shape3 {
    std::int64_t m, n, k;
};

void measure(const shape3 &s, const std::string &formula, const options &with) {
    generators::spec_builder b(generators::family::contraction);
    const auto size = [&](char label) { return extent{label == 'm' ? s.m : label == 'n' ? s.n : s.k, 0}; };
    const auto x = b.argument(f32, b.dims({size(formula[0]), size(formula[1])}));
    const auto y = b.argument(f32, b.dims({size(formula[3]), size(formula[4])}));
    b.output(b.contraction(x, y, formula));
    char name[80];
    std::snprintf(name, sizeof name, "%5ld %5ld %5ld %-9s", s.m, s.n, s.k, formula.c_str());
    measure(b.spec(), 2.0 * static_cast<double>(s.m) * static_cast<double>(s.n) * static_cast<double>(s.k), name, with);
}

void measure(const generators::convolution_shape &c, const std::string &pass, const options &with) {
    generators::convolution_builder b(c, f32);
    const auto first = pass == "data" ? b.results() : b.images();
    const auto second = pass == "weights" ? b.results() : b.weights();
    b.output(pass == "forward" ? b.forward(first, second)
             : pass == "data"  ? b.data_gradient(first, second)
                               : b.weight_gradient(first, second));
    char name[120];
    std::snprintf(name, sizeof name, "%2ld x %3ld x %3ld %3ld -> %3ld %ldx%ld /%ld d%ld g%-3ld %-7s", c.images,
                  c.height, c.width, c.in * c.groups, c.out * c.groups, c.kernel_height, c.kernel_width, c.stride,
                  c.dilation, c.groups, pass.c_str());
    measure(b.spec(), 2.0 * static_cast<double>(c.work()), name, with);
}

}  // namespace

// On two threads the clock on the wall counts: the figure means something on an idle machine only.
int main(int argc, char **argv) {
    halide_set_custom_malloc(kept_malloc);
    halide_set_custom_free(kept_free);
    double one = 0;
    for (int repeat = 0; repeat < 200; ++repeat) one = std::max(one, fma_peak(200'000));
    options with{{}, generators::host_target(), {one, 2 * one}};
    std::printf("FMA peak: %.1f GFLOP/s a processor\n", one * 1e-9);
    const bool convolves = argc > 1 && std::string(argv[1]) == "convolution";
    const int first = convolves ? 12 : 5;
    if (argc > first) with.changes = generators::parse_schedule(argv[first]);
    if (argc > first + 1) with.target = argv[first + 1];
    if (convolves) {
        using shape = generators::convolution_shape;
        std::vector<shape> shapes{{32, 32, 32, 16, 16, 3, 3, 1, 1, 1}, {32, 16, 16, 32, 32, 3, 3, 1, 1, 1},
                                  {32, 8, 8, 64, 64, 3, 3, 1, 1, 1},   {32, 32, 32, 16, 32, 3, 3, 2, 1, 1},
                                  {32, 32, 32, 3, 16, 3, 3, 1, 1, 1},  {64, 28, 28, 1, 6, 5, 5, 1, 1, 2},
                                  {64, 14, 14, 6, 16, 5, 5, 1, 1, 0},  {32, 56, 56, 1, 1, 3, 3, 1, 1, 1, 64}};
        const auto number = [&](int i) { return std::atol(argv[i]); };
        if (argc > 10)
            shapes = {{number(2), number(3), number(3), number(4), number(5), number(6), number(6), number(7),
                       number(9), number(8), std::abs(number(10)), number(10) > 0}};
        std::vector<std::string> passes{"forward", "data", "weights"};
        if (argc > 11) passes = {argv[11]};
        for (const auto &s : shapes)
            for (const auto &pass : passes) measure(s, pass, with);
        return 0;
    }
    std::vector<shape3> shapes{{512, 512, 512}, {1024, 1024, 1024}, {128, 512, 784}, {784, 512, 128}};
    std::vector<std::string> formulas{"mk,kn->mn", "mk,nk->mn", "km,kn->mn", "km,nk->mn"};
    if (argc > 3) shapes = {{std::atol(argv[1]), std::atol(argv[2]), std::atol(argv[3])}};
    if (argc > 4) formulas = {argv[4]};
    for (const auto &s : shapes)
        for (const auto &formula : formulas) measure(s, formula, with);
}
