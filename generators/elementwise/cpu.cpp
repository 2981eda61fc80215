#include <sylvite/generators/elementwise/algorithm.hpp>
#include <sylvite/generators/lowering/loops.hpp>

namespace sylvite::generators {

void elementwise_family::schedule_cpu(kernel &k, elementwise_funcs &funcs, const elementwise_schedule &chosen) {
    const auto lanes = static_cast<int>(chosen.vector);
    if (funcs.random.empty()) return schedule_pointwise(k.stage(), k, lanes, chosen.grain);
    const Var stretch("stretch");
    schedule_pointwise(k.stage(), k, lanes, chosen.grain, &stretch, random_stretch);
    for (random_block &block : funcs.random) schedule_random_block(block, k.output(), stretch, lanes);
}

}  // namespace sylvite::generators
