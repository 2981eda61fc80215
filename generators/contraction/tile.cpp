#include <sylvite/generators/contraction/tile.hpp>
#include <sylvite/generators/lowering/math.hpp>
#include <sylvite/generators/lowering/reduce.hpp>

#include <algorithm>

namespace sylvite::generators {

using Halide::RDom;
using Halide::TailStrategy;

namespace {

/// An index is tile × size + place, or the last one instead; a packed operand has them all.
Expr unclamped(const Expr &index) {
    const auto *clamped = index.as<Halide::Internal::Min>();
    return clamped != nullptr ? clamped->a : index;
}

}  // namespace

register_tile::register_tile(kernel &k, const contraction_roles &roles, const tile_shape &shape)
    : k_(k), roles_(roles), shape_(shape), rows_(shape.rows), columns_(shape.columns), vector_(k.integer("vector")),
      type_(value_type(k.space.at(roles.root).accumulator)) {
    for (const axis_id a : k.space.at(roles.root).free)
        if (a != roles.row && a != roles.column) further_.push_back(a);
    for (const axis_id a : further_) further_vars_.emplace_back("further" + std::to_string(a));
    if (shape.pack_columns) pack_columns();
    if (shape.pack_rows) pack_rows();
    if (shape.dots)
        define_dots();
    else
        define_panels();
}

/// Rows and columns beyond the last one repeat it: they are computed, and never stored.
environment register_tile::inside(const Expr &column, const Expr &row) const {
    environment where = k_.empty_environment();
    const auto set = [&](axis_id a, const Expr &e, int step) {
        const axis &axis = k_.space[a];
        const bool whole = !axis.is_dynamic() && axis.bound % step == 0;
        where.index[static_cast<std::size_t>(a)] = whole ? e : Halide::min(e, k_.extent(a) - 1);
    };
    set(roles_.column, column, columns_);
    set(roles_.row, row, rows_);
    for (std::size_t i = 0; i < further_.size(); ++i)
        where.index[static_cast<std::size_t>(further_[i])] = further_vars_[i];
    return where;
}

/// Panels of `columns` columns: within a panel all columns of one summed index, then those of the next.
void register_tile::pack_columns() {
    const value_id operand = roles_.column_operand;
    Func f("packed_columns");
    environment where = k_.empty_environment();
    std::vector<Var> vars{column_};
    std::vector<axis_id> summed;
    for (std::size_t i = roles_.summed.size(); i-- > 0;)
        if (contains(k_.space.at(operand).free, roles_.summed[i])) summed.push_back(roles_.summed[i]);
    k_.bind(where, summed, vars, "sum_axis");
    vars.push_back(panel_);
    std::vector<axis_id> further;
    for (const axis_id a : further_)
        if (contains(k_.space.at(operand).free, a)) further.push_back(a);
    k_.bind(where, further, vars, "further_axis");
    const axis &column = k_.space[roles_.column];
    const Expr index = panel_ * columns_ + column_;
    const bool whole = !column.is_dynamic() && column.bound % columns_ == 0;
    where.index[static_cast<std::size_t>(roles_.column)] =
        whole ? index : Halide::min(Halide::likely(index), k_.extent(roles_.column) - 1);
    f(vars) = math::cast(type_, k_.emit(operand, where));
    f.compute_root().bound(column_, 0, columns_);
    if (columns_ >= vector_) f.vectorize(column_, vector_).unroll(column_);
    if (k_.parameter("parallel") != 0) f.parallel(panel_);
    const auto column_axis = roles_.column;
    const int columns = columns_;
    const kernel &k = k_;
    k_.providers[operand] = [&k, f, summed, further, column_axis, columns](const environment &at) {
        const Expr n = unclamped(at.index[static_cast<std::size_t>(column_axis)]);
        std::vector<Expr> args{n % columns};
        for (const Expr &e : k.at(at, summed)) args.push_back(e);
        args.push_back(n / columns);
        for (const Expr &e : k.at(at, further)) args.push_back(e);
        return Expr(f(args));
    };
}

/// With dots the operand's rows one after the other; with panels, tiles of `rows` rows: within a tile all rows of one
/// summed index, then those of the next.
void register_tile::pack_rows() {
    const value_id operand = roles_.row_operand;
    const bool in_tiles = !shape_.dots;
    Func f("packed_rows");
    environment where = k_.empty_environment();
    std::vector<Var> vars;
    if (in_tiles) vars.push_back(row_);
    std::vector<axis_id> order;
    for (std::size_t i = roles_.summed.size(); i-- > 0;)
        if (contains(k_.space.at(operand).free, roles_.summed[i])) order.push_back(roles_.summed[i]);
    const std::size_t summed_count = order.size();
    k_.bind(where, order, vars, "row_axis");
    if (in_tiles) vars.push_back(tile_);
    for (const axis_id a : k_.space.at(operand).free)
        if (!contains(order, a) && !(in_tiles && a == roles_.row)) order.push_back(a);
    k_.bind(where, std::span(order).subspan(summed_count), vars, "row_axis");
    if (in_tiles) {
        const axis &row = k_.space[roles_.row];
        const bool whole = !row.is_dynamic() && row.bound % rows_ == 0;
        const Expr index = tile_ * rows_ + row_;
        where.index[static_cast<std::size_t>(roles_.row)] =
            whole ? index : Halide::min(Halide::likely(index), k_.extent(roles_.row) - 1);
    }
    f(vars) = math::cast(type_, k_.emit(operand, where));
    f.compute_root();
    if (in_tiles) {
        f.bound(row_, 0, rows_).unroll(row_);
    } else if (k_.space[order.front()].bound >= vector_) {
        f.vectorize(vars.front(), vector_, TailStrategy::GuardWithIf);
    }
    if (k_.parameter("parallel") != 0 && vars.size() > 1) f.parallel(in_tiles ? tile_ : vars.back());
    const kernel &k = k_;
    const auto row_axis = roles_.row;
    const int rows = rows_;
    k_.providers[operand] = [&k, f, order, summed_count, in_tiles, row_axis, rows](const environment &at) {
        if (!in_tiles) return Expr(f(k.at(at, order)));
        const Expr m = unclamped(at.index[static_cast<std::size_t>(row_axis)]);
        std::vector<Expr> args{m % rows};
        for (const Expr &e : k.at(at, std::span(order).first(summed_count))) args.push_back(e);
        args.push_back(m / rows);
        for (const Expr &e : k.at(at, std::span(order).subspan(summed_count))) args.push_back(e);
        return Expr(f(args));
    };
}

Expr register_tile::product(environment &where) {
    const auto &v = k_.space.at(roles_.root);
    return math::cast(type_, k_.emit(v.inputs[0], where)) * math::cast(type_, k_.emit(v.inputs[1], where));
}

void register_tile::define_panels() {
    Func f("tile");
    std::vector<Var> args{column_, row_, panel_, tile_};
    args.insert(args.end(), further_vars_.begin(), further_vars_.end());
    environment where = inside(panel_ * columns_ + column_, tile_ * rows_ + row_);
    Halide::Region bounds;
    for (std::size_t i = roles_.summed.size(); i-- > 0;) bounds.emplace_back(0, k_.extent(roles_.summed[i]));
    RDom r(bounds, "sum");
    for (std::size_t i = 0; i < roles_.summed.size(); ++i)
        where.index[static_cast<std::size_t>(roles_.summed[i])] = r[static_cast<int>(roles_.summed.size() - 1 - i)];
    f(args) = Halide::Internal::make_const(type_, 0);
    f(args) += over(r, product(where));

    Var vector("vector");
    f.bound(column_, 0, columns_).bound(row_, 0, rows_);
    f.vectorize(column_, vector_).unroll(column_).unroll(row_);
    std::vector<Halide::VarOrRVar> order{vector, column_, row_};
    for (int i = 0; i < r.dimensions(); ++i) order.emplace_back(r[i]);
    f.update(0).split(column_, column_, vector, vector_).reorder(order).vectorize(vector).unroll(column_).unroll(row_);
    stages_.push_back(f);
}

void register_tile::define_dots() {
    Func f("lanes");
    Var lane("lane");
    std::vector<Var> rest{column_, row_, panel_, tile_};
    rest.insert(rest.end(), further_vars_.begin(), further_vars_.end());
    std::vector<Var> args = rest;
    args.insert(args.begin(), lane);
    environment where = inside(panel_ * columns_ + column_, tile_ * rows_ + row_);
    f(args) = Halide::Internal::make_const(type_, 0);
    f.bound(lane, 0, vector_).bound(column_, 0, columns_).bound(row_, 0, rows_);
    f.vectorize(lane).unroll(column_).unroll(row_);

    const axis_id along = roles_.summed.back();
    const auto update = [&](bool tail) {
        Halide::Region bounds;
        for (std::size_t i = roles_.summed.size(); i-- > 0;) {
            Expr n = k_.extent(roles_.summed[i]);
            if (roles_.summed[i] == along) n = tail ? n % vector_ : n / vector_;
            bounds.emplace_back(0, Halide::Internal::simplify(n));
        }
        RDom r(bounds, tail ? "tail" : "sum");
        environment here = where;
        for (std::size_t i = 0; i < roles_.summed.size(); ++i)
            here.index[static_cast<std::size_t>(roles_.summed[i])] = r[static_cast<int>(roles_.summed.size() - 1 - i)];
        here.index[static_cast<std::size_t>(along)] =
            tail ? Halide::Internal::simplify(k_.extent(along) / vector_ * vector_) + r[0] : r[0] * vector_ + lane;
        std::vector<Expr> place(args.begin(), args.end());
        if (tail) place[0] = r[0];
        f(place) += over(r, product(here));
        Halide::Stage stage = f.update(f.num_update_definitions() - 1);
        std::vector<Halide::VarOrRVar> order;
        if (!tail) order.emplace_back(lane);
        order.emplace_back(row_);
        order.emplace_back(column_);
        for (int i = 0; i < r.dimensions(); ++i) order.emplace_back(r[i]);
        stage.reorder(order);
        if (!tail) stage.vectorize(lane).unroll(row_).unroll(column_);
    };
    update(false);
    if (k_.space[along].is_dynamic() || k_.space[along].bound % vector_ != 0) update(true);
    stages_.push_back(f);

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

provider register_tile::read() const {
    return [this](const environment &at) {
        const Expr n = at.index[static_cast<std::size_t>(roles_.column)];
        const Expr m = at.index[static_cast<std::size_t>(roles_.row)];
        std::vector<Expr> args{n % columns_, m % rows_, n / columns_, m / rows_};
        for (const Expr &e : k_.at(at, further_)) args.push_back(e);
        return math::cast(value_type(k_.space.at(roles_.root).type), stages_.back()(args));
    };
}

void register_tile::schedule(const Var &row_tile) {
    for (Func &f : stages_) {
        f.compute_at(k_.output(), row_tile).bound_extent(panel_, 1).bound_extent(tile_, 1);
        for (const Var &v : further_vars_) f.bound_extent(v, 1);
    }
}

}  // namespace sylvite::generators
