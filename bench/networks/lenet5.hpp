// LeNet-5 with relu and largest elements, as in PyTorch to the last hyper-parameter: Conv2d's and Linear's
// initialisers, mean over the batch, momentum. Rows: fixed at the batch for training, 1 for inference.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

namespace bench {

using namespace sylvite;

template <std::int64_t Rows>
struct lenet5 {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, Rows, 1, 28, 28>("x");
        const auto z =
            sequential("", x, conv2d<6, 5, conv{.padding = 2}>, layer::relu, max_pool2d<2>, conv2d<16, 5>, layer::relu,
                       max_pool2d<2>, flatten<>, dense<120>, layer::relu, dense<84>, layer::relu, dense<10>);
        const auto label = net.input<i32, Rows>("label");
        const auto loss = softmax_cross_entropy(z, label);
        net.entry("predict", output("logits", z));
        net.entry("train", minimize(mean(loss), momentum{.rate = net.scalar("rate")}), metric("loss", loss));
    }
};

}  // namespace bench
