// Every optimizer and option on one small network: an entry for each golden run (tests/golden/make_optimizers.py), over
// the same parameters.
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
        const auto train = [&](std::string_view name, const auto &rule, const auto &...options) {
            net.entry(name, minimize(loss, rule, options...), metric("loss", each));
        };
        train("gradient_descent", gradient_descent{rate});
        train("l2_decay", gradient_descent{rate}, l2_decay(0.1));
        train("l2_decay_of_weights", gradient_descent{rate}, l2_decay(0.1, except("*.bias")));
        train("momentum", momentum{rate});
        train("nesterov", momentum{.rate = rate, .nesterov = true}, l2_decay(0.05));
        train("adam", adam{rate});
        train("adamw", adamw{.rate = rate, .decay = 0.3});
        train("adamw_of_weights", adam{rate}, decoupled_decay(0.3, "*.weight"));
        train("rmsprop", rmsprop{.rate = rate, .smoothing = 0.9});
        train("rmsprop_centred", rmsprop{.rate = rate, .momentum = 0.8, .centred = true});
        train("adagrad", adagrad{rate});
        train("adagrad_decaying", adagrad{.rate = rate, .rate_decay = 0.2, .start = 0.1, .name = "decaying"});
        train("clip_by_value", gradient_descent{rate}, clip_by_value(0.04));
        net.entry("clip_by_global_norm", minimize(loss, adam{rate}, clip_by_global_norm(0.25), l2_decay(0.1)),
                  metric("loss", each), metric("norm", gradient_norm(loss)));
        train("rate_of", momentum{rate}, rate_of("second.*", 5));
        train("freeze", momentum{rate}, freeze("first.*"));

        net.entry("accumulate", accumulate_gradients(loss), metric("loss", each));
        net.entry("apply", apply_accumulated(net, adam{rate}, clip_by_global_norm(0.25)));
        net.entry("whole", minimize(loss, adam{rate}, clip_by_global_norm(0.25)), metric("loss", each));
        net.entry("evaluate", metric("loss", each));
    }
};

struct optimizers : optimizer_runs<f32> {};
