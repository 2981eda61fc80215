// Where nodes are written.
#pragma once

#include <sylvite/dsl/graph/builder.hpp>

namespace sylvite::graph {

/// While it lives, what is added is written at this line, unless a caller's line is known already: a layer's
/// operations stand where the user called the layer.
class at {
  public:
    constexpr at(builder &b, const location &where) : builder_(b), before_(b.current_location()) {
        if (before_ == 0 && where.known()) b.set_location(b.add_location(where));
    }
    at(const at &) = delete;
    at &operator=(const at &) = delete;
    constexpr ~at() { builder_.set_location(before_); }

  private:
    builder &builder_;
    std::uint32_t before_;
};

}  // namespace sylvite::graph
