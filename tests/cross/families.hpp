// A network in which every kernel family does something: contractions, reductions, rows (norms, softmax), elementwise
// functions that processors compute differently, indices, two precisions.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct families {
    static constexpr auto rows = dynamic<19>;

    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, rows, 23>("x");
        const auto label = net.input<i32, rows>("label");
        const auto wide = net.input<f64, rows, 5>("wide");
        const auto a = layer_norm("norm", dense<37>("first", x));
        const auto b = gelu(a) + sin(a) * exp(-square(a)) + log1p(exp(a));
        const auto z = dense<4>("out", b);
        const auto loss = softmax_cross_entropy(z, label);
        const auto token = dense<4>("token", embedding<8, 6>("table", label));
        const auto narrow = tanh(dense<3>("narrow", wide));
        net.entry("predict", output("class", argmax<1>(z)), output("softmax", softmax<1>(z)), output("token", token),
                  output("narrow", narrow));
        net.entry("train",
                  minimize(mean(loss) + mean(square(token)) + cast<f32>(mean(square(narrow))),
                           adam{.rate = net.scalar("rate")}),
                  metric("loss", loss));
    }
};
