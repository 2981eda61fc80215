#include <sylvite/generators/elementwise/family.hpp>
#include <sylvite/generators/lowering/loops.hpp>

namespace sylvite::generators {

void elementwise_family::build(kernel &k, const elementwise_schedule &how) {
    k.define_output();
    schedule_pointwise(k.stage(), k, static_cast<int>(how.vector), how.grain);
}

}  // namespace sylvite::generators
