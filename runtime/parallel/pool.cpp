#include <sylvite/runtime/parallel/pool.hpp>

#include <sylvite/runtime/error.hpp>

#include <algorithm>
#include <atomic>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#if defined(__unix__) || defined(__APPLE__)
#include <pthread.h>
#include <signal.h>
#endif
#if defined(__linux__)
#include <sched.h>
#endif

namespace sylvite::parallel {

namespace {

/// Set while this thread runs tasks of some loop.
thread_local bool inside_a_loop = false;

/// Pauses before a thread sleeps, 10 to 40 nanoseconds each: the next kernel of a step mostly comes sooner, also where
/// one between them has but one task.
constexpr int spins_before_sleep = 5000;

void pause() noexcept {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    asm volatile("yield");
#endif
}

/// Signals belong to the program's own threads; those started within this scope take none.
class signals_blocked {
  public:
#if defined(__unix__) || defined(__APPLE__)
    signals_blocked() noexcept {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    ~signals_blocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

  private:
    sigset_t before_;
#endif
};

int run_alone(core::parallel_task task, void *data, int first, int count) noexcept {
    for (int i = 0; i < count; ++i)
        if (const int result = task(data, first + i); result != 0) return result;
    return 0;
}

}  // namespace

int available_threads() noexcept {
#if defined(__linux__)
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set) > 0 ? CPU_COUNT(&set) : 1;
#endif
    const unsigned n = std::thread::hardware_concurrency();
    return n > 0 ? static_cast<int>(n) : 1;
}

/// Each thread has a share of a loop's tasks, the same part of every loop: what one kernel has written the next one
/// finds in the cache of the processor that wrote it. Who is done with its own helps with the others'.
/// A share is one word: the loop's number in the upper half, the tasks nobody has taken yet in the lower. A thread
/// takes a task by counting the lower half down, which fails unless the same loop is still open; so what it has read of
/// the loop in between is that loop's. The asking thread waits for finished tasks, never for threads that have not
/// woken yet.
class pool::team {
  public:
    explicit team(int threads)
        : spins_(threads > available_threads() ? 0 : spins_before_sleep),
          shares_(static_cast<std::size_t>(std::max(threads, 1))) {
        const signals_blocked scope;
        try {
            for (std::size_t i = 1; i < shares_.size(); ++i) workers_.emplace_back([this, i] { work(i); });
        } catch (const std::system_error &problem) {
            const std::size_t started = workers_.size();
            stop();
            throw error("a pool of " + std::to_string(threads) + " threads was asked for, the system gave " +
                        std::to_string(started + 1) + ": " + problem.code().message());
        }
    }

    ~team() { stop(); }

    [[nodiscard]] int threads() const noexcept { return static_cast<int>(workers_.size()) + 1; }

    int run(core::parallel_task task, void *data, int first, int count) noexcept {
        if (count < 2 || workers_.empty() || inside_a_loop || taken_.test_and_set(std::memory_order_acquire))
            return run_alone(task, data, first, count);
        task_.store(task, std::memory_order_relaxed);
        data_.store(data, std::memory_order_relaxed);
        first_.store(first, std::memory_order_relaxed);
        count_.store(count, std::memory_order_relaxed);
        result_.store(0, std::memory_order_relaxed);
        done_.store(0, std::memory_order_relaxed);
        ++number_;
        for (std::size_t i = 0, begin = 0; i < shares_.size(); ++i) {
            const auto end = static_cast<std::size_t>(end_of_share(i, count));
            shares_[i].word.store(number_ << 32 | (end - begin), std::memory_order_release);
            begin = end;
        }
        bell_.fetch_add(1, std::memory_order_release);
        bell_.notify_all();

        take_tasks(0);
        wait_until_done(count);
        const int result = result_.load(std::memory_order_relaxed);
        taken_.clear(std::memory_order_release);
        return result;
    }

  private:
    struct alignas(64) share {
        std::atomic<std::uint64_t> word = 0;
    };

    static std::uint32_t left(std::uint64_t word) noexcept { return static_cast<std::uint32_t>(word); }
    /// Behind the last task of the i-th share.
    [[nodiscard]] int end_of_share(std::size_t i, int count) const noexcept {
        return static_cast<int>(static_cast<std::uint64_t>(count) * (i + 1) / shares_.size());
    }

    void take_tasks(std::size_t mine) noexcept {
        inside_a_loop = true;
        for (std::size_t i = 0; i < shares_.size(); ++i) take_tasks_of((mine + i) % shares_.size());
        inside_a_loop = false;
    }
    void take_tasks_of(std::size_t i) noexcept {
        std::atomic<std::uint64_t> &word = shares_[i].word;
        std::uint64_t seen = word.load(std::memory_order_acquire);
        while (left(seen) != 0) {
            const core::parallel_task task = task_.load(std::memory_order_relaxed);
            void *data = data_.load(std::memory_order_relaxed);
            const int count = count_.load(std::memory_order_relaxed);
            const int index =
                first_.load(std::memory_order_relaxed) + end_of_share(i, count) - static_cast<int>(left(seen));
            if (!word.compare_exchange_weak(seen, seen - 1, std::memory_order_acq_rel, std::memory_order_acquire))
                continue;
            run_task(task, data, index);
            if (done_.fetch_add(1, std::memory_order_acq_rel) + 1 == count) done_.notify_one();
            seen = word.load(std::memory_order_acquire);
        }
    }

    void run_task(core::parallel_task task, void *data, int index) noexcept {
        if (result_.load(std::memory_order_relaxed) != 0) return;  // one has failed: the rest is not needed
        if (const int result = task(data, index); result != 0) result_.store(result, std::memory_order_relaxed);
    }

    void wait_until_done(int count) noexcept {
        for (int i = 0; i < spins_; ++i) {
            if (done_.load(std::memory_order_acquire) == count) return;
            pause();
        }
        for (int seen = done_.load(std::memory_order_acquire); seen != count;
             seen = done_.load(std::memory_order_acquire))
            done_.wait(seen, std::memory_order_acquire);
    }

    void work(std::size_t mine) noexcept {
        while (true) {
            const std::uint32_t heard = bell_.load(std::memory_order_acquire);
            if (stopping_.load(std::memory_order_acquire)) return;
            take_tasks(mine);
            for (int i = 0; i < spins_ && bell_.load(std::memory_order_relaxed) == heard; ++i) pause();
            bell_.wait(heard, std::memory_order_acquire);
        }
    }

    void stop() noexcept {
        stopping_.store(true, std::memory_order_release);
        bell_.fetch_add(1, std::memory_order_release);
        bell_.notify_all();
        for (std::thread &worker : workers_) worker.join();
        workers_.clear();
    }

    const int spins_;
    std::atomic_flag taken_;  // a thread's loop is running
    std::uint64_t number_ = 0;
    // One loop. Atomic, since a thread may look at a loop that has just ended; it then fails to take a task.
    std::atomic<core::parallel_task> task_ = nullptr;
    std::atomic<void *> data_ = nullptr;
    std::atomic<int> first_ = 0;
    std::atomic<int> count_ = 0;
    std::atomic<int> result_ = 0;
    std::vector<share> shares_;
    alignas(64) std::atomic<int> done_ = 0;
    alignas(64) std::atomic<std::uint32_t> bell_ = 0;  // counts loops; sleeping threads wait for a change
    std::atomic<bool> stopping_ = false;
    std::vector<std::thread> workers_;
};

pool::pool(int threads) : team_(std::make_unique<team>(threads)) {}
pool::~pool() = default;

int pool::threads() const noexcept { return team_->threads(); }

core::parallel_hook pool::hook() noexcept {
    return {[](void *state, core::parallel_task task, void *data, int first, int count) noexcept {
                return static_cast<team *>(state)->run(task, data, first, count);
            },
            team_.get()};
}

}  // namespace sylvite::parallel
