// SHOWS: weights_are_not_a_vector<extents<32, 10>>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto logits = net.input<f32, 32, 10>("logits");
        const auto label = net.input<i32, 32>("label");
        const auto weights = label_weights(logits, label);  // HERE
        net.entry("evaluate", metric("weight", weights));
    }
};

static_assert(parameter_count<spoilt> == 0);
