// A convolutional classifier of handwritten digits: two layers of 3 x 3 windows, the largest of each 2 x 2, 10 classes.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct digits_conv {
    static constexpr auto rows = dynamic<359>;  // 1 to 359 images a call

    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, rows, 1, 8, 8>("pixels");  // 0 to 16
        const auto y = net.input<i32, rows>("label");
        const auto z = sequential("", x / 16, conv2d<16, 3, conv{.padding = 1}>, layer::relu,
                                  conv2d<32, 3, conv{.padding = 1}>, layer::relu, max_pool2d<2>, flatten<>, dense<10>);
        const auto loss = softmax_cross_entropy(z, y);  // one value a row
        net.entry("predict", output("digit", argmax<1>(z)));
        net.entry("evaluate", metric("loss", loss), metric("accuracy", argmax<1>(z) == y));
        net.entry("train", minimize(mean(loss), adam{.rate = net.scalar("rate")}), metric("loss", loss));
    }
};
