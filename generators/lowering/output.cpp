// The Func of a kernel's outputs, and what Halide is told of their buffers.
#include <sylvite/generators/lowering/exact_pairs.hpp>
#include <sylvite/generators/lowering/guarded_loads.hpp>
#include <sylvite/generators/lowering/kernel.hpp>
#include <sylvite/generators/lowering/known_buffers.hpp>
#include <sylvite/generators/lowering/single_stores.hpp>

namespace sylvite::generators {

environment kernel::output_environment(held_values *held) const {
    environment where = empty_environment(held);
    const auto axes = space.output_axes();
    for (std::size_t i = 0; i < axes.size(); ++i)
        where.index[static_cast<std::size_t>(axes[i])] = vars_[axes.size() - 1 - i];
    return where;
}

// Halide computes the results that read each other's old values before it stores any of them, but it does not look
// into calls, strict arithmetic among them (21.0.0, SplitTuples.cpp). So each read of what another result overwrites is
// repeated in a condition that is always true: LLVM removes it, Halide's simplifier must not see through it.
void kernel::show_reads(int output, Expr &result) const {
    for (const value_id id : space.arguments_below(space.outputs()[static_cast<std::size_t>(output)])) {
        const auto found = overwritten_.find(static_cast<int>(space.at(id).attribute));
        if (found == overwritten_.end() || found->second == output) continue;
        const Expr old = output_(std::vector<Expr>(vars_.begin(), vars_.end()))[found->second];
        const Halide::Type bits = old.type().with_code(halide_type_uint);
        const Expr word = Halide::reinterpret(bits, old);
        const Expr two = Halide::Internal::make_const(bits, 2);
        const Expr always = bits.bits() == 8 ? word * word % two == word % two : word / two <= bits.max() / two;
        result = Halide::select(always, result, Halide::Internal::make_zero(result.type()));
    }
}

void kernel::define_output(held_values *held) {
    environment where = output_environment(held);
    const auto outputs = space.outputs();
    if (in_place_) {
        std::vector<Expr> nothing;
        for (const auto &output : space.spec().outputs)
            nothing.push_back(Halide::undef(storage_type(space.spec().nodes[output.node].type)));
        output_(vars_) = Halide::Tuple(nothing);
    }
    std::vector<Expr> results;
    for (std::size_t k = 0; k < outputs.size(); ++k) {
        const Expr e = emit(outputs[k], where);
        results.push_back(Halide::cast(storage_type(space.spec().nodes[space.spec().outputs[k].node].type), e));
        show_reads(static_cast<int>(k), results.back());
    }
    output_(vars_) = Halide::Tuple(results);
    describe_output_buffers();
}

void kernel::describe_output_buffers() {
    const auto axes = space.output_axes();
    std::vector<Expr> extents;
    for (std::size_t i = 0; i < vars_.size(); ++i) extents.push_back(extent(axes[axes.size() - 1 - i]));
    std::map<std::string, std::vector<Expr>> strides;
    const auto buffers = output_.output_buffers();
    for (std::size_t k = 0; k < buffers.size(); ++k) {
        auto buffer = buffers[k];
        const std::vector<Expr> steps = strides_of_output(k);
        if (!space.spec().outputs[k].is_row) buffer.set_host_alignment(64);
        for (std::size_t i = 0; i < vars_.size(); ++i) {
            auto dimension = buffer.dim(static_cast<int>(i));
            if (Halide::Internal::is_const(steps[i])) dimension.set_stride(steps[i]);
            if (k == 0) dimension.set_bounds(0, extents[i]);  // Halide takes those of the others from the first
        }
        strides[buffer.name()] = steps;
    }
    output_.add_custom_lowering_pass(new known_buffers(extents, strides));
    output_.add_custom_lowering_pass(new single_stores);
    output_.add_custom_lowering_pass(new guarded_loads);
    output_.add_custom_lowering_pass(new exact_pairs);
}

/// Innermost first. An output without some of the axes stands still along them: it is stored there again and again.
std::vector<Expr> kernel::strides_of_output(std::size_t k) const {
    const auto axes = space.output_axes();
    std::vector<Expr> strides;
    Expr step = 1;
    for (std::size_t i = axes.size(); i-- > 0;) {
        const bool moves = contains(space.axes_of_output(k), axes[i]);
        strides.push_back(moves ? step : Expr(0));
        if (moves) step = Halide::Internal::simplify(step * extent(axes[i]));
    }
    return strides;
}

}  // namespace sylvite::generators
