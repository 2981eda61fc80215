#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {

int lanes_of(const index_space &space, const processor &cpu) {
    std::size_t widest = 1;
    for (const auto &v : space.values()) widest = std::max({widest, size_of(v.type), size_of(v.accumulator)});
    return cpu.vector_bytes / static_cast<int>(widest);
}

std::int64_t main_stride(const index_space &space, value_id root, axis_id along) {
    std::int64_t best = 0, volume = -1;
    for (const value_id id : space.arguments_below(root)) {
        const std::int64_t step = space.stride(space.at(id), along);
        const std::int64_t size = space.volume(space.at(id).axes);
        if (step != 0 && size > volume) {
            best = step;
            volume = size;
        }
    }
    return best;
}

axis_id contiguous_summed_axis(const index_space &space, value_id reduction) {
    const value &v = space.at(reduction);
    value_id largest = -1;
    std::int64_t volume = 0;
    for (const value_id id : space.arguments_below(reduction)) {
        const auto moves = [&](axis_id a) { return space.stride(space.at(id), a) != 0; };
        // what stays where it is along the summed axes costs nothing whichever comes first
        if (std::none_of(v.axes.begin(), v.axes.end(), moves)) continue;
        if (const auto size = space.volume(space.at(id).axes); size > volume) {
            largest = id;
            volume = size;
        }
    }
    if (largest < 0) return v.axes.empty() ? -1 : v.axes.back();
    for (const axis_id a : v.axes)
        if (space.stride(space.at(largest), a) == 1) return a;
    return -1;
}

bool is_in_place(const index_space &space) {
    return std::ranges::any_of(space.spec().outputs, [](const auto &o) { return o.in_place >= 0; });
}

axis_id kept_row_axis(const index_space &space) {
    if (is_in_place(space)) return -1;
    const auto axes = space.output_axes();
    std::vector<std::span<const axis_id>> kept;  // by each reduction and by each result of the row
    for (const value_id id : reductions_of(space)) kept.emplace_back(space.at(id).free);
    for (std::size_t k = 0; k < space.outputs().size(); ++k)
        if (space.axes_of_output(k).size() < axes.size()) kept.push_back(space.axes_of_output(k));
    for (std::size_t i = axes.size(); i-- > 0;) {
        const auto is_kept = [&](std::span<const axis_id> by) { return contains(by, axes[i]); };
        if (std::ranges::all_of(kept, is_kept)) return axes[i];
        if (std::ranges::any_of(kept, is_kept)) return -1;
    }
    return -1;
}

std::vector<value_id> reductions_of(const index_space &space) {
    std::vector<value_id> found;
    for (std::size_t i = 0; i < space.values().size(); ++i) {
        const auto kind = graph::info(space.values()[i].kind).kind;
        if ((kind == graph::op_class::reduction || kind == graph::op_class::contraction) &&
            !space.values()[i].axes.empty())
            found.push_back(static_cast<value_id>(i));
    }
    return found;
}

}  // namespace sylvite::generators
