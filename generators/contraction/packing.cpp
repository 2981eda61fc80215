#include <sylvite/generators/contraction/packing.hpp>
#include <sylvite/generators/lowering/math.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

namespace sylvite::generators {
namespace {

/// An index is tile × size + place, or the last one instead; a packed operand has them all.
Expr unclamped(const Expr &index) {
    const auto *clamped = index.as<Halide::Internal::Min>();
    return clamped != nullptr ? clamped->a : index;
}

/// What lies beyond the last element repeats it: it is copied, and never used.
Expr likely_inside(const kernel &k, axis_id a, const Expr &index, int step) {
    const axis &axis = k.space[a];
    const bool whole = !axis.is_dynamic() && axis.bound % step == 0;
    return whole ? index : Halide::min(Halide::likely(index), k.extent(a) - 1);
}

/// Whether memory is contiguous along the sum and not along the tile.
bool needs_transposition(const index_space &space, const packed_operand &p) {
    return p.is_in_tiles() && !p.summed.empty() && main_stride(space, p.operand, p.summed.front()) == 1 &&
           main_stride(space, p.operand, p.tiled) != 1;
}

provider reader_of(const kernel &k, const packed_operand &p, const Func &copy) {
    return [&k, p, copy](const environment &at) {
        const auto index = [&](axis_id a) { return k.at(at, std::span(&a, 1)).front(); };
        std::vector<Expr> args;
        const Expr n = p.is_in_tiles() ? unclamped(index(p.tiled)) : Expr();
        if (p.is_in_tiles()) args.push_back(n % p.size);
        for (const axis_id a : p.summed) args.push_back(a == p.blocked ? index(a) % p.block : index(a));
        if (p.group > 1) args.push_back(n / p.size % p.group);
        if (p.is_in_tiles()) args.push_back(n / p.size / p.group);
        for (const axis_id a : p.further) args.push_back(index(a));
        if (p.is_blocked()) args.push_back(index(p.blocked) / p.block);
        return Expr(copy(args));
    };
}

}  // namespace

packed_funcs define_packed(kernel &k, held_values &held, const packed_operand &operand, const Halide::Type &type,
                           const std::string &name, const Var &sum_block) {
    packed_funcs funcs{.operand = operand, .copy = Func(name), .lines = {}};
    const packed_operand &p = operand;
    environment where = k.empty_environment();
    std::vector<Var> vars;
    if (p.is_in_tiles()) vars.push_back(funcs.place);
    k.bind(where, p.summed, vars, name + "_sum");
    if (p.group > 1) vars.push_back(funcs.place_in_group);
    if (p.is_in_tiles()) vars.push_back(funcs.tile);
    k.bind(where, p.further, vars, name + "_axis");
    if (p.is_blocked()) {
        vars.push_back(sum_block);
        const auto a = static_cast<std::size_t>(p.blocked);
        where.index[a] = likely_inside(k, p.blocked, sum_block * p.block + where.index[a], p.block);
    }
    const Expr tile = p.group > 1 ? funcs.tile * p.group + funcs.place_in_group : Expr(funcs.tile);
    if (p.is_in_tiles())
        where.index[static_cast<std::size_t>(p.tiled)] =
            likely_inside(k, p.tiled, tile * p.size + funcs.place, p.size * p.group);
    const Expr element = math::cast(type, k.emit(p.operand, where));
    if (needs_transposition(k.space, p)) {
        funcs.lines = Func(name + "_lines");
        funcs.lines(vars) = element;
        funcs.copy(vars) = funcs.lines(std::vector<Expr>(vars.begin(), vars.end()));
    } else {
        funcs.copy(vars) = element;
    }
    held.hold(p.operand, reader_of(k, p, funcs.copy));
    return funcs;
}

}  // namespace sylvite::generators
