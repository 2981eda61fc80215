#include <sylvite/generators/autoschedule/autoschedule.hpp>
#include <sylvite/generators/lowering/reduce.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>
#include <stdexcept>

namespace sylvite::generators {

void build_plain(kernel &k) {
    if (k.space.spec().kind == family::scatter)
        throw std::runtime_error(
            "an autoscheduler was asked for a kernel of the family scatter, which has no plain form");
    const auto reductions = reductions_of(k.space);
    held_values held([&](value_id id) -> provider {
        if (std::find(reductions.begin(), reductions.end(), id) == reductions.end()) return {};
        return provider_of(k, id, define_reduction(k, held, id, {}).total);
    });
    k.define_output(&held);
}

}  // namespace sylvite::generators
