#include <sylvite/generators/convolution/operands.hpp>
#include <sylvite/generators/lowering/domain.hpp>
#include <sylvite/generators/lowering/math.hpp>

#include <algorithm>

namespace sylvite::generators {
namespace {

using Halide::RDom;
using Halide::Internal::simplify;

class convolution {
  public:
    convolution(kernel &k, const convolution_schedule &chosen)
        : k_(k), space_(k.space), chosen_(chosen), funcs_(funcs_with(convolution_roles_of(k.space, chosen.vector))),
          roles_(funcs_->roles), type_(value_type(space_.at(roles_.root).accumulator)), operands_(k, chosen, *funcs_) {
        funcs_->others = variables("other", roles_.others.size());
        funcs_->rows = variables("row", roles_.rows.size());
        funcs_->phased_rows = phased_rows(space_, roles_);
        funcs_->phases = variables("phase", funcs_->phased_rows.size());
    }

    std::shared_ptr<convolution_funcs> define() {
        operands_.define();
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

    // -- The register tile.

    void define_tile() {
        environment where = k_.empty_environment(&operands_.held());
        operands_.index_in_panel = funcs_->column;
        const Expr column = funcs_->panel * number(chosen_.columns) + funcs_->column;
        const bool in_seen = roles_.is_shared_column || roles_.has_position_column;
        const bool reads_column =
            (in_seen && !chosen_.copies_windows) || (!roles_.has_position_column && !chosen_.packs_columns);
        place(where, roles_.column) = reads_column && space_[roles_.column].bound % chosen_.columns != 0
                                          ? Halide::min(Halide::likely(column), k_.extent(roles_.column) - 1)
                                          : column;
        for (std::size_t i = 0; i < roles_.others.size(); ++i) place(where, roles_.others[i]) = funcs_->others[i];
        for (std::size_t i = 0; i < roles_.rows.size(); ++i) {
            const bool is_clamped = !operands_.is_copied(roles_.rows[i]) && divisor_of(roles_.rows[i]) == 1;
            place(where, roles_.rows[i]) =
                is_clamped ? operands_.inside(roles_.rows[i], funcs_->rows[i]) : funcs_->rows[i];
        }

        // Innermost first.
        std::vector<axis_id> loops;
        Halide::Region bounds;
        const std::vector<axis_id> summed = summed_axes(roles_, chosen_);
        for (auto a = summed.rbegin(); a != summed.rend(); ++a) {
            if (roles_.sums_positions && !is_summed_in_blocks(*a)) continue;
            loops.push_back(*a);
            const std::int64_t steps = roles_.sums_by_lane(*a) ? block(*a) / chosen_.columns : block(*a);
            bounds.emplace_back(0, roles_.sums_positions ? number(steps) : k_.extent(*a));
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

    /// A block of positions; of images and the like one. In the order of define_sums.
    void place_blocks(environment &where, RDom &r, const std::vector<axis_id> &loops) {
        for (const axis_id a : blocked_axes()) {
            funcs_->blocks.emplace_back("block" + std::to_string(a));
            const Expr number_of_block = funcs_->blocks.back();
            if (!is_summed_in_blocks(a)) {
                place(where, a) = number_of_block;
                continue;
            }
            Expr in_block = r[static_cast<int>(std::ranges::find(loops, a) - loops.begin())];
            if (roles_.sums_by_lane(a)) {
                in_block = in_block * number(chosen_.columns) + funcs_->column;
                operands_.position_in_block = in_block;
                operands_.block_of_positions = number_of_block;
            }
            Expr &index = place(where, a);
            index = number_of_block * number(block(a)) + in_block;
            if (space_[a].bound % block(a) == 0 || roles_.sums_by_lane(a)) continue;
            r.where(index < k_.extent(a));
            index = Halide::unsafe_promise_clamped(index, 0, k_.extent(a) - 1);  // bounds do not follow from the domain
        }
    }
    /// Positions, of which a block has many, then what it has one of; the last ones are what the parts share.
    [[nodiscard]] std::vector<axis_id> blocked_axes() const {
        std::vector<axis_id> axes(roles_.summed.rbegin(), roles_.summed.rend());
        std::ranges::stable_partition(axes, [&](axis_id a) { return is_summed_in_blocks(a); });
        return axes;
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
        place(here, roles_.column) = column;  // or a lane, which stands for the positions that it sums
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
        for (const axis_id a : blocked_axes()) {
            const Expr size = number(is_summed_in_blocks(a) ? block(a) : 1);
            counts.push_back(simplify((k_.extent(a) + (size - 1)) / size));
        }
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
        if (roles_.sums_by_lane()) define_sums_of_lanes({vars.begin(), vars.end() - 1});
    }
    void define_sums_of_lanes(const std::vector<Var> &vars) {
        funcs_->sums_of_parts = Func("sums_of_parts");
        funcs_->sums_of_parts(vars) = sum_of_parts({vars.begin(), vars.end()});
        const std::vector<Var> kept(vars.begin() + 1, vars.end());
        const RDom lane(0, number(chosen_.columns), "lanes");
        std::vector<Expr> args(vars.begin(), vars.end());
        args.front() = lane.x;
        funcs_->sums_of_lanes = Func("sums_of_lanes");
        funcs_->sums_of_lanes(kept) = Halide::Internal::make_const(type_, 0);
        funcs_->sums_of_lanes(kept) += funcs_->sums_of_parts(args);
    }
    [[nodiscard]] Expr total(const environment &at) const {
        const auto index = [&](axis_id a) { return at.index[static_cast<std::size_t>(a)]; };
        std::vector<Expr> args;
        if (!roles_.sums_by_lane()) args.push_back(index(roles_.column));
        for (auto a = roles_.rows.rbegin(); a != roles_.rows.rend(); ++a) args.push_back(index(*a));
        for (const axis_id a : roles_.others) args.push_back(index(a));
        return roles_.sums_by_lane() ? Expr(funcs_->sums_of_lanes(args)) : sum_of_parts(std::move(args));
    }
    /// In the order of the parts, whoever made them.
    [[nodiscard]] Expr sum_of_parts(std::vector<Expr> args) const {
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
    convolution_operands operands_;
};

}  // namespace

std::shared_ptr<convolution_funcs> convolution_family::define(kernel &k, const algorithm_type &by) {
    if (const auto *mine = std::get_if<convolution_schedule>(&by)) return convolution(k, *mine).define();
    auto funcs = std::make_shared<convolution_funcs>();
    funcs->contraction = contraction_family::define(k, contraction_family::algorithm_of(as_contraction(by)));
    return funcs;
}

}  // namespace sylvite::generators
