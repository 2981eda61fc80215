// The reference networks and the machine's limits, measured in turns with other programs (peers/ and ./sylvite bench
// --peers). Questions:
//     {"prepare": true, "work": "mlp_mnist", "kind": "train"}      -> {flops, bytes, parameters}
//     {"work": "mlp_mnist", "kind": "train", "seconds": 0.5}       -> {best_ms, mean_ms, calls}
//     {"measure": "fma_peak"}                                      -> {value}, operations a second
//     {"measure": "bandwidth", "bytes": 2000000}                   -> {value}, bytes a second; without bytes, of memory
#include "machine.hpp"
#include "turns.hpp"
#include "work.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <map>
#include <stdexcept>
#include <utility>

namespace {

using nlohmann::json;

constexpr int tries = 4;  // of a measurement of the machine, which comes once a round

json measure(const json &question, int threads) {
    const std::string what = question.at("measure");
    if (what == "fma_peak") return {{"value", bench::measure_fma_peak(threads, tries)}};
    if (what == "bandwidth")
        return {{"value", bench::measure_bandwidth(question.value("bytes", bench::memory_block), threads, tries)}};
    throw std::invalid_argument("measure: expected fma_peak or bandwidth, found \"" + what + "\"");
}

class prepared_work {
  public:
    explicit prepared_work(int threads) : threads_(threads) {}

    const bench::work &find(const std::string &name, const std::string &kind) {
        const auto key = std::pair(name, kind);
        if (const auto found = made_.find(key); found != made_.end()) return found->second;
        for (const bench::work_kind &k : bench::all_work())
            if (k.name == name && k.kind == kind) return made_.emplace(key, k.make(threads_)).first->second;
        throw std::invalid_argument("there is no work \"" + name + "\" of kind \"" + kind + "\"");
    }

  private:
    int threads_;
    std::map<std::pair<std::string, std::string>, bench::work> made_;
};

}  // namespace

int main(int argc, char **argv) {
    int threads = 1;
    CLI::App app{"Answers questions on standard input: what the reference networks take.", "sylvite_network_turns"};
    app.add_option("--threads", threads, "Threads of a step")->capture_default_str()->check(CLI::Range(1, 1024));
    CLI11_PARSE(app, argc, argv);
    prepared_work works(threads);
    return bench::take_turns([&](const json &question) -> json {
        if (question.contains("measure")) return measure(question, threads);
        const bench::work &w = works.find(question.at("work"), question.at("kind"));
        if (question.value("prepare", false))
            return {{"flops", w.flops}, {"bytes", w.bytes}, {"parameters", w.parameters}};
        return bench::time_step(w.step, question.at("seconds"));
    });
}
