// Parameters and state as they were when all was finite: from there the steps up to a NaN can be repeated.
#pragma once

#include <sylvite/runtime/core/finite.hpp>
#include <sylvite/runtime/core/memory.hpp>
#include <sylvite/runtime/instance.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace sylvite::train {

[[nodiscard]] inline bool parameters_are_finite(const instance &net, bool and_states) {
    for (const core::tensor &t : net.code().tensors)
        if ((t.what == core::role::parameter || (and_states && t.what == core::role::state)) &&
            core::first_not_finite(t.type, net.persistent().data() + t.offset, core::bound_volume(t)) >= 0)
            return false;
    return true;
}

class last_good {
  public:
    /// Until then nothing is kept.
    void enable(const instance &net) { copy_.resize(net.persistent().size()); }
    [[nodiscard]] bool is_enabled() const noexcept { return !copy_.empty(); }

    void keep(const instance &net, std::size_t before_step) {
        const std::span<const std::byte> now = net.persistent();
        std::copy(now.begin(), now.end(), copy_.begin());
        random_ = net.random_state();
        before_step_ = before_step;
    }
    void restore(instance &net) const {
        net.restore(copy_);
        net.set_random_state(random_);
    }
    [[nodiscard]] std::size_t step() const noexcept { return before_step_; }

  private:
    std::vector<std::byte> copy_;
    step_values random_;
    std::size_t before_step_ = 0;
};

}  // namespace sylvite::train
