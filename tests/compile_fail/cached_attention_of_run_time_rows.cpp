// SHOWS: cached_attention_does_not_fit<extents<(symbol<1>::up_to)8, 1, 6>, 2, 16>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
// what it keeps has a size that is known
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, dynamic<8>, 1, 6>("x");
        attention_cache<16> cache(net.scalar<i32>("position"));
        const auto z = cached_attention<2>("attention", x, cache);  // HERE
        net.entry("next", output("z", z), cache.stored());
    }
};

static_assert(parameter_count<spoilt> > 0);
