#include <sylvite/generators/contraction/tile.hpp>
#include <sylvite/generators/lowering/math.hpp>
#include <sylvite/generators/lowering/reduce.hpp>

namespace sylvite::generators {

using Halide::RDom;

namespace {

/// What Halide calls Stack it asks of halide_malloc if it is larger than 16 KiB.
constexpr Halide::MemoryType on_stack = Halide::MemoryType::Register;

}  // namespace

register_tile::register_tile(kernel &k, const contraction_roles &roles, const contraction_schedule &how,
                             const tile_shape &shape)
    : k_(k), roles_(roles), how_(how), rows_(shape.rows), columns_(shape.columns),
      vector_(static_cast<int>(how.vector)), pack_columns_(shape.pack_columns),
      type_(value_type(k.space.at(roles.root).accumulator)) {
    if (shape.sum_block > 0 && !shape.dots) {
        blocks_.axis = roles.summed.back();
        blocks_.size = shape.sum_block;
        parts_ = shape.sum_parts;
    }
    for (const axis_id a : k.space.at(roles.root).free)
        if (a != roles.row && a != roles.column) further_.push_back(a);
    for (const axis_id a : further_) further_vars_.emplace_back("further" + std::to_string(a));
    if (pack_columns_ != packing::none)
        packed_columns_ = pack_columns(k, packed_, roles, how, columns_, blocks_, pack_columns_ == packing::blocks);
    if (shape.pack_rows) pack_rows(k, packed_, roles, how, shape.dots ? 0 : rows_, blocks_).compute_root();
    if (shape.dots)
        define_dots();
    else
        define_panels();
    if (blocks_.any()) sum_blocks_of_tiles();
}

std::vector<Var> register_tile::outer_vars() const {
    std::vector<Var> vars{panel_, tile_};
    vars.insert(vars.end(), further_vars_.begin(), further_vars_.end());
    return vars;
}

/// Rows and columns beyond the last one repeat it: they are computed, and never stored.
environment register_tile::inside(const Expr &column, const Expr &row) {
    environment where = k_.empty_environment(&packed_);
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

Expr register_tile::product(environment &where) {
    const auto &v = k_.space.at(roles_.root);
    return math::cast(type_, k_.emit(v.inputs[0], where)) * math::cast(type_, k_.emit(v.inputs[1], where));
}

void register_tile::define_panels() {
    Func f("tile");
    std::vector<Var> args{column_, row_};
    for (const Var &v : outer_vars()) args.push_back(v);
    if (blocks_.any()) args.push_back(blocks_.index);
    environment where = inside(panel_ * columns_ + column_, tile_ * rows_ + row_);
    Halide::Region bounds;
    for (std::size_t i = roles_.summed.size(); i-- > 0;)
        bounds.emplace_back(0, roles_.summed[i] == blocks_.axis ? Expr(blocks_.size) : k_.extent(roles_.summed[i]));
    RDom r(bounds, "sum");
    for (std::size_t i = 0; i < roles_.summed.size(); ++i)
        where.index[static_cast<std::size_t>(roles_.summed[i])] = r[static_cast<int>(roles_.summed.size() - 1 - i)];
    if (blocks_.any()) {
        const axis &blocked = k_.space[blocks_.axis];
        const Expr index = blocks_.index * blocks_.size + r[0];
        if (blocked.is_dynamic() || blocked.bound % blocks_.size != 0) r.where(index < k_.extent(blocked));
        where.index[static_cast<std::size_t>(blocks_.axis)] = index;
    }
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

/// In the order of the blocks. The sums of a task's tiles lie one behind the other, under their places in the task, so
/// that they have constant bounds; tiles beyond the last row or panel are not computed.
void register_tile::sum_blocks_of_tiles() {
    const auto panels = static_cast<int>(how_.column_block), tiles = static_cast<int>(how_.row_block);
    const auto whole = [](const Expr &n, int size) { return Halide::Internal::simplify((n + (size - 1)) / size); };
    const Expr all_blocks = whole(k_.extent(blocks_.axis), blocks_.size);
    const auto most_blocks = static_cast<int>((k_.space[blocks_.axis].bound + blocks_.size - 1) / blocks_.size);
    const Expr blocks = parts_ > 0 ? Expr((most_blocks + parts_ - 1) / parts_) : all_blocks;
    RDom r({{0, tiles}, {0, panels}, {0, blocks}}, "task");
    Expr block = r[2];
    if (parts_ > 0) {
        block = part_ * blocks + r[2];
        r.where(block < all_blocks);
        block = Halide::min(block, all_blocks - 1);
    }
    const Expr all_tiles = whole(k_.extent(roles_.row), rows_), all_panels = whole(k_.extent(roles_.column), columns_);
    Expr tile = tile_ * tiles + r[0], panel = panel_ * panels + r[1];
    r.where(tile < all_tiles);
    r.where(panel < all_panels);
    // Bounds of what tiles read do not follow from the domain.
    tile = Halide::min(tile, all_tiles - 1);
    panel = Halide::min(panel, all_panels - 1);
    tile_in_task_ = r[0];
    sum_block_ = r[2];

    const Var tile_place("tile_place"), panel_place("panel_place");
    std::vector<Var> vars{column_, row_, tile_place, panel_place};
    std::vector<Expr> here{column_, row_, r[0], r[1]}, of_tile{column_, row_, panel, tile};
    for (const Var &v : outer_vars()) {
        vars.push_back(v);
        here.emplace_back(v);
    }
    if (parts_ > 0) {
        vars.push_back(part_);
        here.emplace_back(part_);
    }
    of_tile.insert(of_tile.end(), further_vars_.begin(), further_vars_.end());
    of_tile.push_back(block);
    sum_ = Func("sums");
    sum_(vars) = Halide::Internal::make_const(type_, 0);
    sum_(here) += stages_.back()(of_tile);
    sum_.bound(column_, 0, columns_).bound(row_, 0, rows_).bound(tile_place, 0, tiles).bound(panel_place, 0, panels);
    sum_.vectorize(column_, vector_).unroll(column_).unroll(row_);
    Var lane("lane");
    sum_.update(0)
        .split(column_, column_, lane, vector_)
        .reorder(lane, column_, row_, r[0], r[1], r[2])
        .vectorize(lane)
        .unroll(column_)
        .unroll(row_);
}

Expr register_tile::read(const environment &at) const {
    const Expr n = at.index[static_cast<std::size_t>(roles_.column)];
    const Expr m = at.index[static_cast<std::size_t>(roles_.row)];
    std::vector<Expr> args{n % columns_, m % rows_};
    Expr panel = n / columns_, tile = m / rows_;
    if (blocks_.any()) {
        const auto panels = static_cast<int>(how_.column_block), tiles = static_cast<int>(how_.row_block);
        args.insert(args.end(), {tile % tiles, panel % panels});
        panel = panel / panels;
        tile = tile / tiles;
    }
    args.insert(args.end(), {panel, tile});
    for (const Expr &e : k_.at(at, further_)) args.push_back(e);
    if (!blocks_.any()) return stages_.back()(args);
    if (parts_ == 0) return sum_(args);
    // In the order of the parts, whoever made them.
    args.emplace_back(0);
    Expr total = sum_(args);
    for (int part = 1; part < parts_; ++part) {
        args.back() = part;
        total = total + sum_(args);
    }
    return total;
}

void register_tile::compute_at(const Func &reader, const tile_loops &loops) {
    for (Func &f : stages_) {
        if (blocks_.any())
            f.compute_at(sum_, tile_in_task_);
        else
            f.compute_at(reader, loops.row_tile).bound_extent(panel_, 1).bound_extent(tile_, 1);
        for (const Var &v : further_vars_) f.bound_extent(v, 1);
    }
    if (parts_ > 0) {
        sum_.compute_root();
        if (how_.parallel) {
            sum_.parallel(part_);
            sum_.update(0).parallel(part_);
        }
    } else if (blocks_.any()) {
        sum_.compute_at(reader, loops.block).store_in(on_stack).bound_extent(panel_, 1).bound_extent(tile_, 1);
        for (const Var &v : further_vars_) sum_.bound_extent(v, 1);
    }
    if (pack_columns_ == packing::none) return;
    if (pack_columns_ == packing::whole) {
        packed_columns_.compute_root();
        return;
    }
    if (blocks_.any())
        packed_columns_.compute_at(sum_, sum_block_);
    else
        packed_columns_.compute_at(reader, loops.panel);
    packed_columns_.store_in(on_stack);
}

}  // namespace sylvite::generators
