// What running an entry gives: sums of its metrics, views of its outputs. Generated headers give these names and types.
#pragma once

#include <sylvite/runtime/handles.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace sylvite {

struct metric_total {
    double sum = 0;
    std::int64_t count = 0;  // values summed: rows, for a per-row metric
};

struct output_view {
    const void *data = nullptr;
    std::size_t elements = 0;
    dtype type = f32;
};

/// Metrics and outputs in the order of the entry's declaration. The views are valid until the instance next runs.
class entry_result {
  public:
    entry_result(std::span<const metric_total> metrics, std::span<const output_view> outputs, std::size_t rows) noexcept
        : metrics_(metrics), outputs_(outputs), rows_(rows) {}

    [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
    [[nodiscard]] std::span<const metric_total> metrics() const noexcept { return metrics_; }
    [[nodiscard]] std::span<const output_view> outputs() const noexcept { return outputs_; }

    /// Exact over batches of unequal size: the sum of all sums over the sum of all counts.
    [[nodiscard]] double mean(std::size_t metric) const noexcept {
        return metrics_[metric].sum / static_cast<double>(metrics_[metric].count);
    }

    /// Row-major; T must be the output's element type, which a generated header knows.
    template <class T>
    [[nodiscard]] std::span<const T> output(std::size_t index) const noexcept {
        return {static_cast<const T *>(outputs_[index].data), outputs_[index].elements};
    }

  private:
    std::span<const metric_total> metrics_;
    std::span<const output_view> outputs_;
    std::size_t rows_;
};

}  // namespace sylvite
