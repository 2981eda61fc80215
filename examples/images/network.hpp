// A small residual network for pictures of 32 x 32 in three colours, the design of K. He et al. 2016, section 4.2: a
// convolution, three blocks of two, each but the first with half the height and width and twice the channels, averages.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

/// relu(x + inner(x)), inner being two convolutions with batch normalisation; x goes through a 1 x 1 convolution where
/// its shape changes.
template <std::int64_t Out, int Stride>
struct residual_block {
    template <typed_expr X>
    constexpr auto operator()(std::string_view name, const X &x) const {
        using layer::member;
        const auto first =
            conv2d<Out, 3, conv{.stride = Stride, .padding = 1}>(member(name, "conv1"), x, {.bias = false});
        const auto hidden = relu(batch_norm(member(name, "norm1"), first));
        const auto second = conv2d<Out, 3, conv{.padding = 1}>(member(name, "conv2"), hidden, {.bias = false});
        const auto y = batch_norm(member(name, "norm2"), second);
        if constexpr (Stride == 1) {
            return relu(y + x);
        } else {
            const auto shortcut =
                conv2d<Out, 1, conv{.stride = Stride}>(member(name, "shortcut.conv"), x, {.bias = false});
            return relu(y + batch_norm(member(name, "shortcut.norm"), shortcut));
        }
    }
};

struct images {
    static constexpr auto rows = dynamic<128>;  // 1 to 128 pictures a call

    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, rows, 3, 32, 32>("picture");  // red, green, blue, 0 to 255
        const auto y = net.input<i32, rows>("kind");
        const auto stem = conv2d<16, 5, conv{.padding = 2}>("stem.conv", x / 127.5 - 1, {.bias = false});
        const auto last = sequential("blocks", relu(batch_norm("stem.norm", stem)), residual_block<16, 1>{},
                                     residual_block<32, 2>{}, residual_block<64, 2>{});
        const auto z = dense<10>("out", mean<2, 3>(last));
        const auto loss = softmax_cross_entropy(z, y);  // one value a row
        const auto right = argmax<1>(z) == y;
        net.entry("predict", output("kind", argmax<1>(z)), output("sureness", reduce_max<1>(softmax(z))));
        net.entry("evaluate", metric("loss", loss), metric("accuracy", right));
        net.entry("train", minimize(mean(loss), momentum{.rate = net.scalar("rate")}, l2_decay(5e-4)),
                  metric("loss", loss), metric("accuracy", right));
    }
};
