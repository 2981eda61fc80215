// Vectors whose last lanes are held back by a guard, read backwards: those lanes' addresses may lie in front of the
// buffer. They are never read, but where the address is a literal Halide asserts that none is negative (21.0.0, as it
// tells LLVM which loads may overlap).
#pragma once

#include <Halide.h>

namespace sylvite::generators {

/// A lowering pass that gives such an address a name, so that it is no literal.
class guarded_loads final : public Halide::Internal::IRMutator {
  protected:
    using IRMutator::visit;
    Halide::Expr visit(const Halide::Internal::Load *op) override;

  private:
    int count_ = 0;
};

}  // namespace sylvite::generators
