// A vector of equal lanes that is stored to one address, which an output is that stands still along the vectorised
// axis. Halide would store each lane.
#pragma once

#include <Halide.h>

namespace sylvite::generators {

/// A lowering pass that stores one lane of it.
class single_stores final : public Halide::Internal::IRMutator {
  protected:
    using IRMutator::visit;
    Halide::Internal::Stmt visit(const Halide::Internal::Store *op) override;
};

}  // namespace sylvite::generators
