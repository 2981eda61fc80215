// Training over epochs.
#pragma once

#include <sylvite/runtime/data/dataset.hpp>
#include <sylvite/runtime/instance.hpp>
#include <sylvite/runtime/train/progress.hpp>
#include <sylvite/runtime/train/schedule.hpp>

#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

namespace sylvite {

/// What becomes of the rows that do not fill a batch at the end of an epoch.
enum class last_batch : std::uint8_t { keep_partial, drop_partial };
inline constexpr last_batch keep_partial = last_batch::keep_partial;
inline constexpr last_batch drop_partial = last_batch::drop_partial;

/// What the time of a schedule counts, from 0.
enum class schedule_unit : std::uint8_t { update, epoch };
inline constexpr schedule_unit per_update = schedule_unit::update;
inline constexpr schedule_unit per_epoch = schedule_unit::epoch;

struct fit_options {
    std::size_t epochs = 1;
    std::size_t rows = 0;  // a batch; 0: 32, or what the entry takes
    last_batch last = keep_partial;
    std::uint64_t seed = 0;  // of the order of rows
    bool shuffle = true;
    std::size_t first_epoch = 1;  // of the order of rows and of schedules: to go on where another run ended
    schedule rate = {};           // for the input `rate_input`: a number or a function of time
    schedule_unit rate_unit = per_update;
    std::string rate_input = "rate";
    std::size_t accumulate =
        1;  // batches an update; more than 1: `accumulate_entry` and `apply_entry` run, not `entry`
    const dataset *held_out = nullptr;  // evaluated after each epoch
    progress_sink *progress = nullptr;
    std::string csv = {};       // a file, emptied first, or a device or pipe for the metrics of each epoch
    std::stop_token stop = {};  // looked at before each update
    std::string entry = "train";
    std::string accumulate_entry = "accumulate";  // accumulate_gradients
    std::string apply_entry = "apply";            // apply_accumulated
    std::string evaluate_entry = "evaluate";
    bool explain_not_finite = true;  // keeps a copy of parameters and state, to find the tensor
};

/// Names are valid as long as the program, all else is the caller's.
struct fit_result {
    std::size_t epochs = 0;             // completed
    std::size_t steps = 0;              // batches
    std::size_t updates = 0;            // as many, but for accumulated batches
    bool stopped = false;               // by the stop token
    std::vector<metric_mean> train;     // of the last epoch, over its rows; none where no step was made
    std::vector<metric_mean> held_out;  // after the last completed epoch
    double seconds = 0;
    /// Sentences that are worth reading once: that states start anew, because what was loaded before had none.
    std::vector<std::string> notes;
};

/// Runs `entry` over all rows, epoch after epoch; or, to accumulate gradients over batches, `accumulate_entry` on each
/// batch and `apply_entry` after so many of them, and at the end of an epoch after those that are left: each batch
/// counts by its rows, so the update is that of the mean over all of them. No step allocates. Throws sylvite::error;
/// when the metric "loss" (or else the first one) is not finite, the error names network, epoch, step and the first
/// tensor of that step that holds a NaN or an infinity, with the label or index out of range that it comes from and its
/// row of the dataset, and the network is left as it was before the step that made it. For this, steps are repeated
/// from a copy: a source of rows must give the same values again.
///
/// No other thread can use the network until fit returns; the progress sink may.
fit_result fit(instance &net, const dataset &rows, const fit_options &how = {});

}  // namespace sylvite
