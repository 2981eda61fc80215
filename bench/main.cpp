// ./sylvite bench: training steps and inference of the reference networks, and single contractions, each with the time
// that the machine's own limits allow.
#include "machine.hpp"
#include "work.hpp"

#include <sylvite/runtime/io/output_stream.hpp>

#include <CLI/CLI.hpp>
#include <benchmark/benchmark.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdio>
#include <map>
#include <optional>
#include <stdexcept>
#include <vector>

namespace {

using clock_type = std::chrono::steady_clock;

struct work_item {
    const bench::work_kind &kind;
    int threads;
    bench::work work;
    double best_ms = 1e30;
};

void run(benchmark::State &state, work_item &item) {
    item.work.step();  // memory is touched, threads are awake
    for (auto _ : state) {
        const auto start = clock_type::now();
        item.work.step();
        const std::chrono::duration<double> took = clock_type::now() - start;
        state.SetIterationTime(took.count());
        item.best_ms = std::min(item.best_ms, took.count() * 1e3);
    }
    state.counters["GFLOP/s"] = item.work.flops / item.best_ms / 1e6;
    state.counters["best_ms"] = item.best_ms;
}

}  // namespace

int main(int argc, char **argv) try {
    std::string json, filter;
    std::vector<int> threads{1, 2};
    double seconds = 1;
    CLI::App app{"Times training steps, inference of one sample and contractions beside the machine's limits.",
                 "sylvite bench"};
    app.add_option("--json", json, "File for one line a result: {work, kind, threads, best_ms, limit_ms}");
    app.add_option("--threads", threads, "Numbers of threads")
        ->delimiter(',')
        ->capture_default_str()
        ->check(CLI::Range(1, 1024));
    app.add_option("--filter", filter, "Regular expression of the work to run");
    app.add_option("--seconds", seconds, "Least time for each")->capture_default_str()->check(CLI::PositiveNumber);
    CLI11_PARSE(app, argc, argv);
    std::optional<sylvite::io::output_stream> out;
    if (!json.empty()) out.emplace(json);
    std::vector<work_item> items;
    std::map<int, double> peak;
    for (const int t : threads) {
        peak[t] = bench::measure_fma_peak(t);
        for (const bench::work_kind &k : bench::all_work()) items.push_back({k, t, k.make(t)});
    }
    for (work_item &i : items)
        benchmark::RegisterBenchmark(
            (i.kind.name + "/" + i.kind.kind + "/threads:" + std::to_string(i.threads)).c_str(),
            [&i](benchmark::State &state) { run(state, i); })
            ->UseManualTime()
            ->MinTime(seconds)
            ->Unit(benchmark::kMillisecond);
    std::vector<std::string> passed{"sylvite_bench"};
    if (!filter.empty()) passed.push_back("--benchmark_filter=" + filter);
    std::vector<char *> pointers;
    for (std::string &p : passed) pointers.push_back(p.data());
    int count = static_cast<int>(pointers.size());
    benchmark::Initialize(&count, pointers.data());
    benchmark::RunSpecifiedBenchmarks();

    std::printf("\n%-30s %-12s %7s %11s %11s %9s\n", "work", "kind", "threads", "best ms", "limit ms", "of limit");
    for (const work_item &i : items) {
        if (i.best_ms > 1e29) continue;
        const double bandwidth = bench::measure_bandwidth(static_cast<std::size_t>(i.work.bytes), i.threads);
        const double limit = 1e3 * bench::limit_seconds(i.work, peak[i.threads], bandwidth);
        std::printf("%-30s %-12s %7d %11.5f %11.5f %8.0f %%\n", i.kind.name.c_str(), i.kind.kind.c_str(), i.threads,
                    i.best_ms, limit, 100 * limit / i.best_ms);
        if (out)
            out->write(nlohmann::json{{"work", i.kind.name},
                                      {"kind", i.kind.kind},
                                      {"threads", i.threads},
                                      {"best_ms", i.best_ms},
                                      {"limit_ms", limit}}
                           .dump() +
                       '\n');
    }
    for (const auto &[t, p] : peak) std::printf("FMA peak, %d thread%s: %.0f GFLOP/s\n", t, t == 1 ? "" : "s", p / 1e9);
    if (out) out->close();
    return 0;
} catch (const std::runtime_error &problem) {
    std::fprintf(stderr, "sylvite bench: %s\n", problem.what());
    return 1;
}
