#include <sylvite/codegen/tuning/report.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace sylvite::codegen {
namespace {

std::string percent(double before, double after) { return fmt::format("{:+.1f} %", 100 * (after / before - 1)); }

std::vector<double> calls_in_all(const program_model &model) {
    std::vector<double> calls(model.first().kernels.size(), 0);
    for (const entry_model &e : model.first().entries) {
        const auto of_entry = calls_of(model, e);
        for (std::size_t k = 0; k < calls.size(); ++k) calls[k] += static_cast<double>(of_entry[k]);
    }
    return calls;
}

}  // namespace

std::string time_text(double seconds) {
    if (seconds >= 0.1e-3) return fmt::format("{:.3f} ms", seconds * 1e3);
    if (seconds >= 0.1e-6) return fmt::format("{:.2f} us", seconds * 1e6);
    return fmt::format("{:.1f} ns", seconds * 1e9);
}

std::string gains(const program_model &model, const std::vector<tuning_result> &results) {
    const std::vector<double> calls = calls_in_all(model);
    std::vector<std::size_t> order(results.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return calls[a] * results[a].heuristic_seconds > calls[b] * results[b].heuristic_seconds;
    });
    std::string text = fmt::format("{:<8}  {:<32} {:>5} {:>11} {:>11} {:>8} {:>6}\n", "kernel", "what", "calls",
                                   "heuristic", "tuned", "", "trials");
    std::int64_t trials = 0, discarded = 0;
    for (const std::size_t k : order) {
        const tuning_result &r = results[k];
        trials += r.trials;
        discarded += static_cast<std::int64_t>(r.discarded.size());
        text += fmt::format("{:<8}  {:<32} {:>5.0f} ", model.first().kernels[k].short_name(), r.what, calls[k]);
        text += r.heuristic_seconds > 0
                    ? fmt::format("{:>11} {:>11} {:>8} {:>6}\n", time_text(r.heuristic_seconds), time_text(r.seconds),
                                  percent(r.heuristic_seconds, r.seconds), r.trials)
                    : std::string("  was not timed\n");
    }
    text += fmt::format("{} trials, {} discarded\n", trials, discarded);
    for (const entry_model &e : model.first().entries) {
        const auto of_entry = calls_of(model, e);
        double before = 0, after = 0;
        bool is_whole = true;
        for (std::size_t k = 0; k < results.size(); ++k) {
            before += static_cast<double>(of_entry[k]) * results[k].heuristic_seconds;
            after += static_cast<double>(of_entry[k]) * results[k].seconds;
            is_whole = is_whole && (of_entry[k] == 0 || results[k].heuristic_seconds > 0);
        }
        if (before > 0)
            text += fmt::format("entry {}: a step's kernels take {}, {} with the heuristics ({}){}\n", e.name,
                                time_text(after), time_text(before), percent(before, after),
                                is_whole ? "" : "; some were not timed");
    }
    return text;
}

std::string curve(const program_model &model, const std::vector<tuning_result> &results) {
    const std::vector<double> calls = calls_in_all(model);
    std::size_t longest = 0;
    double before = 0;
    for (std::size_t k = 0; k < results.size(); ++k) {
        longest = std::max(longest, results[k].best_after.size());
        before += calls[k] * results[k].heuristic_seconds;
    }
    std::string text = "trials a kernel   steps' time, the heuristics' being 1\n";
    for (std::size_t n = 1; before > 0 && n / 2 < longest; n *= 2) {
        double after = 0;
        for (std::size_t k = 0; k < results.size(); ++k)
            if (const auto &best = results[k].best_after; !best.empty())
                after += calls[k] * best[std::min(n, best.size()) - 1];
        text += fmt::format("{:>15}   {:.4f}\n", std::min(n, longest), after / before);
    }
    return text;
}

}  // namespace sylvite::codegen
