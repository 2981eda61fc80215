// Every optimizer and option on one small network: an entry for each run of optimizers.def, over the same parameters.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

template <dtype Type>
struct optimizer_runs {
    static constexpr auto rows = dynamic<6>;

    constexpr void operator()(network &net) const {
        const auto x = net.input<Type, rows, 4>("x");
        const auto y = net.input<i32, rows>("y");
        const auto each = softmax_cross_entropy(dense<4>("second", tanh(dense<4>("first", x))), y);
        const auto loss = mean(each);
        const auto rate = net.scalar<Type>("rate");
        const auto train = [&]<class... Options>(std::string_view name, const auto &rule, const Options &...options) {
            if constexpr ((std::is_same_v<Options, clip_by_global_norm> || ...))  // tells the norm that it clips
                net.entry(name, minimize(loss, rule, options...), metric("loss", each),
                          metric("norm", gradient_norm(loss)));
            else
                net.entry(name, minimize(loss, rule, options...), metric("loss", each));
        };
#define SYLVITE_RUN(name, golden_rate, pytorch, ...) train(#name, __VA_ARGS__);
#include "optimizers.def"

        net.entry("accumulate", accumulate_gradients(loss), metric("loss", each));
        net.entry("apply", apply_accumulated(net, adam{rate}, clip_by_global_norm(0.25)));
        net.entry("whole", minimize(loss, adam{rate}, clip_by_global_norm(0.25)), metric("loss", each));
        net.entry("evaluate", metric("loss", each));
    }
};

struct optimizers : optimizer_runs<f32> {};
