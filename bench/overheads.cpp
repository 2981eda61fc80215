// sylvite_overheads: what a step pays besides its arithmetic. The call of a kernel, and the fork and join of a parallel
// loop: while the team still listens, and once it has gone to sleep. Best and median, in nanoseconds.
#include <overhead_calls.gen.hpp>

#include <sylvite/runtime/parallel/pool.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

namespace {

using clock_type = std::chrono::steady_clock;

double nanoseconds(clock_type::duration d) { return std::chrono::duration<double, std::nano>(d).count(); }

struct timing {
    double best = 0, median = 0;
};

template <class Before, class Work>
timing time_of(int repeats, Before before, Work work) {
    std::vector<double> all;
    for (int i = 0; i < repeats; ++i) {
        before();
        const auto start = clock_type::now();
        work();
        all.push_back(nanoseconds(clock_type::now() - start));
    }
    std::ranges::sort(all);
    return {all.front(), all[all.size() / 2]};
}

void show(const std::string &what, timing t) { std::printf("%-56s %8.0f %8.0f\n", what.c_str(), t.best, t.median); }

void nothing() {}
void wait_for(clock_type::duration time) {
    const auto end = clock_type::now() + time;
    while (clock_type::now() < end) {
    }
}

void time_calls() {
    overhead_calls net({.threads = 1});
    constexpr int rounds = 1000;
    timing t = time_of(200, nothing, [&] {
        for (int i = 0; i < rounds; ++i) net.step(overhead_calls::train_entry, 0);
    });
    const auto calls = static_cast<double>(net.code().entries[overhead_calls::train_entry.index].calls.size());
    show("a call of a kernel of one element, of a step of many", {t.best / rounds / calls, t.median / rounds / calls});
}

/// A task for each thread, long enough for all to come; what the loop takes beyond a task is fork and join.
void time_loops(int threads) {
    sylvite::parallel::pool pool(threads);
    const sylvite::core::parallel_hook hook = pool.hook();
    constexpr std::chrono::nanoseconds length(5000);
    const auto loop = [&] {
        const auto task = [](void *, int) {
            wait_for(length);
            return 0;
        };
        (void)hook.for_each(hook.state, task, nullptr, 0, threads);
    };
    const auto beyond = [&](timing t) { return timing{t.best - nanoseconds(length), t.median - nanoseconds(length)}; };
    const std::string team = std::to_string(threads) + " threads";
    show("fork and join of " + team + " that listen", beyond(time_of(20000, nothing, loop)));
    const auto pause = [] { wait_for(std::chrono::milliseconds(1)); };
    show("fork and join of " + team + " that sleep", beyond(time_of(300, pause, loop)));
}

}  // namespace

int main() {
    std::printf("%-56s %8s %8s\n", "nanoseconds", "best", "median");
    time_calls();
    for (int threads = 2; threads <= sylvite::parallel::available_threads(); threads *= 2) time_loops(threads);
    return 0;
}
