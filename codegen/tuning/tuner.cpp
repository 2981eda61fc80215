#include <sylvite/codegen/tuning/tuner.hpp>

#include <sylvite/codegen/tuning/kernel_tuner.hpp>
#include <sylvite/dsl/graph/graph_error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <memory>

namespace sylvite::codegen {
namespace {

using clock = std::chrono::steady_clock;

/// Numbers of large kernels take the interpreter a while, once.
constexpr double slow_start = 2;

double since(clock::time_point start) { return std::chrono::duration<double>(clock::now() - start).count(); }

/// All kernels, one after the other by the time that is to be gained.
class run {
  public:
    run(const program_model &model, const tuning_options &options)
        : model_(model), options_(options), workshop_(options.workshop), start_(clock::now()),
          log_(options.trials, circumstances(options)), shared_{options, workshop_, log_,
                                                                [this](const std::string &text) { say(text); },
                                                                [this] { return is_over(); }} {}

    std::vector<tuning_result> finish() {
        workshop_.set_deadline(start_ + std::chrono::duration_cast<clock::duration>(
                                            std::chrono::duration<double>(options_.budget_seconds)));
        // What cannot be merged into is told before any work is done.
        merge_into_database(options_.database, {options_.processor, tuned_target(options_.workshop.target), {}, {}});
        begin();
        remember();
        while (kernel_tuner *k = most_urgent()) {
            const auto started = clock::now();
            for (candidate &c : make(*k, k->next(options_.compilers)))
                if (!is_over()) k->judge(std::move(c));
            k->spend(since(started));
        }
        is_settling_ = true;
        std::vector<tuning_result> results(model_.first().kernels.size());
        for (std::size_t k = 0; k < model_.first().kernels.size(); ++k) {
            results[k].kernel = k;
            results[k].what = describe(model_.first().kernels[k].spec);
        }
        for (const auto &k : kernels_) {
            if (!is_over()) k->settle();
            tuning_result result = k->take_result();
            results[result.kernel] = std::move(result);
        }
        return results;
    }

  private:
    /// Which trials say anything about each other.
    static std::string circumstances(const tuning_options &o) {
        return fmt::format("{} {} threads {} {} {}", o.processor, o.workshop.target, o.workshop.threads,
                           o.provenance.compiler, o.method == search_method::random ? "random" : "climb");
    }

    [[nodiscard]] bool is_stopped() const {
        return options_.workshop.stop != nullptr && options_.workshop.stop->load();
    }

    /// The last tenth at most is for settling.
    [[nodiscard]] bool is_over() const {
        constexpr double a_kernel = 0.8;
        double search = options_.budget_seconds;
        if (!is_settling_) {
            const auto improved =
                std::count_if(kernels_.begin(), kernels_.end(), [](auto &k) { return k->is_improved(); });
            search -= std::min(a_kernel * static_cast<double>(improved), search / 10);
        }
        return is_stopped() || since(start_) > search;
    }

    void say(const std::string &text) const {
        if (options_.say) options_.say(fmt::format("{:5.0f} s  {}", since(start_), text));
    }

    /// The heuristic's schedules of all kernels come before any search.
    void begin() {
        std::vector<double> calls(model_.first().kernels.size(), 0);
        for (const entry_model &e : model_.first().entries) {
            const auto of_entry = calls_of(model_, e);
            for (std::size_t k = 0; k < calls.size(); ++k) calls[k] += static_cast<double>(of_entry[k]);
        }
        for (std::size_t k = 0; k < model_.first().kernels.size() && !is_over(); ++k)
            kernels_.push_back(std::make_unique<kernel_tuner>(model_.first().kernels[k], k, calls[k], shared_));
        const auto batch = static_cast<std::size_t>(options_.compilers);
        for (std::size_t first = 0; first < kernels_.size() && !is_over(); first += batch) {
            const std::size_t end = std::min(kernels_.size(), first + batch);
            std::vector<std::future<candidate>> work;
            for (std::size_t k = first; k < end; ++k) work.push_back(start(*kernels_[k], kernels_[k]->first()));
            for (std::size_t k = first; k < end; ++k) {
                const auto started = clock::now();
                kernels_[k]->begin(work[k - first].get());
                if (since(started) > slow_start)
                    say(fmt::format("{}: checked and timed in {:.0f} s, {} of {}",
                                    model_.first().kernels[k].short_name(), since(started), k + 1,
                                    model_.first().kernels.size()));
            }
        }
        const auto timed = std::count_if(kernels_.begin(), kernels_.end(), [](auto &k) { return k->is_timed(); });
        say(fmt::format("{} of {} kernels were timed with the heuristic's schedules", timed,
                        model_.first().kernels.size()));
    }

    void remember() {
        const auto trials = log_.read();
        const tuning_database known = read_database(options_.database);
        for (const auto &k : kernels_)
            if (k->is_timed() && !is_over())
                for (candidate &c : make(*k, k->remember(trials, known))) k->judge(std::move(c));
    }

    kernel_tuner *most_urgent() {
        if (is_over()) return nullptr;
        kernel_tuner *found = nullptr;
        for (const auto &k : kernels_)
            if (k->is_timed() && !k->is_done() && (found == nullptr || k->urgency() > found->urgency()))
                found = k.get();
        return found;
    }

    std::future<candidate> start(const kernel_tuner &k, const schedule &tried) {
        return std::async(std::launch::async,
                          [this, &k, tried, number = ++number_] { return workshop_.make(k.piece(), tried, number); });
    }

    std::vector<candidate> make(const kernel_tuner &k, const std::vector<schedule> &wanted) {
        std::vector<std::future<candidate>> work;
        for (const schedule &tried : wanted) work.push_back(start(k, tried));
        std::vector<candidate> made;
        for (auto &w : work) made.push_back(w.get());
        return made;
    }

    const program_model &model_;
    const tuning_options &options_;
    workshop workshop_;
    clock::time_point start_;  // when its tools are there
    trial_log log_;
    tuning_run shared_;
    std::vector<std::unique_ptr<kernel_tuner>> kernels_;
    int number_ = 0;
    bool is_settling_ = false;
};

}  // namespace

std::vector<std::int64_t> calls_of(const program_model &model, const entry_model &entry) {
    std::vector<std::int64_t> calls(model.first().kernels.size(), 0);
    const auto count = [&](const auto &again, const std::vector<call_model> &list, std::int64_t times) -> void {
        for (const call_model &c : list) {
            if (c.what == core::call::kind::kernel) calls[c.kernel] += times;
            if (c.what != core::call::kind::repeat) continue;
            const repeat_model &r = model.first().repeats[c.kernel];
            again(again, r.body, times * r.count.value);
        }
    };
    count(count, entry.calls, 1);
    return calls;
}

std::string describe(const kernel_spec &spec) {
    std::string text = name_of(spec.kind);
    for (std::size_t k = 0; k < spec.outputs.size(); ++k)
        if (k == 0 || spec.dims(spec.outputs[k].node) != spec.dims(spec.outputs[0].node))
            text += " " + to_string(spec.dims(spec.outputs[k].node));
    return text;
}

std::vector<tuning_result> tune_kernels(const program_model &model, const tuning_options &options) {
    return run(model, options).finish();
}

}  // namespace sylvite::codegen
