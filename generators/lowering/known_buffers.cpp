#include <sylvite/generators/lowering/known_buffers.hpp>

namespace sylvite::generators {

known_buffers::known_buffers(std::vector<Halide::Expr> extents, strides of_output)
    : extents_(std::move(extents)), strides_(std::move(of_output)) {}

Halide::Expr known_buffers::visit(const Halide::Internal::Call *op) {
    using Halide::Internal::Call;
    const bool is_minimum = op->name == Call::buffer_get_min;
    if (!is_minimum && op->name != Call::buffer_get_extent && op->name != Call::buffer_get_stride)
        return IRMutator::visit(op);
    if (is_minimum) return 0;
    const auto dimension = Halide::Internal::as_const_int(op->args[1]);
    if (!dimension || *dimension < 0 || static_cast<std::size_t>(*dimension) >= extents_.size())
        return IRMutator::visit(op);
    const auto i = static_cast<std::size_t>(*dimension);
    if (op->name == Call::buffer_get_extent) return extents_[i];
    const auto *buffer = op->args[0].as<Halide::Internal::Variable>();
    if (buffer == nullptr) return IRMutator::visit(op);
    const auto output = strides_.find(buffer->name.substr(0, buffer->name.rfind(".buffer")));
    return output == strides_.end() ? Halide::Expr(1) : output->second[i];
}

}  // namespace sylvite::generators
