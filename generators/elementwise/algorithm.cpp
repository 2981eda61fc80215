#include <sylvite/generators/elementwise/family.hpp>
#include <sylvite/generators/lowering/kernel.hpp>

namespace sylvite::generators {

std::shared_ptr<output_alone> elementwise_family::define(kernel &k, const one_algorithm &) {
    k.define_output();
    return std::make_shared<output_alone>();
}

}  // namespace sylvite::generators
