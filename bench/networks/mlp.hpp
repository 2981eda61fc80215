// The fully connected reference networks, to the last hyper-parameter as in PyTorch: Linear's initialisers, means over
// the batch. Rows: fixed at the batch for training, 1 for inference.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

namespace bench {

using namespace sylvite;

/// 64-32-10 with sigmoids, mean squared error, gradient descent.
template <std::int64_t Rows>
struct mlp_sigmoid {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, Rows, 64>("x");
        const auto y = sigmoid(dense<10>("out", sigmoid(dense<32>("hidden", x))));
        const auto target = net.input<f32, Rows, 10>("target");
        net.entry("predict", output("y", y));
        net.entry("train", minimize(mse(y, target), gradient_descent{.rate = net.scalar("rate")}),
                  metric("loss", square(y - target)));
    }
};

/// 784-512-256-10 with ReLU, cross entropy, Adam.
template <std::int64_t Rows>
struct mlp_mnist {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, Rows, 784>("x");
        const auto z = dense<10>("out", relu(dense<256>("second", relu(dense<512>("first", x)))));
        const auto label = net.input<i32, Rows>("label");
        const auto loss = softmax_cross_entropy(z, label);
        net.entry("predict", output("logits", z));
        net.entry("train", minimize(mean(loss), adam{.rate = net.scalar("rate")}), metric("loss", loss));
    }
};

/// 1024-4096-4096-1000 with ReLU, cross entropy, momentum.
template <std::int64_t Rows>
struct mlp_wide {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, Rows, 1024>("x");
        const auto z = dense<1000>("out", relu(dense<4096>("second", relu(dense<4096>("first", x)))));
        const auto label = net.input<i32, Rows>("label");
        const auto loss = softmax_cross_entropy(z, label);
        net.entry("predict", output("logits", z));
        net.entry("train", minimize(mean(loss), momentum{.rate = net.scalar("rate")}), metric("loss", loss));
    }
};

}  // namespace bench
