// Batch normalisation of images and of rows, and group normalisation, with any number of rows.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct norms {
    static constexpr auto rows = dynamic<7>;

    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, rows, 2, 5, 4>("x");
        const auto y = net.input<i32, rows>("y");
        const auto seen = conv2d<6, 3, conv{.padding = 1}>("conv", x, {.bias = false});
        const auto grouped = relu(group_norm<3>("g", relu(batch_norm("b1", seen))));
        const auto hidden = batch_norm("b2", dense<5>("hidden", mean<2, 3>(grouped)), {.momentum = 0.3});
        const auto z = dense<3>("out", tanh(hidden));
        const auto loss = softmax_cross_entropy(z, y);
        net.entry("predict", output("logits", z));
        net.entry("evaluate", metric("loss", loss));
        net.entry("train", minimize(mean(loss), momentum{.rate = net.scalar("rate"), .factor = 0.5}),
                  metric("loss", loss));
    }
};
