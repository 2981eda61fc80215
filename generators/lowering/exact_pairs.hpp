// Halide's simplifier takes two values side by side in a vector for a ramp: (a, b) becomes a, and a + (b - a), which
// for floating-point numbers is b only nearly (21.0.0, Simplify_Shuffle.cpp).
#pragma once

#include <Halide.h>

namespace sylvite::generators {

/// A lowering pass that writes such a ramp as the two values again.
class exact_pairs final : public Halide::Internal::IRMutator {
  protected:
    using IRMutator::visit;
    Halide::Expr visit(const Halide::Internal::Ramp *op) override;
};

}  // namespace sylvite::generators
