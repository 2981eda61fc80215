#include <sylvite/generators/lowering/single_stores.hpp>

namespace sylvite::generators {

Halide::Internal::Stmt single_stores::visit(const Halide::Internal::Store *op) {
    using namespace Halide::Internal;
    const auto *index = op->index.as<Broadcast>();
    const auto *value = op->value.as<Broadcast>();
    if (index == nullptr || value == nullptr || !index->value.type().is_scalar() || !is_const_one(op->predicate))
        return IRMutator::visit(op);
    return Store::make(op->name, value->value, index->value, op->param, const_true(), ModulusRemainder());
}

}  // namespace sylvite::generators
