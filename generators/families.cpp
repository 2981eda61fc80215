#include <sylvite/generators/families.hpp>

#include <stdexcept>

namespace sylvite::generators {

void build(kernel &k) {
    switch (k.space.spec().kind) {
        case codegen::family::elementwise:
            return build_elementwise(k);
        case codegen::family::reduction:
            return build_reduction_family(k);
        case codegen::family::row_wise:
            return build_row_wise(k);
        case codegen::family::contraction:
            return build_contraction(k);
        case codegen::family::scatter:
            return build_scatter(k);
    }
    throw std::runtime_error("kernel spec: unknown family");
}

}  // namespace sylvite::generators
