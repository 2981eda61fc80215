#include <sylvite/generators/lowering/known_buffers.hpp>

namespace sylvite::generators {

known_buffers::known_buffers(std::vector<Halide::Expr> extents) : extents_(std::move(extents)) {
    Halide::Expr step = 1;
    for (const Halide::Expr &e : extents_) {
        strides_.push_back(step);
        step = Halide::Internal::simplify(step * e);
    }
}

Halide::Expr known_buffers::visit(const Halide::Internal::Call *op) {
    using Halide::Internal::Call;
    const bool is_minimum = op->name == Call::buffer_get_min;
    if (!is_minimum && op->name != Call::buffer_get_extent && op->name != Call::buffer_get_stride)
        return IRMutator::visit(op);
    if (is_minimum) return 0;
    const auto dimension = Halide::Internal::as_const_int(op->args[1]);
    if (!dimension || *dimension < 0 || static_cast<std::size_t>(*dimension) >= extents_.size())
        return IRMutator::visit(op);
    return (op->name == Call::buffer_get_extent ? extents_ : strides_)[static_cast<std::size_t>(*dimension)];
}

}  // namespace sylvite::generators
