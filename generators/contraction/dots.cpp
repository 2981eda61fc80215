// The register tile with vectors along the summed axis.
#include <sylvite/generators/contraction/tile.hpp>
#include <sylvite/generators/lowering/domain.hpp>

#include <optional>

namespace sylvite::generators {

using Halide::RDom;

void register_tile::define_dots() {
    Func f("lanes");
    const int vector = shape_.vector;
    const Var lane = funcs_.lane;
    std::vector<Var> rest{funcs_.column, funcs_.row};
    for (const Var &v : funcs_.outer()) rest.push_back(v);
    std::vector<Var> args = rest;
    args.insert(args.begin(), lane);
    const environment where =
        inside(funcs_.panel * shape_.columns + funcs_.column, funcs_.tile * shape_.rows + funcs_.row);
    f(args) = Halide::Internal::make_const(type_, 0);

    const axis_id along = roles_.summed.back();
    const auto update = [&](const std::optional<tail_of_lanes> &tail) {
        Halide::Region bounds;
        for (std::size_t i = roles_.summed.size(); i-- > 0;) {
            Expr n = k_.extent(roles_.summed[i]);
            if (roles_.summed[i] == along) n = tail ? tail->count : n / vector;
            bounds.emplace_back(0, Halide::Internal::simplify(n));
        }
        RDom r(bounds, tail ? "tail" : "sum");
        environment here = where;
        for (std::size_t i = 0; i < roles_.summed.size(); ++i)
            here.index[static_cast<std::size_t>(roles_.summed[i])] = r[static_cast<int>(roles_.summed.size() - 1 - i)];
        here.index[static_cast<std::size_t>(along)] =
            tail ? Halide::Internal::simplify(k_.extent(along) / vector * vector) + tail->lane + r[0]
                 : r[0] * vector + lane;
        std::vector<Expr> place(args.begin(), args.end());
        if (tail) place[0] = tail->lane + r[0];
        f(place) += over(r, product(here));
        funcs_.tails.push_back(tail ? tail->width : 0);
    };
    update({});
    for (const tail_of_lanes &tail : tails_of(k_, along, vector)) update(tail);
    funcs_.stages.push_back(f);
    define_halves(rest);
}

/// Pairwise, so that each half is one addition of vectors.
void register_tile::define_halves(const std::vector<Var> &rest) {
    for (int lanes = shape_.vector / 2; lanes >= 1; lanes /= 2) {
        Func half("half" + std::to_string(lanes));
        std::vector<Expr> low(rest.begin(), rest.end()), high = low;
        low.insert(low.begin(), lanes > 1 ? Expr(funcs_.lane) : Expr(0));
        high.insert(high.begin(), lanes > 1 ? Expr(funcs_.lane + lanes) : Expr(1));
        std::vector<Var> half_args = rest;
        if (lanes > 1) half_args.insert(half_args.begin(), funcs_.lane);
        half(half_args) = funcs_.stages.back()(low) + funcs_.stages.back()(high);
        funcs_.stages.push_back(half);
    }
}

}  // namespace sylvite::generators
