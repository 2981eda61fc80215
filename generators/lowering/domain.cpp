#include <sylvite/generators/lowering/domain.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

namespace sylvite::generators {

Expr over(const Halide::RDom &r, const Expr &e) {
    for (int i = 0; i < r.dimensions(); ++i)
        if (Halide::Internal::expr_uses_var(e, r[i].name())) return e;
    return r.dimensions() == 0 ? e : Halide::select(r[0] >= 0, e, Halide::Internal::make_zero(e.type()));
}

std::vector<tail_of_lanes> tails_of(const kernel &k, axis_id a, int lanes) {
    if (k.space[a].is_dynamic()) return {{0, 1, Halide::Internal::simplify(k.extent(a) % lanes)}};
    std::vector<tail_of_lanes> tails;
    const auto left = static_cast<int>(k.space[a].bound % lanes);
    int lane = 0;
    for (int width = static_cast<int>(power_of_two_within(lanes)); width >= 1; width /= 2)
        if (left - lane >= width) {
            tails.push_back({lane, width, width});
            lane += width;
        }
    return tails;
}

}  // namespace sylvite::generators
