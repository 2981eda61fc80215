// A forecast of a series from its last 100 steps, as in PyTorch to the last hyper-parameter: two LSTMs of 128 over 8
// values a step, a dense layer of the last step's output, mean squared error, Adam. Rows: fixed at the batch for
// training, 1 for inference.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

namespace bench {

using namespace sylvite;

template <std::int64_t Rows>
struct lstm_series {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, Rows, 100, 8>("x");
        const auto all = lstm<128, recurrent{.layers = 2}>("r", x);
        const auto y = dense<1>("f", flatten<>(slice<1, -1, axis_end>(all)));
        const auto target = net.input<f32, Rows, 1>("target");
        net.entry("predict", output("y", y));
        net.entry("train", minimize(mse(y, target), adam{.rate = net.scalar("rate")}),
                  metric("loss", square(y - target)));
    }
};

}  // namespace bench
