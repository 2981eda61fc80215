#include <sylvite/generators/reduction/algorithm.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {

std::shared_ptr<reduction_funcs> reduction_family::define(kernel &k, const summation &order) {
    const auto reductions = reductions_of(k.space);
    const auto lanes = static_cast<int>(order.lanes);
    auto funcs = std::make_shared<reduction_funcs>();
    if (lanes == 0) {
        k.define_output();
        return funcs;
    }
    held_values held([&](value_id id) -> provider {
        if (std::find(reductions.begin(), reductions.end(), id) == reductions.end()) return {};
        const axis_id along = lanes > 1 ? contiguous_summed_axis(k.space, id) : -1;
        funcs->chains.push_back(define_reduction(k, held, id, {along, lanes, order.chunk}));
        return provider_of(k, id, funcs->chains.back().total);
    });
    k.define_output(&held);
    return funcs;
}

}  // namespace sylvite::generators
