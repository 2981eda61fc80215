// What the residual network has to beat: a weight for each value of a picture and class.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct images_linear {
    static constexpr auto rows = dynamic<128>;

    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, rows, 3, 32, 32>("picture");  // red, green, blue, 0 to 255
        const auto y = net.input<i32, rows>("kind");
        const auto z = sequential("", x / 127.5 - 1, flatten<>, dense<10>);
        const auto loss = softmax_cross_entropy(z, y);
        net.entry("evaluate", metric("loss", loss), metric("accuracy", argmax<1>(z) == y));
        net.entry("train", minimize(mean(loss), adam{.rate = net.scalar("rate")}), metric("loss", loss));
    }
};
