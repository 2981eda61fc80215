// What `measure` compiles: LAYERS equal layers, gradients and updates of all of them. LAYERS=0: the headers alone.
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

#if LAYERS > 0
struct numbered {
    char text[5];
    constexpr explicit numbered(int i)
        : text{'l', static_cast<char>('0' + i / 1000), static_cast<char>('0' + i / 100 % 10),
               static_cast<char>('0' + i / 10 % 10), static_cast<char>('0' + i % 10)} {}
    constexpr operator std::string_view() const { return {text, 5}; }  // NOLINT
};

template <class Layers>
constexpr void trained(network &net, Layers layers) {
    auto x = net.input<f32, dynamic<64>, 32>("x");
    const auto y = net.input<i32, dynamic<64>>("y");
    for (int i = 0; i < LAYERS; ++i) x = layers(numbered(i), x);
    const auto loss = softmax_cross_entropy(x, y);
    net.entry("train", minimize(mean(loss), RULE{net.scalar("rate")}), metric("loss", loss));
}

struct chain_network {
    constexpr void operator()(network &net) const {
        trained(net, [](std::string_view name, auto x) { return tanh(dense<32>(name, x)); });
    }
};
struct residual_network {
    constexpr void operator()(network &net) const {
        trained(net, [](std::string_view name, auto x) { return x + relu(dense<32>(name, x)); });
    }
};

template <std::size_t Nodes>
struct nodes_in_the_table {
    [[deprecated("see measure")]] static constexpr int shown = 0;
};
constexpr int shown = nodes_in_the_table<graph_of<NETWORK>().size()>::shown;
#endif
