#include <sylvite/generators/contraction/tile.hpp>
#include <sylvite/generators/lowering/reduce.hpp>

#include <optional>

namespace sylvite::generators {

using Halide::RDom;

void register_tile::define_dots() {
    Func f("lanes");
    Var lane("lane");
    std::vector<Var> rest{column_, row_};
    for (const Var &v : outer_vars()) rest.push_back(v);
    std::vector<Var> args = rest;
    args.insert(args.begin(), lane);
    environment where = inside(panel_ * columns_ + column_, tile_ * rows_ + row_);
    f(args) = Halide::Internal::make_const(type_, 0);
    f.bound(lane, 0, vector_).bound(column_, 0, columns_).bound(row_, 0, rows_);
    f.vectorize(lane).unroll(column_).unroll(row_);

    const axis_id along = roles_.summed.back();
    const auto update = [&](const std::optional<tail_of_lanes> &tail) {
        Halide::Region bounds;
        for (std::size_t i = roles_.summed.size(); i-- > 0;) {
            Expr n = k_.extent(roles_.summed[i]);
            if (roles_.summed[i] == along) n = tail ? tail->count : n / vector_;
            bounds.emplace_back(0, Halide::Internal::simplify(n));
        }
        RDom r(bounds, tail ? "tail" : "sum");
        environment here = where;
        for (std::size_t i = 0; i < roles_.summed.size(); ++i)
            here.index[static_cast<std::size_t>(roles_.summed[i])] = r[static_cast<int>(roles_.summed.size() - 1 - i)];
        here.index[static_cast<std::size_t>(along)] =
            tail ? Halide::Internal::simplify(k_.extent(along) / vector_ * vector_) + tail->lane + r[0]
                 : r[0] * vector_ + lane;
        std::vector<Expr> place(args.begin(), args.end());
        if (tail) place[0] = tail->lane + r[0];
        f(place) += over(r, product(here));
        Halide::Stage stage = f.update(f.num_update_definitions() - 1);
        std::vector<Halide::VarOrRVar> order{row_, column_};
        for (int i = tail ? 1 : 0; i < r.dimensions(); ++i) order.emplace_back(r[i]);
        order.insert(order.begin(), tail ? Halide::VarOrRVar(r[0]) : Halide::VarOrRVar(lane));
        stage.reorder(order);
        if (!tail || tail->width > 1) stage.vectorize(order.front()).unroll(row_).unroll(column_);
    };
    update({});
    for (const tail_of_lanes &tail : tails_of(k_, along, vector_)) update(tail);
    stages_.push_back(f);
    fold_lanes(rest);
}

/// Pairwise, so that each half is one addition of vectors.
void register_tile::fold_lanes(const std::vector<Var> &rest) {
    const Var lane("lane");
    for (int lanes = vector_ / 2; lanes >= 1; lanes /= 2) {
        Func half("half" + std::to_string(lanes));
        std::vector<Expr> low(rest.begin(), rest.end()), high = low;
        low.insert(low.begin(), lanes > 1 ? Expr(lane) : Expr(0));
        high.insert(high.begin(), lanes > 1 ? Expr(lane + lanes) : Expr(1));
        std::vector<Var> half_args = rest;
        if (lanes > 1) half_args.insert(half_args.begin(), lane);
        half(half_args) = stages_.back()(low) + stages_.back()(high);
        if (lanes > 1) half.bound(lane, 0, lanes).vectorize(lane);
        half.bound(column_, 0, columns_).bound(row_, 0, rows_).unroll(column_).unroll(row_);
        stages_.push_back(half);
    }
}

}  // namespace sylvite::generators
