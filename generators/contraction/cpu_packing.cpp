// Copies of operands: vectors along the tile, or squares that are transposed in registers.
#include <sylvite/generators/contraction/cpu.hpp>
#include <sylvite/generators/lowering/storage.hpp>

#include <algorithm>

namespace sylvite::generators {
namespace {

using Halide::TailStrategy;

/// Loads vectors along the sum, as many as the tile has places, and stores them transposed.
void transpose(packed_funcs &packed, int vector) {
    Func &f = packed.copy;
    const Var steps("steps"), step("step"), lane("lane"), sum = f.args()[1];
    int side = std::min(vector, std::max(4, vector / 2));
    while (packed.operand.size % side != 0) side /= 2;  // a tile of dots has any number of columns
    f.split(packed.place, packed.place, lane, side).vectorize(lane);
    f.split(sum, steps, step, side, TailStrategy::GuardWithIf).reorder(lane, step, packed.place, steps).unroll(step);
    f.unroll(packed.place);
    packed.lines.compute_at(f, packed.place).vectorize(sum, side, TailStrategy::GuardWithIf).unroll(packed.place);
    // Else the last ones' size, unknown until they run, would be asked of the heap.
    packed.lines.bound_storage(sum, side);
}

/// In the order of memory: the stores hit the cache anyway.
void read_in_order(packed_funcs &packed) {
    std::vector<Halide::VarOrRVar> order{packed.place, packed.place_in_group};
    const std::vector<Var> args = packed.copy.args();
    for (std::size_t i = 1; i < args.size(); ++i)
        if (args[i].name() != packed.place_in_group.name()) order.emplace_back(args[i]);
    packed.copy.reorder(order);
}

/// What one task packs at once has a constant size.
void bound_in_task(packed_funcs &packed) {
    const packed_operand &p = packed.operand;
    const std::vector<Var> args = packed.copy.args();
    std::size_t i = 1;
    const auto extent = [&] { return static_cast<int>(p.memory.extents[i]); };
    for (; i <= p.summed.size(); ++i) packed.copy.bound_storage(args[i], extent());
    if (p.group > 1) {
        packed.copy.bound(args[i], 0, extent());
        ++i;
    }
    for (; i < args.size(); ++i) packed.copy.bound_extent(args[i], extent());
}

}  // namespace

void schedule_packed_columns(packed_funcs &packed, int vector, bool parallel) {
    const packed_operand &p = packed.operand;
    Func &f = packed.copy;
    keep(f, p.memory);
    f.bound(packed.place, 0, p.size);
    if (packed.is_transposed())
        transpose(packed, vector);
    else if (p.size >= vector)
        f.vectorize(packed.place, vector).unroll(packed.place);
    if (p.is_in_tasks()) {
        if (p.group > 1 && !packed.is_transposed()) read_in_order(packed);
        bound_in_task(packed);
    } else if (parallel) {
        f.parallel(packed.tile);
    }
}

void schedule_packed_rows(packed_funcs &packed, int vector, bool parallel, const index_space &space) {
    const packed_operand &p = packed.operand;
    Func &f = packed.copy;
    keep(f, p.memory);
    if (p.is_in_tiles())
        f.bound(packed.place, 0, p.size).unroll(packed.place);
    else if (!p.summed.empty() && space[p.summed.front()].bound >= vector)
        f.vectorize(f.args().front(), vector, TailStrategy::GuardWithIf);
    if (parallel && f.args().size() > 1) f.parallel(p.is_in_tiles() ? packed.tile : f.args().back());
}

}  // namespace sylvite::generators
