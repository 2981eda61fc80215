#include <sylvite/runtime/parallel/pool.hpp>

#include <sylvite/runtime/error.hpp>

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

/// Pauses before a thread sleeps, about 20 microseconds: the next kernel of a step mostly comes sooner.
constexpr int spins_before_sleep = 1000;

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

/// A loop is one word: its number in the upper half, the tasks nobody has taken yet in the lower. A thread takes a task
/// by counting the lower half down, which fails unless the same loop is still open; so what it has read of the loop in
/// between is that loop's. The asking thread waits for finished tasks, never for threads that have not woken yet.
class pool::team {
  public:
    explicit team(int threads) : spins_(threads > available_threads() ? 0 : spins_before_sleep) {
        const signals_blocked scope;
        try {
            for (int i = 1; i < threads; ++i) workers_.emplace_back([this] { work(); });
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
        loop_.store(++number_ << 32 | static_cast<std::uint32_t>(count), std::memory_order_release);
        bell_.fetch_add(1, std::memory_order_release);
        bell_.notify_all();

        take_tasks();
        wait_until_done(count);
        const int result = result_.load(std::memory_order_relaxed);
        taken_.clear(std::memory_order_release);
        return result;
    }

  private:
    static bool open(std::uint64_t loop) noexcept { return static_cast<std::uint32_t>(loop) != 0; }

    void take_tasks() noexcept {
        inside_a_loop = true;
        std::uint64_t loop = loop_.load(std::memory_order_acquire);
        while (open(loop)) {
            const core::parallel_task task = task_.load(std::memory_order_relaxed);
            void *data = data_.load(std::memory_order_relaxed);
            const int count = count_.load(std::memory_order_relaxed);
            const int index = first_.load(std::memory_order_relaxed) + count - static_cast<int>(loop & 0xffffffffu);
            if (!loop_.compare_exchange_weak(loop, loop - 1, std::memory_order_acq_rel, std::memory_order_acquire))
                continue;
            run_task(task, data, index);
            if (done_.fetch_add(1, std::memory_order_acq_rel) + 1 == count) done_.notify_one();
            loop = loop_.load(std::memory_order_acquire);
        }
        inside_a_loop = false;
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

    void work() noexcept {
        while (true) {
            const std::uint32_t heard = bell_.load(std::memory_order_acquire);
            if (stopping_.load(std::memory_order_acquire)) return;
            take_tasks();
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
    alignas(64) std::atomic<std::uint64_t> loop_ = 0;
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
