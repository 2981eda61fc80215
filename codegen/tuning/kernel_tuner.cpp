#include <sylvite/codegen/tuning/kernel_tuner.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace sylvite::codegen {
namespace {

// Timing is halved away: every candidate gets the first effort, what comes within reach of the best the second, and
// what is about as good a duel with the best, by turns, since a machine's speed changes from moment to moment.
constexpr double first_effort = 0.02, second_effort = 0.06, duel_effort = 0.1;
constexpr double within_reach = 1.25, as_good = 1.05;
constexpr int duel_rounds = 3;
constexpr double least_gain = 0.01;

std::uint64_t seed_of(std::uint64_t seed, const std::string &spec_text) {
    return seed * 1'000'003 + std::stoull(hash_hex(spec_text).substr(0, 12), nullptr, 16);
}

void remove(const candidate &c) {
    std::error_code ignored;
    std::filesystem::remove(c.program, ignored);
}

}  // namespace

kernel_tuner::kernel_tuner(const kernel_model &kernel, std::size_t number, double calls, const tuning_run &run)
    : run_(run), short_name_(kernel.short_name()), calls_(calls),
      search_(kernel.spec, describe(run.options.workshop.target), run.options.method,
              seed_of(run.options.seed, kernel.spec_text)),
      piece_(run.shop.prepare(kernel.spec)) {
    result_.kernel = number;
    result_.what = codegen::describe(kernel.spec);
}

schedule kernel_tuner::first() { return search_.propose().value(); }

void kernel_tuner::begin(candidate made) {
    double seconds = 0;
    if (check(made)) retime(made, duel_effort, seconds);
    if (!made.fault.empty() || seconds == 0) {
        is_done_ = true;
        if (!run_.is_over()) discard(made);
        return;
    }
    note(made, seconds);
    keep(made, "heuristic-");
    heuristic_ = best_ = made;
    result_.schedule = made.schedule;
    result_.heuristic_seconds = result_.seconds = seconds;
    champions_.push_back(seconds);
    champion_after_.push_back(0);
}

std::vector<schedule> kernel_tuner::remember(const std::vector<trial> &trials, const tuning_database &known) {
    const processor cpu = describe(run_.options.workshop.target);
    const trial *best = nullptr;
    for (const trial &t : trials) {
        if (t.kernel != piece_.hash || !fault_of(piece_.spec, t.schedule, cpu).empty()) continue;
        search_.tell(t.schedule, t.seconds);
        if (t.seconds && t.schedule != heuristic_.schedule && (best == nullptr || *t.seconds < *best->seconds))
            best = &t;
    }
    result_.trials = search_.trials();
    std::vector<schedule> again;
    if (const auto found = known.kernels.find(piece_.hash); found != known.kernels.end())
        if (found->second.schedule != heuristic_.schedule && fault_of(piece_.spec, found->second.schedule, cpu).empty())
            again.push_back(found->second.schedule);
    if (best != nullptr && (again.empty() || again.front() != best->schedule)) again.push_back(best->schedule);
    return again;
}

std::vector<schedule> kernel_tuner::next(int most) {
    if (const std::int64_t limit = run_.options.most_trials; limit > 0)
        most = static_cast<int>(std::clamp<std::int64_t>(limit - search_.trials(), 0, most));
    std::vector<schedule> wanted;
    while (static_cast<int>(wanted.size()) < most) {
        auto proposed = search_.propose();
        if (!proposed) break;
        wanted.push_back(std::move(*proposed));
    }
    is_done_ = wanted.empty();
    return wanted;
}

void kernel_tuner::judge(candidate c) {
    double seconds = 0;
    if (check(c)) retime(c, first_effort, seconds);
    if (c.fault.empty() && seconds < within_reach * result_.seconds) retime(c, second_effort, seconds);
    bool wins = false;
    if (c.fault.empty() && seconds < as_good * result_.seconds) {
        const auto [champion, challenger] = duel(best_, c);
        seconds = std::min(seconds, challenger);
        result_.seconds = champions_.back() = std::min(result_.seconds, champion);
        if (champions_.size() == 1) result_.heuristic_seconds = result_.seconds;
        wins = challenger < champion * (1 - least_gain);
    }
    if (run_.is_over()) return remove(c);
    if (c.fault.empty())
        note(c, seconds);
    else
        discard(c);
    if (wins && c.fault.empty())
        improve(std::move(c), seconds);
    else
        remove(c);
    champion_after_.push_back(champions_.size() - 1);
}

void kernel_tuner::settle() {
    if (!is_improved()) return;
    const auto [heuristic, best] = duel(heuristic_, best_);
    if (!heuristic_.fault.empty() || !best_.fault.empty()) return;  // no time was left
    result_.heuristic_seconds = champions_.front() = std::min(result_.heuristic_seconds, heuristic);
    result_.seconds = champions_.back() = std::min(result_.seconds, best);
    if (result_.seconds > result_.heuristic_seconds) {
        result_.schedule = heuristic_.schedule;
        result_.seconds = result_.heuristic_seconds;
    }
    save();
}

tuning_result kernel_tuner::take_result() {
    for (const std::size_t c : champion_after_) result_.best_after.push_back(champions_[c]);
    return std::move(result_);
}

bool kernel_tuner::check(candidate &c) {
    if (!c.fault.empty()) return false;
    if (!expected_) expected_ = std::make_unique<expected_results>(piece_.spec, piece_.sizes);
    return run_.shop.check(piece_, c, *expected_);
}

kernel_tuner::duel_result kernel_tuner::duel(candidate &champion, candidate &challenger) const {
    duel_result least{0, 0};
    for (int i = 0; i < duel_rounds; ++i) {
        retime(champion, duel_effort, least.champion);
        retime(challenger, duel_effort, least.challenger);
    }
    return least;
}

void kernel_tuner::retime(candidate &c, double effort, double &least) const {
    if (!c.fault.empty()) return;
    const double seconds = run_.shop.time(piece_, c, effort);
    if (seconds > 0) least = least > 0 ? std::min(least, seconds) : seconds;
}

void kernel_tuner::note(const candidate &c, double seconds) {
    search_.tell(c.schedule, seconds);
    result_.trials = search_.trials();
    run_.log.add({piece_.hash, c.schedule, seconds, {}});
}

void kernel_tuner::discard(const candidate &c) {
    search_.tell(c.schedule, std::nullopt);
    result_.trials = search_.trials();
    run_.log.add({piece_.hash, c.schedule, std::nullopt, c.fault});
    result_.discarded.push_back(to_text(c.schedule) + ": it " + c.fault);
    run_.say(fmt::format("{}: {} is discarded: it {}", name(), to_text(c.schedule), c.fault));
}

void kernel_tuner::improve(candidate c, double seconds) {
    run_.say(fmt::format("{}: {:.4g} -> {:.4g} us, trial {}: {}", name(), result_.seconds * 1e6, seconds * 1e6,
                         result_.trials, to_text(c.schedule)));
    result_.seconds = seconds;
    result_.schedule = c.schedule;
    champions_.push_back(seconds);
    keep(c, "best-");
    best_ = std::move(c);
    save();
}

void kernel_tuner::save() const {
    tuned_kernel entry = run_.options.provenance;
    entry.schedule = result_.schedule;
    entry.seconds = result_.seconds;
    entry.heuristic_seconds = result_.heuristic_seconds;
    entry.trials = result_.trials;
    entry.what = result_.what;
    merge_into_database(
        run_.options.database,
        {run_.options.processor, tuned_target(run_.options.workshop.target), {{piece_.hash, std::move(entry)}}, {}});
}

/// Its program stays, for duels.
void kernel_tuner::keep(candidate &c, const char *as) const {
    const auto program = run_.options.workshop.folder / (as + piece_.hash);
    std::filesystem::rename(c.program, program);
    c.program = program;
}

}  // namespace sylvite::codegen
