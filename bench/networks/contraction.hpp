// A single contraction c [M, N] = a [M, K] b [K, N] as an entry; what contractions.txt lists becomes a network of
// these.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

namespace bench {

/// A and B: how the operands lie in memory, 'n' as written above, 't' transposed.
template <char A, char B, std::int64_t M, std::int64_t N, std::int64_t K>
constexpr void contract(sylvite::network &net, std::string_view entry, std::string_view a, std::string_view b) {
    using namespace sylvite;
    static_assert((A == 'n' || A == 't') && (B == 'n' || B == 't'), "contractions.txt: an order is nn, nt, tn or tt");
    const auto x = net.input<f32, (A == 'n' ? M : K), (A == 'n' ? K : M)>(a);
    const auto y = net.input<f32, (B == 'n' ? K : N), (B == 'n' ? N : K)>(b);
    if constexpr (A == 'n' && B == 'n') net.entry(entry, output("c", einsum<"mk,kn->mn">(x, y)));
    if constexpr (A == 'n' && B == 't') net.entry(entry, output("c", einsum<"mk,nk->mn">(x, y)));
    if constexpr (A == 't' && B == 'n') net.entry(entry, output("c", einsum<"km,kn->mn">(x, y)));
    if constexpr (A == 't' && B == 't') net.entry(entry, output("c", einsum<"km,nk->mn">(x, y)));
}

}  // namespace bench
