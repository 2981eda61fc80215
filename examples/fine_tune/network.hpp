// The network of export_mlp.py's class Mlp, with another way to go on training it.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct fine_tune {
    static constexpr auto rows = dynamic<359>;  // 1 to 359 images a call

    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, rows, 64>("pixels");  // 0 to 16
        const auto y = net.input<i32, rows>("label");
        const auto h = relu(dense<32>("hidden", x / 16));
        const auto z = dense<10>("out", h);
        const auto loss = softmax_cross_entropy(z, y);
        net.entry("predict", output("logits", z));
        net.entry("evaluate", metric("loss", loss), metric("accuracy", argmax<1>(z) == y));
        net.entry("train", minimize(mean(loss), adam{.rate = net.scalar("rate")}), metric("loss", loss));
    }
};
