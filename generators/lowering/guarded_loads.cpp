#include <sylvite/generators/lowering/guarded_loads.hpp>

#include <algorithm>
#include <string>

namespace sylvite::generators {

Halide::Expr guarded_loads::visit(const Halide::Internal::Load *op) {
    using namespace Halide::Internal;
    const auto *ramp = op->index.as<Ramp>();
    const auto base = ramp != nullptr ? as_const_int(ramp->base) : std::nullopt;
    const auto step = ramp != nullptr ? as_const_int(ramp->stride) : std::nullopt;
    if (!base || !step || std::min(*base, *base + *step * (ramp->lanes - 1)) >= 0) return IRMutator::visit(op);
    const std::string name = "guarded_address" + std::to_string(count_++);
    const Halide::Expr index = Ramp::make(Variable::make(ramp->base.type(), name), ramp->stride, ramp->lanes);
    return Let::make(name, ramp->base,
                     Load::make(op->type, op->name, index, op->image, op->param, mutate(op->predicate), op->alignment));
}

}  // namespace sylvite::generators
