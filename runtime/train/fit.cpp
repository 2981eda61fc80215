#include <sylvite/runtime/train/fit.hpp>

#include <sylvite/runtime/core/finite.hpp>
#include <sylvite/runtime/data/batches.hpp>
#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/instance_state.hpp>
#include <sylvite/runtime/train/last_good.hpp>
#include <sylvite/runtime/train/metrics_csv.hpp>
#include <sylvite/runtime/train/scheduled_rate.hpp>
#include <sylvite/runtime/train/shuffle.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>

namespace sylvite {

namespace {

constexpr std::size_t default_rows = 32;
constexpr std::size_t steps_between_copies = 1024;  // bounds how much of an epoch is repeated to find a tensor

class trainer {
  public:
    trainer(instance &net, const dataset &rows, const fit_options &how)
        : held_(net, visit::purpose::change), net_(net), how_(how),
          entry_(net.entry(how.accumulate > 1 ? how.accumulate_entry : how.entry)),
          code_(net.code().entries[entry_.index]), data_(rows),
          batches_(std::make_unique<data::batches>(net, entry_, rows, how.rows)), rate_(net, how, place()) {
        batch_ = batches_->rows_a_batch();
        if (how.rows == 0 && !batches_->fixed()) batch_ = std::min(batch_, default_rows);
        count_steps();
        if (how.held_out != nullptr) evaluate_ = net.entry(how.evaluate_entry);
        if (how.accumulate == 0) throw error(fmt::format("{}: an update needs at least one batch", place()));
        if (how.accumulate > 1) apply_ = net.entry(how.apply_entry);
        if (!how.csv.empty()) csv_ = std::make_unique<train::metrics_csv>(how.csv);
        order_.resize(data_.rows());
        for (std::size_t i = 0; i < order_.size(); ++i) order_[i] = static_cast<std::uint32_t>(i);
        totals_.resize(code_.metrics.size());
        result_.train.resize(code_.metrics.size());
        for (std::size_t i = 0; i < code_.metrics.size(); ++i) {
            result_.train[i].name = code_.metrics[i].name;
            if (std::string_view(code_.metrics[i].name) == "loss") loss_ = i;
        }
        if (how.explain_not_finite && !totals_.empty()) good_.enable(net);
        set_rate(0);  // last, so that nothing of the network has changed where something else is wrong
    }

    /// The entries that run.
    [[nodiscard]] std::vector<std::uint32_t> entries() const {
        return how_.accumulate > 1 ? std::vector{entry_.index, apply_.index} : std::vector{entry_.index};
    }

    void note(std::string sentence) {
        if (how_.progress != nullptr) how_.progress->note(sentence);
        result_.notes.push_back(std::move(sentence));
    }

    fit_result run() {
        const auto start = clock::now();
        for (epoch_ = 0; epoch_ < how_.epochs && !result_.stopped; ++epoch_) run_epoch();
        result_.seconds = seconds_since(start);
        if (result_.steps == 0) result_.train.clear();  // there is nothing that they would be the means of
        return std::move(result_);
    }

  private:
    using clock = std::chrono::steady_clock;

    static double seconds_since(clock::time_point start) {
        return std::chrono::duration<double>(clock::now() - start).count();
    }

    [[nodiscard]] std::string place() const {
        return fmt::format("network '{}', entry '{}'", net_.code().name, code_.name);
    }

    void count_steps() {
        const std::size_t rest = data_.rows() % batch_;
        steps_ = data_.rows() / batch_;
        if (rest == 0 || how_.last == drop_partial) {
            if (steps_ == 0)
                throw error(fmt::format("{}: {} rows do not fill one batch of {}, and partial ones are dropped",
                                        place(), data_.rows(), batch_));
            return;
        }
        if (batches_->fixed())
            throw error(fmt::format("{}: {} rows leave a partial batch of {}, the entry takes exactly {}; drop it with "
                                    "last = drop_partial",
                                    place(), data_.rows(), rest, batch_));
        require_variance(rest);
        ++steps_;
    }
    /// Before the first step, not at the end of an epoch.
    void require_variance(std::size_t rest) const {
        const std::uint32_t symbol = core::row_symbol(code_);
        for (const core::sample &s : code_.samples)
            if (rest == 1 && symbol != 0 && s.symbol_mask == 1U << (symbol - 1))
                throw error(fmt::format("{}: {} rows leave a partial batch of 1, of which there is no variance to "
                                        "average in '{}'; drop it with last = drop_partial",
                                        place(), data_.rows(), s.state));
    }

    void run_epoch() {
        const auto start = clock::now();
        if (how_.shuffle) train::shuffle(order_, how_.seed, how_.first_epoch + epoch_);
        for (metric_total &total : totals_) total = {};
        for (std::size_t step = 0; step < steps_; ++step) {
            if (step % how_.accumulate == 0 && how_.stop.stop_requested()) {
                result_.stopped = true;
                return;
            }
            if (good_.is_enabled() && step % steps_between_copies == 0) {
                if (step != 0) check_parameters(step - 1);
                good_.keep(net_, step);
            }
            run_step(step);
            add_metrics(step);
            if (ends_update(step)) {
                apply();
                ++result_.updates;
            }
            ++result_.steps;
            if (how_.progress != nullptr) how_.progress->after_step(progress(step + 1, start));
        }
        check_parameters(steps_ - 1);
        ++result_.epochs;
        if (how_.held_out != nullptr) evaluate_held_out();
        training_progress now = progress(steps_, start);
        now.held_out = result_.held_out;
        if (csv_) csv_->write(now);
        if (how_.progress != nullptr) how_.progress->after_epoch(now);
    }

    [[nodiscard]] std::size_t load(std::size_t step) {
        const std::size_t first = step * batch_;
        const std::size_t count = std::min(batch_, data_.rows() - first);
        if (how_.shuffle)
            batches_->load(std::span<const std::uint32_t>(order_).subspan(first, count));
        else
            batches_->load(first, count);
        return count;
    }

    void run_step(std::size_t step) {
        rows_ = load(step);
        set_rate(step);
        net_.step(entry_, rows_);
    }
    [[nodiscard]] bool ends_update(std::size_t step) const {
        return (step + 1) % how_.accumulate == 0 || step + 1 == steps_;
    }
    void apply() {
        if (how_.accumulate > 1) net_.step(apply_, 1);
    }

    void set_rate(std::size_t step) { rate_.set(epoch_, step, steps_); }

    void add_metrics(std::size_t step) {
        if (totals_.empty()) return;
        const std::span<const metric_total> now = net_.results(entry_, rows_).metrics();
        if (!core::is_finite(now[loss_].sum)) [[unlikely]]
            report_not_finite(step, fmt::format("metric '{}' is {}", code_.metrics[loss_].name,
                                                std::isnan(now[loss_].sum) ? "NaN" : "infinite"));
        for (std::size_t i = 0; i < totals_.size(); ++i) {
            totals_[i].sum += now[i].sum;
            totals_[i].count += now[i].count;
            result_.train[i].value = totals_[i].sum / static_cast<double>(totals_[i].count);
        }
    }

    training_progress progress(std::size_t step, clock::time_point start) const {
        return {net_.code().name, epoch_ + 1, how_.epochs,          step,        steps_,
                result_.train,    {},         seconds_since(start), rate_.rate()};
    }

    void evaluate_held_out() {
        const entry_result found = net_.run(evaluate_, *how_.held_out);
        const core::entry &e = net_.code().entries[evaluate_.index];
        result_.held_out.resize(e.metrics.size());
        for (std::size_t i = 0; i < e.metrics.size(); ++i) result_.held_out[i] = {e.metrics[i].name, found.mean(i)};
    }

    /// An update may spoil a parameter after the loss was taken; the next copy would hide where it came from.
    void check_parameters(std::size_t last_step) {
        if (good_.is_enabled() && !train::parameters_are_finite(net_, false)) [[unlikely]]
            report_not_finite(last_step, "a parameter is no longer finite");
    }

    /// By now the step has spread the fault over every parameter. The steps since the copy give the same bits again, so
    /// they are repeated up to the one that spoils a parameter, and that one is then run under watch.
    [[noreturn]] void report_not_finite(std::size_t step, const std::string &what) {
        std::string text =
            fmt::format("network '{}', epoch {}, step {}: {}", net_.code().name, epoch_ + 1, step + 1, what);
        if (good_.is_enabled()) {
            good_.restore(net_);
            std::size_t bad = good_.step();
            for (; bad < step; ++bad) {
                run_step(bad);
                if (ends_update(bad)) apply();
                if (!train::parameters_are_finite(net_, how_.accumulate > 1))
                    break;  // accumulated gradients are states
                good_.keep(net_, bad + 1);
            }
            good_.restore(net_);
            rows_ = load(bad);
            set_rate(bad);
            std::string_view where = net_.find_not_finite(entry_, rows_);
            if (where.empty() && how_.accumulate > 1 && ends_update(bad)) where = net_.find_not_finite(apply_, 1);
            const std::string earlier = bad == step ? "" : fmt::format(" in step {}", bad + 1);
            text += where.empty() ? "; no tensor was so when the steps were repeated"
                                  : fmt::format("; the first tensor that is not finite{} is {}", earlier, where);
            good_.restore(net_);
        }
        throw error(text);
    }

    visit held_;  // from the first batch to the last, the callbacks between them included
    instance &net_;
    const fit_options &how_;
    entry_handle entry_;
    entry_handle apply_{};
    entry_handle evaluate_{};
    const core::entry &code_;
    const dataset &data_;
    std::unique_ptr<data::batches> batches_;
    train::scheduled_rate rate_;
    std::unique_ptr<train::metrics_csv> csv_;
    std::size_t batch_ = 0;
    std::size_t steps_ = 0;  // an epoch
    std::size_t rows_ = 0;   // of the current step
    std::size_t epoch_ = 0;
    std::size_t loss_ = 0;  // which metric
    std::vector<std::uint32_t> order_;
    std::vector<metric_total> totals_;
    train::last_good good_;
    fit_result result_;
};

}  // namespace

fit_result fit(instance &net, const dataset &rows, const fit_options &how) {
    trainer training(net, rows, how);
    if (how.epochs > 0)
        if (std::string sentence = net.state_->take_note_of_states(training.entries()); !sentence.empty())
            training.note(std::move(sentence));
    return training.run();
}

}  // namespace sylvite
