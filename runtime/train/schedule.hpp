// Learning rates that change as training goes on.
#pragma once

#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/standard_library.hpp>

#include <concepts>
#include <cstddef>
#include <functional>
#include <type_traits>
#include <utility>

namespace sylvite {

/// The learning rate as a function of time, which counts updates or epochs from 0 (fit_options::rate_unit): a number,
/// one of the functions below, or any callable from std::size_t to double. Without one, what was set before holds.
class schedule {
  public:
    schedule() = default;
    template <class Number>
    requires std::is_arithmetic_v<Number> schedule(Number rate)  // NOLINT: a rate is a schedule
        : function_([r = static_cast<double>(rate)](std::size_t) { return r; }) {}
    template <class Function>
    requires(std::is_invocable_r_v<double, const Function &, std::size_t> && !std::same_as<Function, schedule>)
        schedule(Function function)  // NOLINT
        : function_(std::move(function)) {}

    /// Throws sylvite::error where there is no function: none was given, or it was moved away.
    [[nodiscard]] double operator()(std::size_t time) const {
        if (!function_) throw error("the schedule has no function: none was given, or it was moved away");
        return function_(time);
    }
    explicit operator bool() const noexcept { return static_cast<bool>(function_); }

  private:
    std::function<double(std::size_t)> function_;
};

// Formulas are PyTorch's (torch.optim.lr_scheduler); its names stand behind. All throw sylvite::error where a rate is
// not finite or negative, or a length is 0.

/// rate factor^floor(t / every). StepLR.
[[nodiscard]] schedule step_decay(double rate, std::size_t every, double factor = 0.1);
/// rate factor^t. ExponentialLR.
[[nodiscard]] schedule exponential_decay(double rate, double factor);
/// From rate to last in equal steps, then last. LinearLR.
[[nodiscard]] schedule linear_decay(double rate, std::size_t length, double last = 0);
/// last + (rate - last) (1 + cos(pi t / length)) / 2, then last. CosineAnnealingLR up to t = length (Loshchilov and
/// Hutter 2017, equation 5, without restarts).
[[nodiscard]] schedule cosine_decay(double rate, std::size_t length, double last = 0);
/// Up in equal steps from then(0) / (length + 1) to then(0), which t = length gets; from there `then`, whose time
/// starts there. LinearLR with a start_factor of 1 / (length + 1), before `then` in a SequentialLR.
[[nodiscard]] schedule warm_up(std::size_t length, schedule then);
/// Up from highest / 25 to highest in the first `rising` part of the length, down to highest / 250,000 in the rest,
/// both along a cosine. OneCycleLR (Smith and Topin 2018).
[[nodiscard]] schedule one_cycle(double highest, std::size_t length, double rising = 0.3);

}  // namespace sylvite
