// Twenty shapes to which no schedule was fitted, for a look at the heuristics: ./sylvite tune
// bench/networks/untuned.hpp says how much better each could be.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

#include <string>

using namespace sylvite;

struct untuned {
    constexpr void operator()(network &net) const {
        layer<45, 260, 320>(net, "a");
        layer<80, 112, 500>(net, "b");
        layer<170, 90, 75>(net, "c");
        layer<6, 1100, 900>(net, "d");
        layer<29, 520, 1400>(net, "e");
        layer<480, 720, 56>(net, "f");
        layer<1, 700, 1024>(net, "g");
        layer<900, 150, 100>(net, "h");

        product<110, 190, 270>(net, "i", [](auto x, auto y) { return einsum<"mk,kn->mn">(x, y); });
        product<20, 600, 900>(net, "j", [](auto x, auto y) { return einsum<"mk,kn->mn">(x, y); });
        product<512, 100, 1500>(net, "k", [](auto x, auto y) { return einsum<"mk,kn->mn">(x, y); });
        product<12, 60, 6000>(net, "l", [](auto x, auto y) { return einsum<"mk,kn->mn">(x, y); });

        const auto q = net.input<f32, 5, 120, 40>("q");
        const auto k = net.input<f32, 5, 120, 40>("k");
        net.entry("m", output("m", einsum<"bik,bjk->bij">(q, k)));
        const auto weight = net.input<f32, 200, 410>("weight_gradient.x");
        const auto delta = net.input<f32, 200, 270>("weight_gradient.dz");
        net.entry("n", output("n", einsum<"rm,rn->mn">(delta, weight)));

        net.entry("o", output("o", softmax<1>(net.input<f32, 400, 25>("o.x"))));
        net.entry("p", output("p", softmax<1>(net.input<f32, 70, 900>("p.x"))));
        net.entry("q", output("q", layer_normalise<1>(net.input<f32, 120, 500>("q.x"))));
        net.entry("r", output("r", sum<0>(net.input<f32, 4000, 200>("r.x"))));
        net.entry("s", output("s", sum<1>(net.input<f32, 800, 455>("s.x"))));
        net.entry("t", output("t", gelu(net.input<f32, 120, 777>("t.x"))));
    }

    /// relu(x W^T + b)
    template <std::int64_t Rows, std::int64_t Columns, std::int64_t Inner>
    static constexpr void layer(network &net, const char *name) {
        const auto x = net.input<f32, Rows, Inner>(std::string(name) + ".x");
        net.entry(name, output(name, relu(dense<Columns>(std::string(name) + ".dense", x))));
    }

    template <std::int64_t Rows, std::int64_t Columns, std::int64_t Inner, class Product>
    static constexpr void product(network &net, const char *name, Product of) {
        const auto x = net.input<f32, Rows, Inner>(std::string(name) + ".x");
        const auto y = net.input<f32, Inner, Columns>(std::string(name) + ".y");
        net.entry(name, output(name, of(x, y)));
    }
};
