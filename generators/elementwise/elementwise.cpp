#include <sylvite/generators/families.hpp>
#include <sylvite/generators/lowering/loops.hpp>

namespace sylvite::generators {

void build_elementwise(kernel &k) {
    k.define_output();
    schedule_pointwise(k.stage(), k, k.integer("vector"), k.parameter("grain"));
}

}  // namespace sylvite::generators
