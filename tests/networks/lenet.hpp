// LeNet-5 as it is built today: Y. LeCun et al. 1998 with relu and largest elements. The names of its parameters are
// those of the same sequence in PyTorch (tests/golden/make_images.py).
#pragma once

#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

template <dtype Type>
struct lenet_of {
    static constexpr auto rows = dynamic<8>;

    constexpr void operator()(network &net) const {
        const auto image = net.input<Type, rows, 1, 28, 28>("image");
        const auto label = net.input<i32, rows>("label");
        // [layers]
        const auto z = sequential("", image, conv2d<6, 5, conv{.padding = 2}>, layer::relu, max_pool2d<2>,
                                  conv2d<16, 5>, layer::relu, max_pool2d<2>, flatten<>, dense<120>, layer::relu,
                                  dense<84>, layer::relu, dense<10>);
        // [end]
        const auto loss = softmax_cross_entropy(z, label);
        net.entry("predict", output("logits", z));
        net.entry("train", minimize(mean(loss), momentum{.rate = net.scalar<Type>("rate")}), metric("loss", loss));
    }
};

struct lenet : lenet_of<f32> {};
