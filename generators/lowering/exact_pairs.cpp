#include <sylvite/generators/lowering/exact_pairs.hpp>

namespace sylvite::generators {

Halide::Expr exact_pairs::visit(const Halide::Internal::Ramp *op) {
    using namespace Halide::Internal;
    const auto *difference = op->stride.as<Sub>();
    if (op->lanes != 2 || !op->base.type().is_float() || difference == nullptr || !equal(difference->b, op->base))
        return IRMutator::visit(op);
    return Shuffle::make_concat({mutate(op->base), mutate(difference->a)});
}

}  // namespace sylvite::generators
