#include <sylvite/runtime/train/scheduled_rate.hpp>

#include <sylvite/runtime/error.hpp>

#include <fmt/format.h>

#include <cmath>

namespace sylvite::train {

namespace {

std::uint32_t input_named(const instance &net, std::string_view name) {
    const std::span<const core::tensor> tensors = net.code().tensors;
    for (std::uint32_t i = 0; i < tensors.size(); ++i)
        if (tensors[i].what == core::role::input && tensors[i].name == name) return i;
    throw error(fmt::format("network '{}' has no input '{}'", net.code().name, name));
}

}  // namespace

scheduled_rate::scheduled_rate(instance &net, const fit_options &how, std::string place)
    : net_(net), how_(how), place_(std::move(place)) {
    if (how_.rate) tensor_ = input_named(net_, how_.rate_input);
}

void scheduled_rate::set(std::size_t epoch, std::size_t step, std::size_t steps) {
    if (!how_.rate) return;
    const std::size_t epochs_before = how_.first_epoch - 1 + epoch;
    const std::size_t updates = (steps + how_.accumulate - 1) / how_.accumulate;
    const bool by_epoch = how_.rate_unit == per_epoch;
    const std::size_t time = by_epoch ? epochs_before : epochs_before * updates + step / how_.accumulate;
    const double rate = how_.rate(time);
    if (!std::isfinite(rate))
        throw error(fmt::format("{}: the schedule gives a learning rate of {} for {} {}", place_, rate,
                                by_epoch ? "epoch" : "update", time));
    if (rate == rate_) return;
    net_.set(scalar_handle<double>{{tensor_, ""}}, rate);
    rate_ = rate;
}

}  // namespace sylvite::train
