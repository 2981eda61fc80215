// A small language model: two blocks of causal attention and a perceptron, normalised in front. The names of its
// parameters are those of the same model in PyTorch (tests/golden/make_layers.py).
#pragma once

#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

template <dtype Type>
struct transformer_of {
    static constexpr auto rows = dynamic<5>;
    static constexpr std::int64_t vocabulary = 11, places = 6, width = 8;

    static constexpr auto mlp = layer::sequential{layer::dense<16>{}, layer::gelu, layer::dense<width>{}};
    static constexpr auto block = layer::sequential{
        layer::named{"", layer::residual{layer::sequential{
                             layer::named{"norm1", layer::layer_norm<>{}},
                             layer::named{"attention", layer::self_attention<2>{{.causal = true}}}}}},
        layer::named{"", layer::residual{layer::sequential{layer::named{"norm2", layer::layer_norm<>{}},
                                                           layer::named{"mlp", mlp}}}}};

    constexpr void operator()(network &net) const {
        const auto tokens = net.input<i32, rows, places>("tokens");
        const auto labels = net.input<i32, rows, places>("labels");
        const auto position = net.parameter<Type, places, width>("position.weight", truncated_normal(0, 0.02));
        const auto x = embedding<vocabulary, width, Type>("token", tokens) + position;
        const auto mixed = sequential("blocks", x, block, block);
        const auto z = dense<vocabulary>("head", layer_norm("norm", mixed), {.use_bias = false});
        const auto loss = softmax_cross_entropy(z, labels);  // one value a token
        net.entry("predict", output("logits", z));
        net.entry("evaluate", metric("loss", loss));
        net.entry("train", minimize(mean(loss), adamw{.rate = net.scalar<Type>("rate")}), metric("loss", loss));
    }
};

struct transformer : transformer_of<f32> {};
