// Single contractions: the dense layer's x W^T at several shapes, and the transpositions of its adjoints.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

namespace bench {

using namespace sylvite;

struct contractions {
    constexpr void operator()(network &net) const {
        multiply<512, 512, 512>(net, "nt_512x512x512", "a0", "b0");
        multiply<1024, 1024, 1024>(net, "nt_1024x1024x1024", "a1", "b1");
        multiply<128, 512, 784>(net, "nt_128x512x784", "a2", "b2");
        const auto dz = net.input<f32, 128, 784>("a3");
        const auto x = net.input<f32, 128, 512>("b3");
        net.entry("tn_784x512x128", output("c", einsum<"rm,rn->mn">(dz, x)));
        const auto a = net.input<f32, 1024, 1024>("a4");
        const auto b = net.input<f32, 1024, 1024>("b4");
        net.entry("nn_1024x1024x1024", output("c", matmul(a, b)));
    }

    /// c [M, N] = a [M, K] b [N, K]^T
    template <std::int64_t M, std::int64_t N, std::int64_t K>
    static constexpr void multiply(network &net, std::string_view entry, std::string_view a, std::string_view b) {
        net.entry(entry, output("c", einsum<"mk,nk->mn">(net.input<f32, M, K>(a), net.input<f32, N, K>(b))));
    }
};

}  // namespace bench
