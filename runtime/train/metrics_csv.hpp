// A table of a training run's metrics, a line an epoch.
#pragma once

#include <sylvite/runtime/io/output_stream.hpp>
#include <sylvite/runtime/train/progress.hpp>

#include <string_view>

namespace sylvite::train {

/// Columns: epoch, seconds, train_<metric>..., held_out_<metric>... Written after each epoch. Throws
/// sylvite::error with the path.
class metrics_csv {
  public:
    explicit metrics_csv(std::string_view path) : file_(path) {}
    void write(const training_progress &epoch);

  private:
    io::output_stream file_;
    bool has_header_ = false;
};

}  // namespace sylvite::train
