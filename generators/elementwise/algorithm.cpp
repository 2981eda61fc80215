#include <sylvite/generators/elementwise/algorithm.hpp>

namespace sylvite::generators {

std::shared_ptr<elementwise_funcs> elementwise_family::define(kernel &k, const one_algorithm &) {
    auto funcs = std::make_shared<elementwise_funcs>();
    held_values held;
    const auto axes = k.space.output_axes();
    if (!axes.empty()) funcs->random = hold_random_numbers(k, held, {{axes.back()}, random_stretch});
    k.define_output(&held);
    return funcs;
}

}  // namespace sylvite::generators
