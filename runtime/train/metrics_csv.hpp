// A table of a training run's metrics, a line an epoch.
#pragma once

#include <sylvite/runtime/train/progress.hpp>

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace sylvite::train {

/// Columns: epoch, seconds, train_<metric>..., held_out_<metric>... Written and flushed after each epoch. Throws
/// sylvite::error with the path.
class metrics_csv {
  public:
    explicit metrics_csv(std::string_view path);
    void write(const training_progress &epoch);

  private:
    struct closer {
        void operator()(std::FILE *file) const noexcept { std::fclose(file); }
    };
    void put(std::string_view line);

    std::string path_;
    std::unique_ptr<std::FILE, closer> file_;
    bool has_header_ = false;
};

}  // namespace sylvite::train
