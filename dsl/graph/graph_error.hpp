// What the functions of fault.hpp throw at run time. Apart from them, since <stdexcept> takes half as long to read as
// all of dsl/.
#pragma once

#include <sylvite/dsl/shape.hpp>

#include <stdexcept>
#include <string>

namespace sylvite {

struct graph_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// As the sentences show it: "[up to 32, 8]".
[[nodiscard]] std::string to_string(const shape &s);

}  // namespace sylvite
