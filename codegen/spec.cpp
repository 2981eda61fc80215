#include <sylvite/codegen/spec.hpp>

namespace sylvite::codegen {

const char *name_of(family kind) {
    switch (kind) {
        case family::elementwise:
            return "elementwise";
        case family::reduction:
            return "reduction";
        case family::row_wise:
            return "row_wise";
        case family::contraction:
            return "contraction";
        case family::scatter:
            return "scatter";
    }
    return "?";
}

}  // namespace sylvite::codegen
