// A network of which one layer is edited: UNITS is given on the command line.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct edited {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, dynamic<16>, 24>("x");
        const auto label = net.input<i32, dynamic<16>>("label");
        const auto a = relu(dense<32>("first", x));
        const auto b = tanh(dense<UNITS>("second", a));
        const auto z = dense<5>("third", b);
        const auto loss = softmax_cross_entropy(z, label);
        net.entry("predict", output("class", argmax<1>(z)));
        net.entry("train", minimize(mean(loss), momentum{.rate = net.scalar("rate")}), metric("loss", loss));
    }
};
