#include <sylvite/generators/elementwise/family.hpp>
#include <sylvite/generators/lowering/loops.hpp>

namespace sylvite::generators {

void elementwise_family::schedule_cpu(kernel &k, output_alone &, const elementwise_schedule &chosen) {
    schedule_pointwise(k.stage(), k, static_cast<int>(chosen.vector), chosen.grain);
}

}  // namespace sylvite::generators
