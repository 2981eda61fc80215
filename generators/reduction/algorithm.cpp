#include <sylvite/generators/lowering/loops.hpp>
#include <sylvite/generators/reduction/algorithm.hpp>
#include <sylvite/generators/reduction/storage.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {
namespace {

/// The kept axis whose last tile, or last group of results side by side, reaches beyond its end; -1: none does.
axis_id overrun_axis(const kernel &k, value_id reduction, const summation &order) {
    const axis_id a = innermost_kept_axis(k.space, reduction);
    if (a < 0) return -1;
    const std::int64_t size =
        order.lanes > 1 ? order.unroll : tile_of(k.space, {.vector = order.vector, .unroll = order.unroll}).size;
    const bool is_whole = !k.space[a].is_dynamic() && k.space[a].bound % size == 0;
    return is_whole || tail_of(k, a, size) == Halide::TailStrategy::ShiftInwards ? -1 : a;
}

}  // namespace

std::shared_ptr<reduction_funcs> reduction_family::define(kernel &k, const summation &order) {
    const auto reductions = reductions_of(k.space);
    const auto lanes = static_cast<int>(order.lanes);
    auto funcs = std::make_shared<reduction_funcs>();
    if (lanes == 0) {
        k.define_output();
        return funcs;
    }
    const axis_id overrun = reductions.empty() ? -1 : overrun_axis(k, reductions.front(), order);
    held_values held([&](value_id id) -> provider {
        if (std::find(reductions.begin(), reductions.end(), id) == reductions.end()) return {};
        const axis_id along = lanes > 1 ? contiguous_summed_axis(k.space, id) : -1;
        funcs->chains.push_back(define_reduction(k, held, id, {along, lanes, order.chunk, overrun}));
        return provider_of(k, id, funcs->chains.back().total);
    });
    k.define_output(&held);
    return funcs;
}

}  // namespace sylvite::generators
