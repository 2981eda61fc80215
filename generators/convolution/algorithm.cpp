#include <sylvite/generators/convolution/algorithm.hpp>
#include <sylvite/generators/lowering/domain.hpp>
#include <sylvite/generators/lowering/math.hpp>

#include <algorithm>

namespace sylvite::generators {
namespace {

using Halide::RDom;
using Halide::Internal::simplify;

Expr number(std::int64_t n) { return static_cast<std::int32_t>(n); }

class convolution {
  public:
    convolution(kernel &k, const convolution_schedule &chosen)
        : k_(k), space_(k.space), chosen_(chosen), funcs_(funcs_with(convolution_roles_of(k.space, chosen.vector))),
          roles_(funcs_->roles), type_(value_type(space_.at(roles_.root).accumulator)) {
        funcs_->others = variables("other", roles_.others.size());
        funcs_->rows = variables("row", roles_.rows.size());
        funcs_->phased_rows = phased_rows(space_, roles_);
        funcs_->phases = variables("phase", funcs_->phased_rows.size());
    }

    std::shared_ptr<convolution_funcs> define() {
        if (chosen_.copies_windows) define_copy();
        if (chosen_.packs_columns) define_panels();
        define_tile();
        if (!funcs_->phased_rows.empty()) define_phased();
        if (roles_.sums_positions) define_sums();
        const Halide::Type type = value_type(space_.at(roles_.root).type);
        held_values held([&](value_id id) -> provider {
            if (id != roles_.root) return {};
            return [&](const environment &at) {
                return math::cast(type, roles_.sums_positions ? total(at) : read_tile(at, {}));
            };
        });
        k_.define_output(&held);
        return funcs_;
    }

  private:
    static std::shared_ptr<convolution_funcs> funcs_with(convolution_roles roles) {
        auto funcs = std::make_shared<convolution_funcs>();
        funcs->roles = std::move(roles);
        return funcs;
    }
    static std::vector<Var> variables(const std::string &prefix, std::size_t count) {
        std::vector<Var> vars;
        for (std::size_t i = 0; i < count; ++i) vars.emplace_back(prefix + std::to_string(i));
        return vars;
    }
    [[nodiscard]] std::int64_t divisor_of(axis_id kept) const { return generators::divisor_of(space_, roles_, kept); }
    [[nodiscard]] bool is_window(axis_id a) const {
        return std::ranges::any_of(roles_.windows, [&](const window_axis &w) { return w.id == a; });
    }
    static Expr &place(environment &where, axis_id a) { return where.index[static_cast<std::size_t>(a)]; }

    // -- The copy of what a block sees.

    void define_copy() {
        environment where = k_.empty_environment();
        where.is_mostly_inside = true;
        std::vector<Var> vars;
        for (auto a = roles_.copied.rbegin(); a != roles_.copied.rend(); ++a) {
            vars.emplace_back((is_window(*a) ? "seen" : "copied") + std::to_string(*a));
            // Columns and rows beyond the last one, and positions of tiles that are not whole, are computed and never
            // stored. Window axes are tested by the operand's own guards.
            place(where, *a) = is_window(*a) ? Expr(vars.back()) : inside(*a, vars.back());
        }
        funcs_->copy = Func("copy");
        funcs_->copy(vars) = math::cast(type_, k_.emit(roles_.seen, where));
        funcs_->memory_of_copy = copied_windows(space_, roles_, chosen_);
        held_.hold(roles_.seen, [this](const environment &at) {
            std::vector<Expr> args;
            for (auto a = roles_.copied.rbegin(); a != roles_.copied.rend(); ++a)
                args.push_back(at.index[static_cast<std::size_t>(*a)]);
            return Expr(funcs_->copy(args));
        });
    }
    /// Of an axis along which the last block may not be whole.
    [[nodiscard]] Expr inside(axis_id a, const Expr &index) const {
        const axis &axis = space_[a];
        const bool may_overrun = a == roles_.column ? axis.bound % chosen_.columns != 0 : overruns_row(a);
        return may_overrun ? Halide::min(index, k_.extent(a) - 1) : index;
    }

    [[nodiscard]] bool overruns_row(axis_id a) const {
        const int row = roles_.place_of_row(a);
        return row >= 0 && overruns(space_, roles_, chosen_, static_cast<std::size_t>(row));
    }

    // -- The panels of the other operand.

    void define_panels() {
        const column_panels p = packed_panels(space_, roles_, chosen_);
        environment where = k_.empty_environment();
        std::vector<Var> vars{Var("place")};
        k_.bind(where, p.summed, vars, "packed");
        vars.emplace_back("packed_panel");
        const Var panel = vars.back();
        k_.bind(where, p.further, vars, "further");
        const bool is_whole = space_[roles_.column].bound % chosen_.columns == 0;
        const Expr column = panel * number(chosen_.columns) + vars.front();
        place(where, roles_.column) =
            is_whole ? column : Halide::min(Halide::likely(column), k_.extent(roles_.column) - 1);
        funcs_->panels = Func("panels");
        funcs_->panels(vars) = math::cast(type_, k_.emit(roles_.other, where));
        funcs_->memory_of_panels = p.memory;
        held_.hold(roles_.other, [this, p](const environment &at) {
            const auto index = [&](axis_id a) { return at.index[static_cast<std::size_t>(a)]; };
            std::vector<Expr> args{index_in_panel_};
            for (const axis_id a : p.summed) args.push_back(index(a));
            args.emplace_back(funcs_->panel);
            for (const axis_id a : p.further) args.push_back(index(a));
            return Expr(funcs_->panels(args));
        });
    }

    // -- The register tile.

    void define_tile() {
        environment where = k_.empty_environment(&held_);
        index_in_panel_ = funcs_->column;
        const Expr column = funcs_->panel * number(chosen_.columns) + funcs_->column;
        const bool in_seen = roles_.is_shared_column || roles_.has_position_column;
        const bool reads_column =
            (in_seen && !chosen_.copies_windows) || (!roles_.has_position_column && !chosen_.packs_columns);
        place(where, roles_.column) = reads_column && space_[roles_.column].bound % chosen_.columns != 0
                                          ? Halide::min(Halide::likely(column), k_.extent(roles_.column) - 1)
                                          : column;
        for (std::size_t i = 0; i < roles_.others.size(); ++i) place(where, roles_.others[i]) = funcs_->others[i];
        for (std::size_t i = 0; i < roles_.rows.size(); ++i) {
            const bool is_clamped = !chosen_.copies_windows && divisor_of(roles_.rows[i]) == 1;
            place(where, roles_.rows[i]) = is_clamped ? inside(roles_.rows[i], funcs_->rows[i]) : funcs_->rows[i];
        }

        // Innermost first.
        std::vector<axis_id> loops;
        Halide::Region bounds;
        const std::vector<axis_id> summed = summed_axes(roles_, chosen_);
        for (auto a = summed.rbegin(); a != summed.rend(); ++a) {
            if (roles_.sums_positions && !is_summed_in_blocks(*a)) continue;
            loops.push_back(*a);
            bounds.emplace_back(0, roles_.sums_positions ? number(block(*a)) : k_.extent(*a));
        }
        RDom r;
        if (!loops.empty()) r = RDom(bounds, "sum");
        for (std::size_t i = 0; i < loops.size(); ++i) place(where, loops[i]) = r[static_cast<int>(i)];
        if (roles_.sums_positions) place_blocks(where, r, loops);
        for (const window_axis &w : roles_.windows) place_window(where, r, w);
        const value &root = space_.at(roles_.root);
        const Expr product =
            math::cast(type_, k_.emit(root.inputs[0], where)) * math::cast(type_, k_.emit(root.inputs[1], where));
        const std::vector<Var> args = tile_args();
        funcs_->tile = Func("tile");
        funcs_->tile(args) = Halide::Internal::make_const(type_, 0);
        funcs_->tile(args) += over(r, product);
    }
    [[nodiscard]] bool is_summed_in_blocks(axis_id a) const { return roles_.window_of(a) != nullptr; }
    [[nodiscard]] std::int64_t block(axis_id a) const { return block_along(space_, roles_, chosen_, a); }

    /// A block of positions; of images and the like one.
    void place_blocks(environment &where, RDom &r, const std::vector<axis_id> &loops) {
        for (std::size_t i = 0; i < loops.size(); ++i) {
            const axis_id a = loops[i];
            funcs_->blocks.emplace_back("block" + std::to_string(i));
            const Expr index = funcs_->blocks.back() * number(block(a)) + r[static_cast<int>(i)];
            if (space_[a].bound % block(a) != 0) r.where(index < k_.extent(a));
            place(where, a) = index;
        }
        for (auto a = roles_.summed.rbegin(); a != roles_.summed.rend(); ++a) {
            if (is_summed_in_blocks(*a)) continue;
            funcs_->blocks.emplace_back("summed" + std::to_string(*a));
            place(where, *a) = funcs_->blocks.back();
        }
    }
    /// The element that a window looks at. Of a strided adjoint those taps alone are summed that meet one; which these
    /// are depends on the phase of the position.
    void place_window(environment &where, RDom &r, const window_axis &w) {
        const index_map &map = space_[w.id].map;
        const Expr divisor = number(map.divisor);
        Expr n = number(map.offset), whole = 0;
        for (const index_term &t : map.terms) {
            Expr index = place(where, t.axes.front());
            if (map.divisor != 1 && t.axes.front() == w.kept) {
                const auto phase = std::ranges::find(funcs_->phased_rows, w.kept) - funcs_->phased_rows.begin();
                whole = index;
                index = funcs_->phases[static_cast<std::size_t>(phase)];
                place(where, w.kept) = whole * divisor + index;
            }
            n = n + index * number(t.coefficient);
        }
        if (map.divisor != 1 && r.defined()) r.where(n % divisor == 0);
        if (chosen_.copies_windows) place(where, w.id) = simplify(map.divisor == 1 ? n : whole + n / divisor);
    }

    /// A block's results, from where they are stored in their order: loops over phases are no loops over results.
    void define_phased() {
        const std::vector<Var> args = tile_args();
        funcs_->phased = Func("phased");
        funcs_->phased(args) = funcs_->tile(std::vector<Expr>(args.begin(), args.end()));
        funcs_->memory_of_phased = results_of_phases(space_, roles_, chosen_);
    }

    [[nodiscard]] std::vector<Var> tile_args() const {
        std::vector<Var> args{funcs_->column};
        args.insert(args.end(), funcs_->rows.rbegin(), funcs_->rows.rend());
        for (const auto *list : {&funcs_->phases, &funcs_->others, &funcs_->blocks})
            args.insert(args.end(), list->begin(), list->end());
        args.push_back(funcs_->panel);
        return args;
    }
    Expr read_tile(const environment &at, const std::vector<Expr> &blocks) const {
        const auto index = [&](axis_id a) { return at.index[static_cast<std::size_t>(a)]; };
        const Expr column = index(roles_.column), columns = number(chosen_.columns);
        std::vector<Expr> args{column % columns};
        for (auto a = roles_.rows.rbegin(); a != roles_.rows.rend(); ++a)
            args.push_back(divisor_of(*a) == 1 ? index(*a) : index(*a) / number(divisor_of(*a)));
        for (const axis_id a : funcs_->phased_rows) args.push_back(index(a) % number(divisor_of(a)));
        for (const axis_id a : roles_.others) args.push_back(index(a));
        args.insert(args.end(), blocks.begin(), blocks.end());
        args.push_back(column / columns);
        return funcs_->phased.defined() ? funcs_->phased(args) : funcs_->tile(args);
    }

    // -- The sums over positions.

    void define_sums() {
        const Var column("column");
        std::vector<Var> vars{column};
        environment here = k_.empty_environment();
        place(here, roles_.column) = column;
        const auto bind = [&](axis_id a) {
            vars.emplace_back("kept" + std::to_string(a));
            place(here, a) = vars.back();
        };
        for (auto a = roles_.rows.rbegin(); a != roles_.rows.rend(); ++a) bind(*a);
        for (const axis_id a : roles_.others) bind(a);
        vars.push_back(funcs_->part);

        // In the order of the tile's blocks; the last one is what the parts share.
        Halide::Region bounds;
        std::vector<Expr> counts;
        for (auto a = roles_.summed.rbegin(); a != roles_.summed.rend(); ++a)
            if (is_summed_in_blocks(*a))
                counts.push_back(simplify((k_.extent(*a) + number(block(*a) - 1)) / number(block(*a))));
        for (auto a = roles_.summed.rbegin(); a != roles_.summed.rend(); ++a)
            if (!is_summed_in_blocks(*a)) counts.push_back(k_.extent(*a));
        const Expr all = counts.back(), parts = number(chosen_.parts);
        for (const Expr &n : counts) bounds.emplace_back(0, n);
        bounds.back() = Halide::Range(0, simplify((all + (parts - 1)) / parts));
        RDom r(bounds, "blocks");
        std::vector<Expr> blocks;
        for (int i = 0; i < r.dimensions(); ++i) blocks.emplace_back(r[i]);
        const Expr shared = funcs_->part * bounds.back().extent + r[r.dimensions() - 1];
        r.where(shared < all);
        blocks.back() = Halide::min(shared, all - 1);  // bounds of what tiles read do not follow from the domain
        funcs_->sums = Func("sums");
        funcs_->sums(vars) = Halide::Internal::make_const(type_, 0);
        funcs_->sums(vars) += read_tile(here, blocks);
        funcs_->memory_of_sums = sums_of_positions(space_, roles_, chosen_);
    }
    /// In the order of the parts, whoever made them.
    [[nodiscard]] Expr total(const environment &at) const {
        const auto index = [&](axis_id a) { return at.index[static_cast<std::size_t>(a)]; };
        std::vector<Expr> args{index(roles_.column)};
        for (auto a = roles_.rows.rbegin(); a != roles_.rows.rend(); ++a) args.push_back(index(*a));
        for (const axis_id a : roles_.others) args.push_back(index(a));
        args.emplace_back(0);
        Expr sum = funcs_->sums(args);
        for (int part = 1; part < static_cast<int>(chosen_.parts); ++part) {
            args.back() = part;
            sum = sum + funcs_->sums(args);
        }
        return sum;
    }

    kernel &k_;
    const index_space &space_;
    const convolution_schedule &chosen_;
    std::shared_ptr<convolution_funcs> funcs_;
    const convolution_roles &roles_;
    Halide::Type type_;
    Expr index_in_panel_;
    held_values held_;  // the operands that are copied
};

}  // namespace

std::shared_ptr<convolution_funcs> convolution_family::define(kernel &k, const algorithm_type &by) {
    if (const auto *mine = std::get_if<convolution_schedule>(&by)) return convolution(k, *mine).define();
    auto funcs = std::make_shared<convolution_funcs>();
    funcs->contraction = contraction_family::define(k, contraction_family::algorithm_of(as_contraction(by)));
    return funcs;
}

}  // namespace sylvite::generators
