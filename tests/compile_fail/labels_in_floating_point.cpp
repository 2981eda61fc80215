// SHOWS: labels_are_not_i32<element<dtype::f32>>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto logits = net.input<f32, 32, 10>("logits");
        const auto label = net.input<f32, 32>("label");
        const auto loss = softmax_cross_entropy(logits, label);  // HERE
        net.entry("evaluate", metric("loss", loss));
    }
};

static_assert(parameter_count<spoilt> == 0);
