#include <sylvite/generators/contraction/tile.hpp>
#include <sylvite/generators/lowering/domain.hpp>
#include <sylvite/generators/lowering/math.hpp>

namespace sylvite::generators {

using Halide::RDom;

std::vector<Var> tile_funcs::outer() const {
    std::vector<Var> vars{panel, tile};
    vars.insert(vars.end(), further.begin(), further.end());
    return vars;
}

register_tile::register_tile(kernel &k, const contraction_roles &roles, const tile_shape &shape)
    : k_(k), roles_(roles), shape_(shape), type_(value_type(k.space.at(roles.root).accumulator)) {
    funcs_.shape = shape;
    if (shape.has_blocks()) blocked_ = roles.summed.back();
    for (const axis_id a : k.space.at(roles.root).free)
        if (a != roles.row && a != roles.column) further_.push_back(a);
    for (const axis_id a : further_) funcs_.further.emplace_back("further" + std::to_string(a));
    if (const auto p = packed_columns(k.space, roles, shape))
        funcs_.packed_columns = define_packed(k, packed_, *p, type_, "packed_columns", funcs_.sum_block);
    if (const auto p = packed_rows(k.space, roles, shape))
        funcs_.packed_rows = define_packed(k, packed_, *p, type_, "packed_rows", funcs_.sum_block);
    if (shape.dots)
        define_dots();
    else
        define_panels();
    if (shape.has_blocks()) define_sums_of_blocks();
}

/// Rows and columns beyond the last one repeat it: they are computed, and never stored.
environment register_tile::inside(const Expr &column, const Expr &row) {
    environment where = k_.empty_environment(&packed_);
    const auto set = [&](axis_id a, const Expr &e, int step) {
        const axis &axis = k_.space[a];
        const bool whole = !axis.is_dynamic() && axis.bound % step == 0;
        where.index[static_cast<std::size_t>(a)] = whole ? e : Halide::min(e, k_.extent(a) - 1);
    };
    set(roles_.column, column, shape_.columns);
    set(roles_.row, row, shape_.rows);
    for (std::size_t i = 0; i < further_.size(); ++i)
        where.index[static_cast<std::size_t>(further_[i])] = funcs_.further[i];
    return where;
}

Expr register_tile::product(environment &where) {
    const auto &v = k_.space.at(roles_.root);
    return math::cast(type_, k_.emit(v.inputs[0], where)) * math::cast(type_, k_.emit(v.inputs[1], where));
}

void register_tile::define_panels() {
    Func f("tile");
    std::vector<Var> args{funcs_.column, funcs_.row};
    for (const Var &v : funcs_.outer()) args.push_back(v);
    if (shape_.has_blocks()) args.push_back(funcs_.sum_block);
    environment where = inside(funcs_.panel * shape_.columns + funcs_.column, funcs_.tile * shape_.rows + funcs_.row);
    Halide::Region bounds;
    for (std::size_t i = roles_.summed.size(); i-- > 0;)
        bounds.emplace_back(0, roles_.summed[i] == blocked_ ? Expr(shape_.sum_block) : k_.extent(roles_.summed[i]));
    RDom r(bounds, "sum");
    for (std::size_t i = 0; i < roles_.summed.size(); ++i)
        where.index[static_cast<std::size_t>(roles_.summed[i])] = r[static_cast<int>(roles_.summed.size() - 1 - i)];
    if (shape_.has_blocks()) {
        const axis &blocked = k_.space[blocked_];
        const Expr index = funcs_.sum_block * shape_.sum_block + r[0];
        if (blocked.is_dynamic() || blocked.bound % shape_.sum_block != 0) r.where(index < k_.extent(blocked));
        where.index[static_cast<std::size_t>(blocked_)] = index;
    }
    f(args) = Halide::Internal::make_const(type_, 0);
    f(args) += over(r, product(where));
    funcs_.stages.push_back(f);
}

/// In the order of the blocks. The sums of a task's tiles lie one behind the other, under their places in the task, so
/// that they have constant bounds; tiles beyond the last row or panel are not computed.
void register_tile::define_sums_of_blocks() {
    const int panels = shape_.task_panels, tiles = shape_.task_tiles, parts = shape_.sum_parts;
    const auto whole = [](const Expr &n, int size) { return Halide::Internal::simplify((n + (size - 1)) / size); };
    const Expr all_blocks = whole(k_.extent(blocked_), shape_.sum_block);
    const auto most_blocks = static_cast<int>((k_.space[blocked_].bound + shape_.sum_block - 1) / shape_.sum_block);
    const Expr blocks = parts > 0 ? Expr((most_blocks + parts - 1) / parts) : all_blocks;
    RDom r({{0, tiles}, {0, panels}, {0, blocks}}, "task");
    Expr block = r[2];
    if (parts > 0) {
        block = funcs_.part * blocks + r[2];
        r.where(block < all_blocks);
        block = Halide::min(block, all_blocks - 1);
    }
    const Expr all_tiles = whole(k_.extent(roles_.row), shape_.rows),
               all_panels = whole(k_.extent(roles_.column), shape_.columns);
    Expr tile = funcs_.tile * tiles + r[0], panel = funcs_.panel * panels + r[1];
    r.where(tile < all_tiles);
    r.where(panel < all_panels);
    // Bounds of what tiles read do not follow from the domain.
    tile = Halide::min(tile, all_tiles - 1);
    panel = Halide::min(panel, all_panels - 1);

    std::vector<Var> vars{funcs_.column, funcs_.row, Var("tile_place"), Var("panel_place")};
    std::vector<Expr> here{funcs_.column, funcs_.row, r[0], r[1]}, of_tile{funcs_.column, funcs_.row, panel, tile};
    for (const Var &v : funcs_.outer()) {
        vars.push_back(v);
        here.emplace_back(v);
    }
    if (parts > 0) {
        vars.push_back(funcs_.part);
        here.emplace_back(funcs_.part);
    }
    of_tile.insert(of_tile.end(), funcs_.further.begin(), funcs_.further.end());
    of_tile.push_back(block);
    funcs_.memory_of_sums = sums_of_blocks(k_.space, roles_, shape_);
    funcs_.sums = Func("sums");
    funcs_.sums(vars) = Halide::Internal::make_const(type_, 0);
    funcs_.sums(here) += funcs_.stages.back()(of_tile);
}

Expr register_tile::read(const environment &at) const {
    const Expr n = at.index[static_cast<std::size_t>(roles_.column)];
    const Expr m = at.index[static_cast<std::size_t>(roles_.row)];
    std::vector<Expr> args{n % shape_.columns, m % shape_.rows};
    Expr panel = n / shape_.columns, tile = m / shape_.rows;
    if (shape_.has_blocks()) {
        args.insert(args.end(), {tile % shape_.task_tiles, panel % shape_.task_panels});
        panel = panel / shape_.task_panels;
        tile = tile / shape_.task_tiles;
    }
    args.insert(args.end(), {panel, tile});
    for (const Expr &e : k_.at(at, further_)) args.push_back(e);
    if (!shape_.has_blocks()) return funcs_.stages.back()(args);
    if (shape_.sum_parts == 0) return funcs_.sums(args);
    // In the order of the parts, whoever made them.
    args.emplace_back(0);
    Expr total = funcs_.sums(args);
    for (int part = 1; part < shape_.sum_parts; ++part) {
        args.back() = part;
        total = total + funcs_.sums(args);
    }
    return total;
}

}  // namespace sylvite::generators
