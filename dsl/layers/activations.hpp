// The activations as objects, for sequences of layers.
#pragma once

#include <sylvite/dsl/functions/hard.hpp>
#include <sylvite/dsl/functions/rectified.hpp>
#include <sylvite/dsl/functions/smooth.hpp>
#include <sylvite/dsl/functions/softmax.hpp>

namespace sylvite::layer {

inline constexpr auto relu = [](const auto &x) { return sylvite::relu(x); };
inline constexpr auto leaky_relu = [](const auto &x) { return sylvite::leaky_relu(x); };
inline constexpr auto elu = [](const auto &x) { return sylvite::elu(x); };
inline constexpr auto selu = [](const auto &x) { return sylvite::selu(x); };
inline constexpr auto relu6 = [](const auto &x) { return sylvite::relu6(x); };
inline constexpr auto hard_tanh = [](const auto &x) { return sylvite::hard_tanh(x); };
inline constexpr auto hard_sigmoid = [](const auto &x) { return sylvite::hard_sigmoid(x); };
inline constexpr auto hard_swish = [](const auto &x) { return sylvite::hard_swish(x); };
inline constexpr auto sigmoid = [](const auto &x) { return sylvite::sigmoid(x); };
inline constexpr auto tanh = [](const auto &x) { return sylvite::tanh(x); };
inline constexpr auto softplus = [](const auto &x) { return sylvite::softplus(x); };
inline constexpr auto softsign = [](const auto &x) { return sylvite::softsign(x); };
inline constexpr auto silu = [](const auto &x) { return sylvite::silu(x); };
inline constexpr auto mish = [](const auto &x) { return sylvite::mish(x); };
inline constexpr auto gelu = [](const auto &x) { return sylvite::gelu(x); };
inline constexpr auto gelu_tanh = [](const auto &x) { return sylvite::gelu_tanh(x); };
inline constexpr auto softmax = [](const auto &x) { return sylvite::softmax(x); };
inline constexpr auto log_softmax = [](const auto &x) { return sylvite::log_softmax(x); };

}  // namespace sylvite::layer
