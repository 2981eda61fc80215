// ResNet-20 for images of 32 x 32 (K. He et al. 2016, section 4.2), as in PyTorch to the last hyper-parameter:
// shortcuts by 1 x 1 convolutions, Conv2d's and Linear's initialisers, mean over the batch, momentum. Rows: fixed at
// the batch for training, 1 for inference.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

namespace bench {

using namespace sylvite;

template <std::int64_t Out, int Stride>
struct residual_block {
    template <typed_expr X>
    constexpr auto operator()(std::string_view name, const X &x) const {
        using layer::member;
        const auto first = conv2d<Out, 3, conv{.stride = Stride, .padding = 1}>(member(name, "c1"), x, {.bias = false});
        const auto hidden = relu(batch_norm(member(name, "b1"), first));
        const auto second = conv2d<Out, 3, conv{.padding = 1}>(member(name, "c2"), hidden, {.bias = false});
        const auto y = batch_norm(member(name, "b2"), second);
        if constexpr (Stride == 1) {
            return relu(y + x);
        } else {
            const auto shortcut = conv2d<Out, 1, conv{.stride = Stride}>(member(name, "sc.0"), x, {.bias = false});
            return relu(y + batch_norm(member(name, "sc.1"), shortcut));
        }
    }
};

template <std::int64_t Rows>
struct resnet20 {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, Rows, 3, 32, 32>("x");
        const auto first = relu(batch_norm("b", conv2d<16, 3, conv{.padding = 1}>("c", x, {.bias = false})));
        const auto last =
            sequential("l", first, residual_block<16, 1>{}, residual_block<16, 1>{}, residual_block<16, 1>{},
                       residual_block<32, 2>{}, residual_block<32, 1>{}, residual_block<32, 1>{},
                       residual_block<64, 2>{}, residual_block<64, 1>{}, residual_block<64, 1>{});
        const auto z = dense<10>("f", mean<2, 3>(last));
        const auto label = net.input<i32, Rows>("label");
        const auto loss = softmax_cross_entropy(z, label);
        net.entry("predict", output("logits", z));
        net.entry("train", minimize(mean(loss), momentum{.rate = net.scalar("rate")}), metric("loss", loss));
    }
};

}  // namespace bench
