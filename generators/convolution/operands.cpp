#include <sylvite/generators/convolution/operands.hpp>
#include <sylvite/generators/lowering/math.hpp>

#include <algorithm>

namespace sylvite::generators {

using Halide::RDom;

convolution_operands::convolution_operands(kernel &k, const convolution_schedule &chosen, convolution_funcs &funcs)
    : k_(k), space_(k.space), chosen_(chosen), funcs_(funcs), roles_(funcs.roles),
      type_(value_type(space_.at(roles_.root).accumulator)) {}

void convolution_operands::define() {
    if (chosen_.copies_windows) define_copy();
    if (!chosen_.packs_columns) return;
    if (roles_.sums_by_lane())
        define_block_of_other();
    else
        define_panels();
}

bool convolution_operands::is_window(axis_id a) const {
    return std::ranges::any_of(roles_.windows, [&](const window_axis &w) { return w.id == a; });
}

Expr convolution_operands::inside(axis_id a, const Expr &index) const {
    const axis &axis = space_[a];
    const bool may_overrun = a == roles_.column ? axis.bound % chosen_.columns != 0 : overruns_row(a);
    return may_overrun ? Halide::min(index, k_.extent(a) - 1) : index;
}

bool convolution_operands::is_copied(axis_id row) const {
    const bool in_seen = roles_.window_of(row) != nullptr || contains(space_.at(roles_.seen).free, row);
    return in_seen ? chosen_.copies_windows : chosen_.packs_columns;
}

/// Whether the last block's windows look beyond the last element.
bool convolution_operands::overruns_window(axis_id seen) const {
    const auto w = std::ranges::find(roles_.windows, seen, &window_axis::id);
    const axis_id position = roles_.position_of(*w);
    return position >= 0 && space_[position].bound % block(position) != 0;
}

bool convolution_operands::overruns_row(axis_id a) const {
    const int row = roles_.place_of_row(a);
    return row >= 0 && overruns(space_, roles_, chosen_, static_cast<std::size_t>(row));
}

void convolution_operands::define_copy() {
    std::vector<Var> vars;
    for (auto a = roles_.copied.rbegin(); a != roles_.copied.rend(); ++a)
        vars.emplace_back((is_window(*a) ? "seen" : "copied") + std::to_string(*a));
    funcs_.copy = Func("copy");
    Func &f = funcs_.copy;
    const std::vector<Expr> all(vars.begin(), vars.end());
    const auto define_along = [&](std::int64_t from, std::int64_t to, const std::string &name, bool is_inside) {
        if (from >= to) return;
        const RDom r(number(from), number(to - from), name);
        std::vector<Expr> at = all;
        at.front() = r.x;
        f(at) = seen_element(at, is_inside);
    };
    if (const run_of_elements run = elements_along_memory(space_, roles_, chosen_); run.count() > 0) {
        f(vars) = Halide::undef(type_);
        define_along(run.first_seen, run.first, "before", false);
        define_along(run.first, run.last, "elements", true);
        define_along(run.last, run.last_seen, "behind", false);
    } else {
        f(vars) = seen_element(all, false);
    }
    funcs_.memory_of_copy = copied_windows(space_, roles_, chosen_);
    held_.hold(roles_.seen, [this](const environment &at) {
        std::vector<Expr> args;
        for (auto a = roles_.copied.rbegin(); a != roles_.copied.rend(); ++a)
            args.push_back(at.index[static_cast<std::size_t>(*a)]);
        return Expr(funcs_.copy(args));
    });
}

Expr convolution_operands::seen_element(const std::vector<Expr> &at, bool is_inside) {
    environment where = k_.empty_environment();
    where.is_mostly_inside = true;
    if (is_inside) where.inside = roles_.copied.back();
    Expr has_element = Halide::Internal::const_true();
    for (std::size_t i = 0; i < at.size(); ++i) {
        const axis_id a = roles_.copied[roles_.copied.size() - 1 - i];
        place(where, a) = is_window(a) ? at[i] : inside(a, at[i]);
        if (!is_window(a) || a == where.inside || space_[a].map.is_guarded || !overruns_window(a)) continue;
        place(where, a) = Halide::min(Halide::likely(at[i]), k_.extent(a) - 1);
        has_element = has_element && at[i] < k_.extent(a);
    }
    const Expr element = math::cast(type_, k_.emit(roles_.seen, where));
    return Halide::select(has_element, element, Halide::Internal::make_const(type_, 0));
}

void convolution_operands::define_panels() {
    const column_panels p = packed_panels(space_, roles_, chosen_);
    environment where = k_.empty_environment();
    std::vector<Var> vars{Var("place")};
    k_.bind(where, p.summed, vars, "packed");
    vars.emplace_back("packed_panel");
    const Var panel = vars.back();
    k_.bind(where, p.further, vars, "further");
    const bool is_whole = space_[roles_.column].bound % chosen_.columns == 0;
    const Expr column = panel * number(chosen_.columns) + vars.front();
    place(where, roles_.column) = is_whole ? column : Halide::min(Halide::likely(column), k_.extent(roles_.column) - 1);
    funcs_.panels = Func("panels");
    funcs_.panels(vars) = math::cast(type_, k_.emit(roles_.other, where));
    funcs_.memory_of_panels = p.memory;
    held_.hold(roles_.other, [this, p](const environment &at) {
        const auto index = [&](axis_id a) { return at.index[static_cast<std::size_t>(a)]; };
        std::vector<Expr> args{index_in_panel};
        for (const axis_id a : p.summed) args.push_back(index(a));
        args.emplace_back(funcs_.panel);
        for (const axis_id a : p.further) args.push_back(index(a));
        return Expr(funcs_.panels(args));
    });
}

void convolution_operands::define_block_of_other() {
    const operand_block b = generators::block_of_other(space_, roles_, chosen_);
    std::vector<Var> vars{Var("position_in_block")};
    for (std::size_t i = 1; i < b.axes.size(); ++i) vars.emplace_back("other" + std::to_string(b.axes[i]));
    vars.emplace_back("block_of_positions");
    const axis &positions = space_[roles_.column];
    const std::int64_t size = block(roles_.column), count = positions.bound;
    const bool is_whole = size >= count;  // one block has them all
    funcs_.block_of_other = Func("block_of_other");
    Func &f = funcs_.block_of_other;
    f(vars) = Halide::undef(type_);
    const auto along = [&](const RDom &r) {
        std::vector<Expr> args(vars.begin(), vars.end());
        args.front() = r.x;
        return args;
    };
    const std::int64_t first_zero = is_whole ? count - count % chosen_.columns : 0;
    if (is_whole ? first_zero < size : count % size != 0) {
        const RDom zeros(number(first_zero), number(size - first_zero), "zeros");
        f(along(zeros)) = Halide::Internal::make_const(type_, 0);
    }
    RDom r(0, is_whole ? k_.extent(roles_.column) : number(size), "positions");
    environment where = k_.empty_environment();
    const Expr position = is_whole ? Expr(r.x) : vars.back() * number(size) + r.x;
    if (!is_whole && count % size != 0) r.where(position < k_.extent(roles_.column));
    place(where, roles_.column) = position;
    for (std::size_t i = 1; i < b.axes.size(); ++i) {
        const axis_id a = b.axes[i];
        const bool has_more = roles_.place_of_row(a) < 0 && space_[a].bound % block(a) != 0;  // the last block
        place(where, a) = has_more ? Halide::min(vars[i], k_.extent(a) - 1) : inside(a, vars[i]);
    }
    f(along(r)) = math::cast(type_, k_.emit(roles_.other, where));
    funcs_.memory_of_block = b.memory;
    held_.hold(roles_.other, [this, b](const environment &at) {
        std::vector<Expr> args{position_in_block};
        for (std::size_t i = 1; i < b.axes.size(); ++i) args.push_back(at.index[static_cast<std::size_t>(b.axes[i])]);
        args.push_back(block_of_positions);
        return Expr(funcs_.block_of_other(args));
    });
}

}  // namespace sylvite::generators
