// The outputs' layout is known: dense, at the spec's extents. Halide would read strides from the buffers it is called
// with, whose axes need not be the kernel's (adjacent axes are merged).
#pragma once

#include <Halide.h>

#include <map>
#include <string>
#include <vector>

namespace sylvite::generators {

/// A lowering pass that replaces reads of a buffer's minimum, extent and stride by what they are. For kernels whose
/// inputs have one dimension of stride 1, and whose outputs all have these extents, innermost first, and the strides
/// that are given by the buffer's name.
class known_buffers final : public Halide::Internal::IRMutator {
  public:
    using strides = std::map<std::string, std::vector<Halide::Expr>>;
    known_buffers(std::vector<Halide::Expr> extents, strides of_output);

  protected:
    using IRMutator::visit;
    Halide::Expr visit(const Halide::Internal::Call *op) override;

  private:
    std::vector<Halide::Expr> extents_;
    strides strides_;
};

}  // namespace sylvite::generators
