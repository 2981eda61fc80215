// Networks of equal layers, with gradients and updates of all of them: what `measure` compiles and linear.test.cpp
// counts.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

namespace sylvite::test {

struct numbered {
    char text[5];
    constexpr explicit numbered(int i)
        : text{'l', static_cast<char>('0' + i / 1000), static_cast<char>('0' + i / 100 % 10),
               static_cast<char>('0' + i / 10 % 10), static_cast<char>('0' + i % 10)} {}
    constexpr operator std::string_view() const { return {text, 5}; }  // NOLINT
};

/// At most 9999 layers.
template <class Rule, class Layer>
constexpr void trained(network &net, int layers, Layer layer) {
    auto x = net.input<f32, dynamic<64>, 32>("x");
    const auto y = net.input<i32, dynamic<64>>("y");
    for (int i = 0; i < layers; ++i) x = layer(numbered(i), x);
    const auto loss = softmax_cross_entropy(x, y);
    net.entry("train", minimize(mean(loss), Rule{net.scalar("rate")}), metric("loss", loss));
}

template <class Rule>
constexpr void chain(network &net, int layers) {
    trained<Rule>(net, layers, [](std::string_view name, auto x) { return tanh(dense<32>(name, x)); });
}
template <class Rule>
constexpr void residual(network &net, int layers) {
    trained<Rule>(net, layers, [](std::string_view name, auto x) { return x + relu(dense<32>(name, x)); });
}

}  // namespace sylvite::test
