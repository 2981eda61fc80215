// The learning rate of each update, from a schedule into the network's input.
#pragma once

#include <sylvite/runtime/train/fit.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

namespace sylvite::train {

class scheduled_rate {
  public:
    /// Throws sylvite::error where the network has no such input. `place` begins sentences.
    scheduled_rate(instance &net, const fit_options &how, std::string place);

    /// For a step of an epoch, both from 0, of so many steps an epoch. Throws where the schedule gives no number.
    void set(std::size_t epoch, std::size_t step, std::size_t steps);
    /// 0 without a schedule.
    [[nodiscard]] double rate() const noexcept { return how_.rate ? rate_ : 0; }

  private:
    instance &net_;
    const fit_options &how_;
    std::string place_;
    std::uint32_t tensor_ = 0;
    double rate_ = std::numeric_limits<double>::quiet_NaN();  // that is set
};

}  // namespace sylvite::train
