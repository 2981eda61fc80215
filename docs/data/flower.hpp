// Flowers told apart by two sizes.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct flower {
    static constexpr auto rows = dynamic<64>;

    constexpr void operator()(network &net) const {
        const auto size = net.input<f32, rows, 2>("size");
        const auto kind = net.input<i32, rows>("kind");
        const auto scores = dense<3>("out", size);
        net.entry("predict", output("likely", argmax<1>(scores)));
        net.entry("train", minimize(mean(softmax_cross_entropy(scores, kind)), adam{.rate = net.scalar("rate")}),
                  metric("loss", softmax_cross_entropy(scores, kind)));
    }
};
