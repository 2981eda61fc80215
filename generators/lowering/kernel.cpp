#include <sylvite/generators/lowering/kernel.hpp>

#include <algorithm>
#include <stdexcept>

namespace sylvite::generators {

Halide::Type value_type(dtype type) {
    constexpr halide_type_code_t codes[] = {halide_type_float, halide_type_int, halide_type_uint};
    if (!is_known(type)) throw std::runtime_error("kernel spec: unknown dtype");
    const dtype_info &t = dtype_table[static_cast<std::size_t>(type)];
    return {codes[static_cast<std::size_t>(t.kind)], t.bits, 1};
}

Halide::Type storage_type(dtype type) { return type == dtype::boolean ? Halide::UInt(8) : value_type(type); }

kernel::kernel(const kernel_spec &spec) : space(spec) {
    for (std::size_t s = 0; s < spec.symbol_bounds.size(); ++s) {
        symbols_.emplace_back("symbol_" + std::to_string(s + 1));
        symbols_.back().set_range(1, static_cast<std::int32_t>(spec.symbol_bounds[s]));
    }
    if (takes_step_values(spec.view()))
        for (const char *name : {"seed", "step", "first_row"}) step_.emplace_back(name);
    for (std::size_t k = 0; k < spec.outputs.size(); ++k)
        if (spec.outputs[k].in_place >= 0) overwritten_[spec.outputs[k].in_place] = static_cast<int>(k);
    in_place_ = !overwritten_.empty();
    for (int k = 0; k < static_cast<int>(spec.arguments.size()); ++k) {
        if (overwritten_.contains(k)) continue;
        // Flat: the address is computed from the axes, whatever the shape, so that merged axes need no buffer of
        // their own shape.
        Halide::ImageParam input(storage_type(spec.arguments[static_cast<std::size_t>(k)].type), 1,
                                 "argument_" + std::to_string(k));
        // No alignment is promised: an input may lie anywhere that its element may.
        input.dim(0).set_min(0).set_stride(1);
        inputs_[k] = input;
    }
    const auto axes = space.output_axes();
    for (std::size_t i = axes.size(); i-- > 0;) vars_.emplace_back("axis" + std::to_string(axes.size() - 1 - i));
}

Expr kernel::extent(const axis &a) const {
    Expr e = static_cast<std::int32_t>(a.factor);
    for (const auto s : a.symbols) e = e * symbols_.at(static_cast<std::size_t>(s) - 1);
    return Halide::Internal::simplify(e);
}

environment kernel::empty_environment(held_values *held) const {
    environment where;
    where.held = held;
    where.index.resize(space.axis_count());
    return where;
}

void kernel::bind(environment &where, std::span<const axis_id> axes, std::vector<Var> &vars,
                  const std::string &prefix) const {
    for (const axis_id a : axes) {
        vars.emplace_back(prefix + std::to_string(a));
        where.index[static_cast<std::size_t>(a)] = vars.back();
    }
}

std::vector<Expr> kernel::at(const environment &where, std::span<const axis_id> axes) const {
    std::vector<Expr> result;
    for (const axis_id a : axes) {
        result.push_back(where.index[static_cast<std::size_t>(a)]);
        if (!result.back().defined())
            throw std::runtime_error("kernel spec: a value is read under an axis that has no index there");
    }
    return result;
}

Halide::Stage kernel::stage() { return in_place_ ? Halide::Stage(output_.update(0)) : Halide::Stage(output_); }

const Var &kernel::var(axis_id output_axis) const {
    const auto axes = space.output_axes();
    const auto found = std::find(axes.begin(), axes.end(), output_axis);
    if (found == axes.end()) throw std::runtime_error("kernel spec: an axis is no axis of the output");
    return vars_[static_cast<std::size_t>(axes.end() - found) - 1];
}

std::vector<Halide::Argument> kernel::call_arguments() const {
    std::vector<Halide::Argument> result;
    for (const auto &symbol : symbols_) result.push_back(symbol);
    for (const auto &value : step_) result.push_back(value);
    for (const auto &[k, input] : inputs_) result.push_back(input);
    return result;
}

}  // namespace sylvite::generators
