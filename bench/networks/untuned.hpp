// Twenty shapes to which no schedule was fitted, for a look at the heuristics: ./sylvite tune
// bench/networks/untuned.hpp says how much better each could be.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

#include <string>

using namespace sylvite;

struct untuned {
    constexpr void operator()(network &net) const {
        layer<50, 300, 200>(net, "a");
        layer<64, 96, 640>(net, "b");
        layer<200, 77, 91>(net, "c");
        layer<8, 1500, 700>(net, "d");
        layer<33, 450, 1100>(net, "e");
        layer<600, 600, 40>(net, "f");
        layer<1, 900, 1300>(net, "g");
        layer<1023, 130, 65>(net, "h");

        product<70, 210, 330>(net, "i", [](auto x, auto y) { return einsum<"mk,kn->mn">(x, y); });
        product<16, 720, 480>(net, "j", [](auto x, auto y) { return einsum<"mk,kn->mn">(x, y); });
        product<640, 80, 1200>(net, "k", [](auto x, auto y) { return einsum<"mk,kn->mn">(x, y); });
        product<24, 40, 4000>(net, "l", [](auto x, auto y) { return einsum<"mk,kn->mn">(x, y); });

        const auto q = net.input<f32, 6, 100, 48>("q");
        const auto k = net.input<f32, 6, 100, 48>("k");
        net.entry("m", output("m", einsum<"bik,bjk->bij">(q, k)));
        const auto weight = net.input<f32, 160, 350>("weight_gradient.x");
        const auto delta = net.input<f32, 160, 230>("weight_gradient.dz");
        net.entry("n", output("n", einsum<"rm,rn->mn">(delta, weight)));

        net.entry("o", output("o", softmax<1>(net.input<f32, 300, 30>("o.x"))));
        net.entry("p", output("p", softmax<1>(net.input<f32, 90, 700>("p.x"))));
        net.entry("q", output("q", layer_normalise<1>(net.input<f32, 150, 384>("q.x"))));
        net.entry("r", output("r", sum<0>(net.input<f32, 5000, 120>("r.x"))));
        net.entry("s", output("s", sum<1>(net.input<f32, 1000, 333>("s.x"))));
        net.entry("t", output("t", gelu(net.input<f32, 100, 1001>("t.x"))));
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
