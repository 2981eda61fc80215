// ./sylvite bench: training steps and inference of the reference networks, and single contractions, each with the time
// that the machine's own limits allow.
#include "machine.hpp"

#include <contractions.gen.hpp>
#include <mlp_mnist.gen.hpp>
#include <mlp_mnist_one.gen.hpp>
#include <mlp_sigmoid.gen.hpp>
#include <mlp_sigmoid_one.gen.hpp>
#include <mlp_wide.gen.hpp>
#include <mlp_wide_one.gen.hpp>

#include <CLI/CLI.hpp>
#include <benchmark/benchmark.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <map>
#include <random>

namespace {

using clock_type = std::chrono::steady_clock;

struct work_item {
    std::string work, kind;
    int threads = 1;
    double flops = 0;  // multiplications and additions that the work needs
    double bytes = 0;  // that must be moved at least: weights, state, inputs
    double best_ms = 1e30;
    std::function<void()> step;
    std::shared_ptr<void> keep;  // what the step refers to
};

struct buffers {
    std::vector<std::vector<float>> floats;
    std::vector<std::vector<std::int32_t>> labels;
};

/// Binds all inputs of an entry to random values; returns their bytes.
double bind_random(sylvite::instance &net, const sylvite::core::entry &entry, buffers &data, int classes) {
    std::mt19937 generator(7);
    std::uniform_real_distribution<float> uniform(0, 1);
    double bytes = 0;
    for (const std::uint32_t index : entry.inputs) {
        const sylvite::core::tensor &t = net.code().tensors[index];
        if (t.rank == 0) {
            net.set(t.name, 1e-3);
            continue;
        }
        std::size_t count = 1;
        for (int i = 0; i < t.rank; ++i) count *= static_cast<std::size_t>(t.extents[i]);
        bytes += static_cast<double>(count) * 4;
        if (t.type == sylvite::f32) {
            auto &v = data.floats.emplace_back(count);
            for (float &f : v) f = uniform(generator);
            net.bind(t.name, std::span<const float>(v));
        } else {
            auto &v = data.labels.emplace_back(count);
            for (auto &l : v) l = static_cast<std::int32_t>(generator() % static_cast<unsigned>(classes));
            net.bind(t.name, std::span<const std::int32_t>(v));
        }
    }
    return bytes;
}

template <class Network>
work_item make(std::string work, std::string kind, sylvite::entry_handle entry, double flops,
               double bytes_per_parameter, int classes, int threads) {
    struct owner {
        Network net;
        buffers data;
    };
    auto o = std::make_shared<owner>(owner{Network({.seed = 1, .threads = threads}), {}});
    work_item item;
    item.work = std::move(work);
    item.kind = std::move(kind);
    item.threads = threads;
    item.flops = flops;
    item.bytes = bytes_per_parameter * static_cast<double>(Network::parameter_count) +
                 bind_random(o->net, o->net.code().entries[entry.index], o->data, classes);
    item.step = [net = &o->net, entry] { net->step(entry, 0); };
    item.keep = std::move(o);
    return item;
}

std::vector<work_item> all_work(int threads) {
    std::vector<work_item> items;
    // bytes a parameter: read once for inference; read and written with its state for training
    items.push_back(
        make<mlp_sigmoid>("mlp_sigmoid", "train", mlp_sigmoid::train_entry, mlp_sigmoid::train_flops, 8, 10, threads));
    items.push_back(
        make<mlp_mnist>("mlp_mnist", "train", mlp_mnist::train_entry, mlp_mnist::train_flops, 24, 10, threads));
    items.push_back(
        make<mlp_wide>("mlp_wide", "train", mlp_wide::train_entry, mlp_wide::train_flops, 16, 1000, threads));
    items.push_back(make<mlp_sigmoid_one>("mlp_sigmoid", "infer1", mlp_sigmoid_one::predict_entry,
                                          mlp_sigmoid_one::predict_flops, 4, 10, threads));
    items.push_back(make<mlp_mnist_one>("mlp_mnist", "infer1", mlp_mnist_one::predict_entry,
                                        mlp_mnist_one::predict_flops, 4, 10, threads));
    items.push_back(make<mlp_wide_one>("mlp_wide", "infer1", mlp_wide_one::predict_entry, mlp_wide_one::predict_flops,
                                       4, 1000, threads));
    const auto contraction = [&](const char *name, sylvite::entry_handle entry, double flops) {
        items.push_back(
            make<contractions>(std::string("contraction_") + name, "contraction", entry, flops, 0, 10, threads));
    };
    contraction("nt_512x512x512", contractions::nt_512x512x512_entry, contractions::nt_512x512x512_flops);
    contraction("nt_1024x1024x1024", contractions::nt_1024x1024x1024_entry, contractions::nt_1024x1024x1024_flops);
    contraction("nn_1024x1024x1024", contractions::nn_1024x1024x1024_entry, contractions::nn_1024x1024x1024_flops);
    contraction("nt_128x512x784", contractions::nt_128x512x784_entry, contractions::nt_128x512x784_flops);
    contraction("tn_784x512x128", contractions::tn_784x512x128_entry, contractions::tn_784x512x128_flops);
    return items;
}

void run(benchmark::State &state, work_item &item) {
    item.step();  // memory is touched, threads are awake
    for (auto _ : state) {
        const auto start = clock_type::now();
        item.step();
        const std::chrono::duration<double> took = clock_type::now() - start;
        state.SetIterationTime(took.count());
        item.best_ms = std::min(item.best_ms, took.count() * 1e3);
    }
    state.counters["GFLOP/s"] = item.flops / item.best_ms / 1e6;
    state.counters["best_ms"] = item.best_ms;
}

}  // namespace

int main(int argc, char **argv) {
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
    std::ofstream out;
    if (!json.empty()) {
        out.open(json);
        if (!out) {
            std::fprintf(stderr, "sylvite bench: cannot write %s\n", json.c_str());
            return 1;
        }
    }
    std::vector<work_item> items;
    std::map<int, double> peak;
    for (const int t : threads) {
        peak[t] = bench::measure_fma_peak(t);
        for (work_item &i : all_work(t)) items.push_back(std::move(i));
    }
    for (work_item &i : items)
        benchmark::RegisterBenchmark((i.work + "/" + i.kind + "/threads:" + std::to_string(i.threads)).c_str(),
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
        const double bandwidth = bench::measure_bandwidth(static_cast<std::size_t>(i.bytes), i.threads);
        const double limit = 1e3 * std::max(i.flops / peak[i.threads], i.bytes / bandwidth);
        std::printf("%-30s %-12s %7d %11.5f %11.5f %8.0f %%\n", i.work.c_str(), i.kind.c_str(), i.threads, i.best_ms,
                    limit, 100 * limit / i.best_ms);
        if (out)
            out << nlohmann::json{{"work", i.work},
                                  {"kind", i.kind},
                                  {"threads", i.threads},
                                  {"best_ms", i.best_ms},
                                  {"limit_ms", limit}}
                       .dump()
                << '\n';
    }
    for (const auto &[t, p] : peak) std::printf("FMA peak, %d thread%s: %.0f GFLOP/s\n", t, t == 1 ? "" : "s", p / 1e9);
    if (!json.empty() && !out.flush()) {
        std::fprintf(stderr, "sylvite bench: cannot write %s\n", json.c_str());
        return 1;
    }
    return 0;
}
