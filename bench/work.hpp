// What is timed: training steps and inference of the reference networks, and single contractions.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace bench {

/// Ready to run on random inputs.
struct work {
    double flops = 0;  // multiplications and additions of its contractions, which it needs however it is done
    double bytes = 0;  // that must be moved at least: weights, state, inputs
    std::uint64_t parameters = 0;
    std::function<void()> step;
    std::shared_ptr<void> keep;  // what the step refers to
};

struct work_kind {
    std::string name, kind;  // "mlp_mnist"; "train", "infer1" or "contraction"
    std::function<work(int threads)> make;
};

/// In the order of reports.
[[nodiscard]] std::span<const work_kind> all_work();

/// What the machine's limits allow, in seconds: peak in operations, bandwidth in bytes a second.
[[nodiscard]] double limit_seconds(const work &w, double peak, double bandwidth);

}  // namespace bench
