#include <sylvite/generators/contraction/packing.hpp>
#include <sylvite/generators/lowering/math.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {

using Halide::TailStrategy;

namespace {

/// An index is tile × size + place, or the last one instead; a packed operand has them all.
Expr unclamped(const Expr &index) {
    const auto *clamped = index.as<Halide::Internal::Min>();
    return clamped != nullptr ? clamped->a : index;
}

/// One packed operand. Arguments of its Func, innermost first: place in the tile (if it has tiles), summed axes, tile,
/// further axes, block of the sum (if there are blocks). In a task that packs several tiles at once, `group` of them,
/// the place in the group stands before the tile, which is that of the group then: so it has constant bounds.
class packed_operand {
  public:
    packed_operand(kernel &k, const contraction_roles &roles, value_id operand, axis_id tiled, int size,
                   const sum_blocks &blocks, int group = 1)
        : k_(k), operand_(operand), tiled_(tiled), size_(size), group_(group),
          type_(value_type(k.space.at(roles.root).accumulator)),
          is_blocked_(blocks.any() && contains(k.space.at(operand).free, blocks.axis)), blocks_(blocks) {
        const auto &free = k.space.at(operand).free;
        for (std::size_t i = roles.summed.size(); i-- > 0;)
            if (contains(free, roles.summed[i])) summed_.push_back(roles.summed[i]);
        for (const axis_id a : free)
            if (!contains(summed_, a) && !(in_tiles() && a == tiled)) further_.push_back(a);
    }

    Func define(const std::string &name, held_values &held) {
        Func f(name);
        environment where = k_.empty_environment();
        if (in_tiles()) vars_.push_back(place_);
        k_.bind(where, summed_, vars_, name + "_sum");
        if (group_ > 1) vars_.push_back(place_in_group_);
        if (in_tiles()) vars_.push_back(tile_);
        k_.bind(where, further_, vars_, name + "_axis");
        if (is_blocked_) {
            vars_.push_back(blocks_.index);
            const auto a = static_cast<std::size_t>(blocks_.axis);
            where.index[a] = inside(blocks_.axis, blocks_.index * blocks_.size + where.index[a], blocks_.size);
        }
        const Expr tile = group_ > 1 ? tile_ * group_ + place_in_group_ : Expr(tile_);
        if (in_tiles())
            where.index[static_cast<std::size_t>(tiled_)] = inside(tiled_, tile * size_ + place_, size_ * group_);
        const Expr element = math::cast(type_, k_.emit(operand_, where));
        if (is_transposed()) {
            lines_ = Func(name + "_lines");
            lines_(vars_) = element;
            f(vars_) = lines_(std::vector<Expr>(vars_.begin(), vars_.end()));
        } else {
            f(vars_) = element;
        }
        held.hold(operand_, reader(f));
        return f;
    }

    /// Whether memory is contiguous along the sum and not along the tile.
    [[nodiscard]] bool is_transposed() const {
        return in_tiles() && !summed_.empty() && main_stride(k_.space, operand_, summed_.front()) == 1 &&
               main_stride(k_.space, operand_, tiled_) != 1;
    }
    /// Loads vectors along the sum, as many as the tile has places, and stores them transposed.
    void transpose(Func &f, int vector) {
        Var steps("steps"), step("step"), lane("lane");
        Var &sum = vars_[1];
        int side = std::min(vector, std::max(4, vector / 2));
        while (size_ % side != 0) side /= 2;  // a tile of dots has any number of columns
        f.split(place_, place_, lane, side).vectorize(lane);
        f.split(sum, steps, step, side, TailStrategy::GuardWithIf).reorder(lane, step, place_, steps).unroll(step);
        f.unroll(place_);
        lines_.compute_at(f, place_).vectorize(sum, side, TailStrategy::GuardWithIf).unroll(place_);
        lines_.bound_storage(sum,
                             side);  // else the last ones' size, unknown until they run, would be asked of the heap
        vars_[1] = steps;
    }

    [[nodiscard]] const Var &place() const { return place_; }
    [[nodiscard]] const Var &tile() const { return tile_; }
    [[nodiscard]] const std::vector<Var> &vars() const { return vars_; }
    /// Bounds of what one task packs at once: a constant size.
    void bound_in_task(Func &f) const {
        const std::vector<Var> args = f.args();
        std::size_t i = 1;
        for (const axis_id a : summed_)
            f.bound_storage(args[i++],
                            is_blocked_ && a == blocks_.axis ? blocks_.size : static_cast<int>(k_.space[a].bound));
        if (group_ > 1) f.bound(args[i++], 0, group_);
        for (; i < args.size(); ++i) f.bound_extent(args[i], 1);
    }
    [[nodiscard]] const Var &place_in_group() const { return place_in_group_; }
    [[nodiscard]] axis_id innermost_sum() const { return summed_.empty() ? -1 : summed_.front(); }

  private:
    [[nodiscard]] bool in_tiles() const { return size_ > 0; }

    /// What lies beyond the last element repeats it: it is copied, and never used.
    [[nodiscard]] Expr inside(axis_id a, const Expr &index, int step) const {
        const axis &axis = k_.space[a];
        const bool whole = !axis.is_dynamic() && axis.bound % step == 0;
        return whole ? index : Halide::min(Halide::likely(index), k_.extent(a) - 1);
    }

    [[nodiscard]] provider reader(const Func &f) const {
        return [f, this_ = *this](const environment &at) {
            const auto index = [&](axis_id a) { return this_.k_.at(at, std::span(&a, 1)).front(); };
            std::vector<Expr> args;
            const Expr n = this_.in_tiles() ? unclamped(index(this_.tiled_)) : Expr();
            if (this_.in_tiles()) args.push_back(n % this_.size_);
            for (const axis_id a : this_.summed_)
                args.push_back(this_.is_blocked_ && a == this_.blocks_.axis ? index(a) % this_.blocks_.size : index(a));
            if (this_.group_ > 1) args.push_back(n / this_.size_ % this_.group_);
            if (this_.in_tiles()) args.push_back(n / this_.size_ / this_.group_);
            for (const axis_id a : this_.further_) args.push_back(index(a));
            if (this_.is_blocked_) args.push_back(index(this_.blocks_.axis) / this_.blocks_.size);
            return Expr(f(args));
        };
    }

    kernel &k_;
    value_id operand_;
    axis_id tiled_;
    int size_, group_;
    Halide::Type type_;
    bool is_blocked_;
    sum_blocks blocks_;
    std::vector<axis_id> summed_, further_;
    std::vector<Var> vars_;
    Var place_{"place"}, place_in_group_{"place_in_group"}, tile_{"packed_tile"};
    Func lines_;
};

}  // namespace

Func pack_columns(kernel &k, held_values &held, const contraction_roles &roles, const contraction_schedule &how,
                  int columns, const sum_blocks &blocks, bool in_tasks) {
    const int group = in_tasks && blocks.any() ? static_cast<int>(how.column_block) : 1;
    packed_operand packed(k, roles, roles.column_operand, roles.column, columns, blocks, group);
    Func f = packed.define("packed_columns", held);
    const auto vector = static_cast<int>(how.vector);
    f.bound(packed.place(), 0, columns);
    if (packed.is_transposed())
        packed.transpose(f, vector);
    else if (columns >= vector)
        f.vectorize(packed.place(), vector).unroll(packed.place());
    if (!in_tasks) {
        if (how.parallel) f.parallel(packed.tile());
        return f;
    }
    if (group > 1 && !packed.is_transposed()) {
        // In the order of memory: the stores hit the cache anyway.
        std::vector<Halide::VarOrRVar> order{packed.place(), packed.place_in_group()};
        order.insert(order.end(), packed.vars().begin() + 1, packed.vars().end());
        std::erase_if(order, [&, count = 0](const auto &v) mutable {
            return v.name() == packed.place_in_group().name() && count++ > 0;
        });
        f.reorder(order);
    }
    packed.bound_in_task(f);
    return f;
}

Func pack_rows(kernel &k, held_values &held, const contraction_roles &roles, const contraction_schedule &how, int rows,
               const sum_blocks &blocks) {
    packed_operand packed(k, roles, roles.row_operand, roles.row, rows, blocks);
    Func f = packed.define("packed_rows", held);
    const auto vector = static_cast<int>(how.vector);
    if (rows > 0)
        f.bound(packed.place(), 0, rows).unroll(packed.place());
    else if (k.space[packed.innermost_sum()].bound >= vector)
        f.vectorize(packed.vars().front(), vector, TailStrategy::GuardWithIf);
    if (how.parallel && packed.vars().size() > 1) f.parallel(rows > 0 ? packed.tile() : packed.vars().back());
    return f;
}

}  // namespace sylvite::generators
