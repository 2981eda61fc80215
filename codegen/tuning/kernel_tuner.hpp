// One kernel on its way to a better schedule: which candidates are good for what.
#pragma once

#include <sylvite/codegen/tuning/search.hpp>
#include <sylvite/codegen/tuning/trials.hpp>
#include <sylvite/codegen/tuning/tuner.hpp>

#include <memory>

namespace sylvite::codegen {

/// What all kernels of a run share.
struct tuning_run {
    const tuning_options &options;
    const workshop &shop;
    const trial_log &log;
    std::function<void(const std::string &)> say;
    std::function<bool()> is_over;
};

class kernel_tuner {
  public:
    kernel_tuner(const kernel_model &kernel, std::size_t number, double calls, const tuning_run &run);

    /// The heuristic's schedule, to be made first.
    [[nodiscard]] schedule first();
    /// Takes the heuristic's candidate; without it, or where it is no good, there is nothing to compare with.
    void begin(candidate made);
    /// Earlier trials guide the search. Gives what is worth timing again: the best of them, and the database's.
    [[nodiscard]] std::vector<schedule> remember(const std::vector<trial> &trials, const tuning_database &known);
    /// What to try next, up to so many; fewer where there is no more.
    [[nodiscard]] std::vector<schedule> next(int most);
    /// Checks and times it, and keeps it where it is the best. Says nothing of a candidate that the run's end cut
    /// short.
    void judge(candidate c);
    /// Times the best beside the heuristic's once more: what is reported was measured by turns.
    void settle();

    [[nodiscard]] const workpiece &piece() const { return piece_; }
    [[nodiscard]] bool is_done() const { return is_done_; }
    [[nodiscard]] bool is_improved() const { return is_timed() && result_.schedule != heuristic_.schedule; }
    [[nodiscard]] bool is_timed() const { return result_.seconds > 0; }
    /// Of the steps' time, for each second that was spent on it.
    [[nodiscard]] double urgency() const { return calls_ * result_.seconds / (spent_ + 0.5); }
    void spend(double seconds) { spent_ += seconds; }
    [[nodiscard]] tuning_result take_result();

  private:
    struct duel_result {
        double champion, challenger;
    };
    [[nodiscard]] bool check(candidate &c);
    [[nodiscard]] duel_result duel(candidate &champion, candidate &challenger) const;
    void retime(candidate &c, double effort, double &least) const;
    void note(const candidate &c, double seconds);
    void discard(const candidate &c);
    void improve(candidate c, double seconds);
    void save() const;
    void keep(candidate &c, const char *as) const;
    [[nodiscard]] std::string name() const { return short_name_ + " " + result_.what; }

    const tuning_run &run_;
    std::string short_name_;
    double calls_;
    search search_;
    workpiece piece_;
    std::unique_ptr<expected_results> expected_;
    candidate heuristic_, best_;
    tuning_result result_;
    std::vector<double> champions_;            // seconds of each schedule that was best once, in order
    std::vector<std::size_t> champion_after_;  // which of them was best after each trial
    double spent_ = 0;
    bool is_done_ = false;
};

}  // namespace sylvite::codegen
