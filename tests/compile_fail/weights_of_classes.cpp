// SHOWS: weights_do_not_match_classes<extents<32, 10>, extents<9>>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto logits = net.input<f32, 32, 10>("logits");
        const auto label = net.input<i32, 32>("label");
        const auto weight = net.input<f32, 9>("weight");
        const auto loss = cross_entropy(logits, label, weight, {.label_smoothing = 0.1});  // HERE
        net.entry("evaluate", metric("loss", loss));
    }
};

static_assert(parameter_count<spoilt> == 0);
