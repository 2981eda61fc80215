// A forecast of the next 52 weeks: one GRU reads the last 52, a second one goes on from its state through the weeks to
// come. Beside each week both are shown the same week one and two years before.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct series {
    static constexpr auto rows = dynamic<128>;  // 1 to 128 forecasts a call
    static constexpr std::int64_t past = 52, coming = 52, units = 48;

    constexpr void operator()(network &net) const {
        const auto last_year = net.input<f32, rows, past, 1>("last_year");
        const auto years_before = net.input<f32, rows, past + coming, 2>("years_before");  // of past and coming weeks
        const auto wanted = net.input<f32, rows, coming, 1>("wanted");

        // Of what is to be forecast, as the change from the last week on. The program sets them from what is learnt
        // from; they are saved with the weights.
        const auto mean_change = net.parameter<f32, 1>("mean", constant(0));
        const auto deviation = net.parameter<f32, 1>("deviation", constant(1));

        const auto last = slice<1, -1, axis_end>(last_year);
        const auto [past_before, coming_before] = split<1, past, coming>((years_before - last) / deviation);
        const auto read = gru<units>("past", concat<2>((last_year - last) / deviation, past_before));
        const auto known = permute<1, 0, 2>(slice<1, -1, axis_end>(read));  // the state behind the last week
        const auto [steps, end] = gru_with_state<units>("coming", coming_before, known);
        const auto forecast = last + mean_change + deviation * dense<1>("change", steps);

        const auto error = absolute_error(forecast, wanted);
        net.entry("predict", output("forecast", forecast));
        net.entry("evaluate", metric("error", error));
        net.entry("train", minimize(mean(error), adam{.rate = net.scalar("rate")}, freeze("mean", "deviation")),
                  metric("error", error));
    }
};
