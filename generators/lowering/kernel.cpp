#include <sylvite/generators/lowering/guarded_loads.hpp>
#include <sylvite/generators/lowering/kernel.hpp>
#include <sylvite/generators/lowering/known_buffers.hpp>
#include <sylvite/generators/lowering/math.hpp>
#include <sylvite/generators/lowering/single_stores.hpp>

#include <algorithm>
#include <bit>
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
    axis_id highest = -1;
    for (const auto &v : space.values())
        for (const auto *list : {&v.axes, &v.free})
            for (const axis_id a : *list) highest = std::max(highest, a);
    for (const axis_id a : space.output_axes()) highest = std::max(highest, a);
    where.index.resize(static_cast<std::size_t>(highest + 1));
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

/// n of a derived axis (index_space.hpp).
Expr kernel::numerator(const axis &a, environment &where) {
    if (a.map.from >= 0) return emit(a.map.from, where);
    Expr flat = 0;
    for (const axis_id part : a.map.of) flat = flat * extent(part) + index_of(part, where);
    flat = flat * static_cast<std::int32_t>(a.map.multiplier) + static_cast<std::int32_t>(a.map.offset);
    return Halide::Internal::simplify(a.map.from_end ? flat + extent(a) : flat);
}

Expr kernel::limit(const axis &a) const {
    return a.is_dynamic() ? Halide::Internal::simplify(extent(a) - 1) : Expr(static_cast<std::int32_t>(a.map.limit));
}

Expr kernel::index_of(axis_id id, environment &where) {
    const axis &a = space[id];
    if (!a.is_derived) return at(where, std::span(&id, 1)).front();
    Expr n = numerator(a, where);
    if (a.map.is_guarded) n = Halide::clamp(n, 0, limit(a));
    if (a.map.divisor != 1) n = n / static_cast<std::int32_t>(a.map.divisor);
    return a.map.wraps ? n % static_cast<std::int32_t>(a.bound) : n;
}

Expr kernel::has_element(axis_id id, environment &where) {
    const axis &a = space[id];
    const Expr n = numerator(a, where);
    Expr all = Halide::Internal::const_true();
    const bool may_be_low = a.map.from >= 0 || a.map.offset < 0 || a.map.multiplier < 0;
    if (may_be_low) all = n >= 0;
    const std::int64_t highest = (space.volume(a.map.of) - 1) * a.map.multiplier + a.map.offset;
    if (a.map.from >= 0 || a.is_dynamic() || highest > a.map.limit) all = all && n <= limit(a);
    if (a.map.dilation != 1) all = all && n % static_cast<std::int32_t>(a.map.dilation) == 0;
    return all;
}

Expr kernel::have_elements(std::span<const axis_id> axes, environment &where) {
    Expr all = Halide::Internal::const_true();
    for (const axis_id a : axes) all = all && has_element(a, where);
    return Halide::Internal::simplify(all);
}

Expr kernel::address(const value &v, environment &where) {
    Expr flat = 0, step = 1;
    for (std::size_t i = v.axes.size(); i-- > 0;) {
        flat = flat + index_of(v.axes[i], where) * step;
        step = Halide::Internal::simplify(step * extent(v.axes[i]));
    }
    return Halide::Internal::simplify(flat);
}

Expr kernel::read_argument(const value &v, environment &where) {
    const int k = static_cast<int>(v.attribute);
    Expr loaded;
    if (const auto found = overwritten_.find(k); found != overwritten_.end()) {
        const auto axes = space.output_axes();
        const bool same = std::equal(v.axes.begin(), v.axes.end(), axes.begin(), axes.end());
        if (!same || !output_.defined())
            throw std::runtime_error("kernel spec: argument " + std::to_string(k) +
                                     " is overwritten, but read at another index than the one written");
        std::vector<Expr> here(vars_.begin(), vars_.end());
        loaded = space.outputs().size() == 1 ? Expr(output_(here)) : Expr(output_(here)[found->second]);
    } else {
        loaded = inputs_.at(k)(address(v, where));
    }
    return v.type == dtype::boolean ? loaded != Halide::cast<std::uint8_t>(0) : loaded;
}

Expr kernel::emit(value_id id, environment &where) {
    if (const auto known = where.memo.find(id); known != where.memo.end()) return known->second;
    const value &v = space.at(id);
    const provider *held = where.held == nullptr ? nullptr : where.held->find(id, graph::info(v.kind).kind);
    const Expr e = held != nullptr ? (*held)(where) : emit_new(v, where);
    where.memo[id] = e;
    return e;
}

Expr kernel::emit_below(value_id id, environment &where) { return emit_new(space.at(id), where); }

Expr kernel::emit_new(const value &v, environment &where) {
    using graph::op;
    switch (v.kind) {
        case op::argument:
            return read_argument(v, where);
        case op::constant:
            return Halide::Internal::make_const(value_type(v.type), std::bit_cast<double>(v.attribute));
        case op::extent:
            return symbols_.at(static_cast<std::size_t>(v.attribute) - 1);
        case op::iota: {
            Expr flat = 0;
            for (const axis_id a : v.axes) flat = flat * extent(a) + index_of(a, where);
            return Halide::Internal::simplify(flat);
        }
        case op::pad:
        case op::gather:
            return math::choose(have_elements(v.axes, where), emit(v.inputs[0], where),
                                Halide::Internal::make_const(value_type(v.type), std::bit_cast<double>(v.attribute)));
        default:
            break;
    }
    if (v.axes.empty() && v.kind == op::contraction)
        return math::cast(value_type(v.type),
                          math::multiply(math::cast(value_type(v.accumulator), emit(v.inputs[0], where)),
                                         math::cast(value_type(v.accumulator), emit(v.inputs[1], where))));
    if (v.axes.empty() && graph::is_position(v.kind)) return 0;
    if (v.axes.empty() && graph::info(v.kind).kind == graph::op_class::reduction)
        return math::cast(value_type(v.type), emit(v.inputs[0], where));
    if (graph::info(v.kind).kind != graph::op_class::elementwise)
        throw std::runtime_error(std::string("kernel spec: ") + graph::info(v.kind).name +
                                 " cannot stand in a kernel of the family " + name_of(space.spec().kind));
    std::vector<Expr> operands;
    for (const value_id input : v.inputs) operands.push_back(emit(input, where));
    return math::apply(v.kind, value_type(v.type), operands);
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

environment kernel::output_environment(held_values *held) const {
    environment where = empty_environment(held);
    const auto axes = space.output_axes();
    for (std::size_t i = 0; i < axes.size(); ++i)
        where.index[static_cast<std::size_t>(axes[i])] = vars_[axes.size() - 1 - i];
    return where;
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
        buffer.set_host_alignment(64);
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
    for (const auto &[k, input] : inputs_) result.push_back(input);
    return result;
}

}  // namespace sylvite::generators
