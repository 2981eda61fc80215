// Training over epochs.
#pragma once

#include <sylvite/runtime/data/dataset.hpp>
#include <sylvite/runtime/instance.hpp>
#include <sylvite/runtime/train/progress.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string_view>
#include <vector>

namespace sylvite {

/// What becomes of the rows that do not fill a batch at the end of an epoch.
enum class last_batch : std::uint8_t { keep_partial, drop_partial };
inline constexpr last_batch keep_partial = last_batch::keep_partial;
inline constexpr last_batch drop_partial = last_batch::drop_partial;

struct fit_options {
    std::size_t epochs = 1;
    std::size_t rows = 0;  // a batch; 0: 32, or what the entry takes
    last_batch last = keep_partial;
    std::uint64_t seed = 0;  // of the order of rows
    bool shuffle = true;
    std::size_t first_epoch = 1;      // of the order of rows: to go on where another run ended
    std::optional<double> rate = {};  // for the input `rate_input`; without it, what was set before holds
    std::string_view rate_input = "rate";
    const dataset *held_out = nullptr;  // evaluated after each epoch
    progress_sink *progress = nullptr;
    std::string_view csv = {};  // a file for the metrics of each epoch
    std::stop_token stop = {};  // looked at before each step
    std::string_view entry = "train";
    std::string_view evaluate_entry = "evaluate";
    bool explain_not_finite = true;  // keeps a copy of parameters and state, to find the tensor
};

/// Names are valid as long as the program, all else is the caller's.
struct fit_result {
    std::size_t epochs = 0;  // completed
    std::size_t steps = 0;
    bool stopped = false;               // by the stop token
    std::vector<metric_mean> train;     // of the last epoch, over its rows
    std::vector<metric_mean> held_out;  // after the last completed epoch
    double seconds = 0;
};

/// Runs `entry` over all rows, epoch after epoch. No step allocates. Throws sylvite::error; when the metric "loss" (or
/// else the first one) is not finite, the error names network, epoch, step and the first tensor of that step that holds
/// a NaN or an infinity, and the network is left as it was before the step that made it. For this, steps are repeated
/// from a copy: a source of rows must give the same values again.
fit_result fit(instance &net, const dataset &rows, const fit_options &how = {});

}  // namespace sylvite
