// Three classes by three logits; words that are looked up; both in one entry to train.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct labels {
    static constexpr auto rows = dynamic<8>;

    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, rows, 4>("x");
        const auto words = net.input<i32, rows, 2>("words");
        const auto y = net.input<i32, rows>("y");
        const auto known = reshape<rows, 8>(embedding<50, 4>("word", words));
        const auto z = dense<3>("out", x) + dense<3>("from_words", known);
        const auto loss = softmax_cross_entropy(z, y);
        net.entry("evaluate", metric("loss", loss), metric("accuracy", argmax<1>(z) == y));
        net.entry("train", minimize(mean(loss), adam{.rate = net.scalar("rate")}), metric("loss", loss));
        net.entry("train_masked", minimize(weighted_mean(loss, y != -100), gradient_descent{.rate = 0.1}),
                  metric("loss", weighted_mean(loss, y != -100)));
    }
};
