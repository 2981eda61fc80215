// What a training run tells while it runs. The library prints nothing by itself: the program passes a sink.
#pragma once

#include <sylvite/runtime/standard_library.hpp>

#include <cstddef>
#include <cstdio>
#include <span>
#include <string_view>
#include <utility>

namespace sylvite {

struct metric_mean {
    const char *name = "";
    double value = 0;
};

struct training_progress {
    const char *network = "";
    std::size_t epoch = 0;  // counted from 1
    std::size_t epochs = 0;
    std::size_t step = 0;  // within the epoch, counted from 1
    std::size_t steps = 0;
    std::span<const metric_mean> train;     // over the rows of this epoch so far
    std::span<const metric_mean> held_out;  // empty without held-out rows, and before the epoch's end
    double seconds = 0;                     // since the epoch began
    double rate = 0;                        // of the last step; 0 where fit was given none
};

/// Called from the training thread, between steps: it may run, save and change the network. The spans are valid during
/// the call.
class progress_sink {
  public:
    virtual ~progress_sink() = default;
    /// A sentence that is worth reading, before the first step (fit_result::notes).
    virtual void note(std::string_view) {}
    virtual void after_step(const training_progress &) {}
    virtual void after_epoch(const training_progress &) {}
};

/// A callable as a sink for epochs: `on_epoch report([](const training_progress &p) { ... });`
template <class F>
class on_epoch final : public progress_sink {
  public:
    explicit on_epoch(F report) : report_(std::move(report)) {}
    void after_epoch(const training_progress &now) override { report_(now); }

  private:
    F report_;
};

/// One line that is rewritten in place on a terminal; one line an epoch anywhere else.
class terminal_progress final : public progress_sink {
  public:
    explicit terminal_progress(std::FILE *to);
    ~terminal_progress() override;
    terminal_progress(const terminal_progress &) = delete;
    terminal_progress &operator=(const terminal_progress &) = delete;
    void note(std::string_view sentence) override;
    void after_step(const training_progress &now) override;
    void after_epoch(const training_progress &now) override;

  private:
    void show(const training_progress &now, bool epoch_done);

    std::FILE *to_;
    bool terminal_;
    bool open_line_ = false;
    double shown_at_ = 0;  // seconds of the epoch at the last rewriting
};

}  // namespace sylvite
