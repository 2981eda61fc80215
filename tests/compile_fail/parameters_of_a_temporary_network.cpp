// So does a view of a parameter.
// SHOWS: Mistake = network_is_gone_after_the_call
// WITHIN GCC: 2 LINES
#include <sylvite/runtime/instance.hpp>

std::span<const float, 6> weights(const sylvite::core::program &code) {
    constexpr sylvite::parameter_handle<float, 2, 3> weight{0, "out.weight"};
    return sylvite::instance(code).values(weight);  // HERE
}
