// What measure.sh compiles: LAYERS equal layers, gradients and updates of all of them. LAYERS=0: the headers alone.
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

#ifndef RULE
#define RULE gradient_descent
#endif

#if LAYERS > 0
struct chain {
    constexpr void operator()(network &net) const {
        auto x = net.input<f32, dynamic<64>, 32>("x");
        const auto y = net.input<i32, dynamic<64>>("y");
        for (int i = 0; i < LAYERS; ++i) {
            const char name[] = {'l', static_cast<char>('0' + i / 100), static_cast<char>('0' + i / 10 % 10),
                                 static_cast<char>('0' + i % 10)};
            x = tanh(dense<32>({name, 4}, x));
        }
        const auto loss = softmax_cross_entropy(x, y);
        net.entry("train", minimize(mean(loss), RULE{net.scalar("rate")}), metric("loss", loss));
    }
};

template <std::size_t Nodes>
struct nodes_in_the_table {
    [[deprecated("see measure.sh")]] static constexpr int shown = 0;
};
constexpr int shown = nodes_in_the_table<graph_of<chain>().size()>::shown;
#endif
