// SHOWS: element types are f32, f64, i32 and boolean: cast<f32>(x)
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto y = net.input<i32, 4>("y");
        const auto z = cast<float>(y);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> > 0);
