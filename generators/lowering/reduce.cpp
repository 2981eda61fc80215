#include <sylvite/generators/lowering/math.hpp>
#include <sylvite/generators/lowering/reduce.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>
#include <limits>
#include <optional>

namespace sylvite::generators {
namespace {

using Halide::RDom;
using Halide::Tuple;

/// What is combined: one value, or for argmax and argmin a value and its position.
struct monoid {
    graph::op kind;
    Halide::Type type;

    [[nodiscard]] std::vector<Expr> identity() const {
        using graph::op;
        if (kind == op::reduce_sum || kind == op::contraction) return {Halide::Internal::make_const(type, 0)};
        if (kind == op::reduce_product) return {Halide::Internal::make_const(type, 1)};
        const double infinity = std::numeric_limits<double>::infinity();
        const Expr last = !type.is_float()
                              ? (takes_smallest() ? type.max() : type.min())
                              : Halide::Internal::make_const(type, takes_smallest() ? infinity : -infinity);
        if (!graph::is_position(kind)) return {last};
        return {last, std::numeric_limits<std::int32_t>::max()};
    }
    [[nodiscard]] std::vector<Expr> combine(const std::vector<Expr> &a, const std::vector<Expr> &b) const {
        // Products and sums of a contraction may be fused; no result of theirs is compared here.
        using graph::op;
        if (kind == op::contraction) return {a[0] + b[0]};
        if (kind == op::reduce_sum) return {math::add(a[0], b[0])};
        if (kind == op::reduce_product) return {product(a[0], b[0])};
        if (kind == op::reduce_max) return {math::maximum(a[0], b[0])};
        if (kind == op::reduce_min) return {math::minimum(a[0], b[0])};
        const Expr a_nan = math::is_nan(a[0]), b_nan = math::is_nan(b[0]);
        const Expr better = takes_smallest() ? math::less(b[0], a[0]) : math::less(a[0], b[0]);
        const Expr same = math::equal(a[0], b[0]) || (a_nan && b_nan);
        const Expr take_b = better || (b_nan && !a_nan) || (same && b[1] < a[1]);
        return {Halide::select(take_b, b[0], a[0]), Halide::select(take_b, b[1], a[1])};
    }

  private:
    [[nodiscard]] bool takes_smallest() const { return kind == graph::op::reduce_min || kind == graph::op::argmin; }
    /// Integers wrap around, which signed ones may not in Halide.
    [[nodiscard]] Expr product(const Expr &a, const Expr &b) const {
        if (type.is_float()) return math::multiply(a, b);
        const Halide::Type word = type.with_code(halide_type_uint);
        return Halide::cast(type, Halide::cast(word, a) * Halide::cast(word, b));
    }
};

std::vector<Expr> values_of(const Halide::FuncRef &ref, std::size_t count) {
    if (count == 1) return {Expr(ref)};
    return {Expr(ref[0]), Expr(ref[1])};
}

}  // namespace

Expr over(const RDom &r, const Expr &e) {
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

namespace {

class builder {
  public:
    builder(kernel &k, held_values &held, value_id id, const reduction_options &options, int vector_lanes)
        : k_(k), held_(held), v_(k.space.at(id)), options_(options),
          vector_lanes_(vector_lanes), combine_{v_.kind, operand_type()}, width_(combine_.identity().size()),
          prefix_("reduction" + std::to_string(id)) {}

    reduction_funcs run() {
        environment where = k_.empty_environment(&held_);
        k_.bind(where, v_.free, kept_, prefix_ + "_k");
        Func last = partial(where);
        for (int lanes = options_.lanes; lanes > 1; lanes /= 2) last = fold(last, lanes / 2);
        if (options_.chunk > 0) last = gather(last);
        finish(last);
        return std::move(result_);
    }

  private:
    [[nodiscard]] Halide::Type operand_type() const {
        // A position's node has the type of the position.
        return value_type(graph::is_position(v_.kind) ? k_.space.at(v_.inputs[0]).type : v_.accumulator);
    }
    [[nodiscard]] bool has_lanes() const { return options_.lanes > 1; }
    void append(const Func &f) { (options_.chunk > 0 ? result_.parallel : result_.stages).push_back(f); }

    [[nodiscard]] std::vector<Expr> operand(environment where) {
        where.memo.clear();
        Expr e = math::cast(combine_.type, k_.emit(v_.inputs[0], where));
        if (v_.kind == graph::op::contraction) e = e * math::cast(combine_.type, k_.emit(v_.inputs[1], where));
        if (!graph::is_position(v_.kind)) return {e};
        Expr position = 0;
        const auto index = k_.at(where, v_.axes);
        for (std::size_t i = 0; i < index.size(); ++i) position = position * k_.extent(v_.axes[i]) + index[i];
        return {e, Halide::Internal::simplify(position)};
    }

    /// Variables of a partial result: lane, kept axes, chunk.
    [[nodiscard]] std::vector<Expr> place(const Expr &lane) const {
        std::vector<Expr> args;
        if (has_lanes()) args.push_back(lane);
        args.insert(args.end(), kept_.begin(), kept_.end());
        if (options_.chunk > 0) args.push_back(chunk_);
        return args;
    }
    [[nodiscard]] std::vector<Var> place_vars(bool with_lane) const {
        std::vector<Var> args;
        if (with_lane) args.push_back(lane_);
        args.insert(args.end(), kept_.begin(), kept_.end());
        if (options_.chunk > 0) args.push_back(chunk_);
        return args;
    }

    /// One update of the partial results; `tail`: elements behind the last whole step of lanes.
    void update(Func &f, environment where, const std::optional<tail_of_lanes> &tail = {}) {
        const int lanes = options_.lanes;
        Halide::Region bounds;
        std::vector<axis_id> order(v_.axes.rbegin(), v_.axes.rend());
        if (has_lanes()) {
            std::erase(order, options_.along);
            order.insert(order.begin(), options_.along);
        }
        const axis_id chunked = options_.chunk > 0 ? v_.axes.front() : -1;
        for (const axis_id a : order) {
            Expr count = k_.extent(a);
            if (a == chunked) count = static_cast<std::int32_t>(options_.chunk);
            if (has_lanes() && a == options_.along) count = tail ? tail->count : count / lanes;
            bounds.emplace_back(0, Halide::Internal::simplify(count));
        }
        RDom r(bounds, prefix_ + (tail ? "_tail" : "_sum"));
        Expr lane = lane_;
        for (std::size_t i = 0; i < order.size(); ++i) {
            const axis_id a = order[i];
            Expr index = r[static_cast<int>(i)];
            if (has_lanes() && a == options_.along) {
                if (tail) lane = tail->lane + index;
                index = tail ? k_.extent(a) / lanes * lanes + lane : index * lanes + lane_;
            }
            if (a == chunked) {
                const Expr start = chunk_ * static_cast<std::int32_t>(options_.chunk);
                const int step = has_lanes() && a == options_.along ? lanes : 1;
                r.where(start + r[static_cast<int>(i)] * step + (step - 1) < k_.extent(a));
                index = start + index;
            }
            where.index[static_cast<std::size_t>(a)] = index;
        }
        const auto args = place(lane);
        std::vector<Expr> element = operand(where);
        element[0] = over(r, element[0]);
        f(args) = Tuple(combine_.combine(values_of(f(args), width_), element));
        Halide::Stage stage = f.update(f.num_update_definitions() - 1);
        if (has_lanes() && !tail) {
            std::vector<Halide::VarOrRVar> loops;
            if (lanes > vector_lanes_) {
                Var inner(prefix_ + "_li");
                stage.split(lane_, lane_, inner, vector_lanes_).vectorize(inner).unroll(lane_);
                loops = {inner, lane_};
            } else {
                stage.vectorize(lane_);
                loops = {lane_};
            }
            for (int i = 0; i < static_cast<int>(order.size()); ++i) loops.emplace_back(r[i]);
            stage.reorder(loops);
        } else if (tail && tail->width > 1) {
            stage.vectorize(r[0], std::min(tail->width, vector_lanes_));
        } else {
            stage.unscheduled();
        }
    }

    Func partial(const environment &where) {
        Func f(prefix_ + "_partial");
        f(place_vars(has_lanes())) = Tuple(combine_.identity());
        vectorize_lanes(f, options_.lanes);
        if (!has_lanes()) {
            update(f, where);
        } else {
            const axis &a = k_.space[options_.along];
            const bool chunked = options_.chunk > 0 && options_.along == v_.axes.front();
            if (a.is_dynamic() || a.bound >= options_.lanes) update(f, where);
            if (!chunked)
                for (const tail_of_lanes &tail : tails_of(k_, options_.along, options_.lanes)) update(f, where, tail);
        }
        append(f);
        return f;
    }

    void vectorize_lanes(Func &f, int lanes) const {
        if (lanes > vector_lanes_) {
            f.vectorize(lane_, vector_lanes_).unroll(lane_);
        } else if (lanes > 1) {
            f.vectorize(lane_).bound(lane_, 0, lanes);
        }
        if (lanes > 1) f.bound_extent(lane_, lanes);
    }

    Func fold(const Func &from, int lanes) {
        Func f(prefix_ + "_fold" + std::to_string(lanes));
        auto low = place(lane_), high = place(lane_ + lanes);
        if (lanes == 1) {
            low[0] = 0;
            high[0] = 1;
        }
        f(place_vars(lanes > 1)) = Tuple(combine_.combine(values_of(from(low), width_), values_of(from(high), width_)));
        vectorize_lanes(f, lanes);
        append(f);
        return f;
    }

    /// The partial results of all chunks, in order, and what is left behind the last whole step of lanes.
    Func gather(const Func &chunks) {
        const axis_id chunked = v_.axes.front();
        const auto size = static_cast<std::int32_t>(options_.chunk);
        RDom r(0, Halide::Internal::simplify((k_.extent(chunked) + (size - 1)) / size), prefix_ + "_chunks");
        Func f(prefix_ + "_gather");
        std::vector<Expr> from(kept_.begin(), kept_.end());
        f(kept_) = Tuple(combine_.identity());
        const std::vector<Expr> here = from;
        from.emplace_back(r.x);
        f(kept_) = Tuple(combine_.combine(values_of(f(here), width_), values_of(chunks(from), width_)));
        const bool has_rest = has_lanes() && options_.along == chunked &&
                              (k_.space[chunked].is_dynamic() || k_.space[chunked].bound % options_.lanes != 0);
        if (has_rest) {
            environment where = k_.empty_environment(&held_);
            for (std::size_t i = 0; i < kept_.size(); ++i) where.index[static_cast<std::size_t>(v_.free[i])] = kept_[i];
            Halide::Region bounds;
            for (std::size_t i = v_.axes.size(); i-- > 0;) {
                const Expr n = k_.extent(v_.axes[i]);
                bounds.emplace_back(0, v_.axes[i] == chunked ? Halide::Internal::simplify(n % options_.lanes) : n);
            }
            RDom rest(bounds, prefix_ + "_rest");
            for (std::size_t i = 0; i < v_.axes.size(); ++i) {
                const axis_id a = v_.axes[i];
                const Expr index = rest[static_cast<int>(v_.axes.size() - 1 - i)];
                where.index[static_cast<std::size_t>(a)] =
                    a == chunked ? k_.extent(a) / options_.lanes * options_.lanes + index : index;
            }
            f(kept_) = Tuple(combine_.combine(values_of(f(here), width_), operand(where)));
        }
        result_.stages.push_back(f);
        return f;
    }

    void finish(const Func &last) {
        const std::vector<Expr> here(kept_.begin(), kept_.end());
        const auto values = values_of(last(here), width_);
        Func f(prefix_ + "_total");
        f(kept_) = math::cast(value_type(v_.type), values.back());
        result_.stages.push_back(f);
        result_.total = f;
        result_.vars = kept_;
    }

    kernel &k_;
    held_values &held_;
    const value &v_;
    reduction_options options_;
    int vector_lanes_;
    monoid combine_;
    std::size_t width_;
    std::string prefix_;
    Var lane_{"lane"}, chunk_{"chunk"};
    std::vector<Var> kept_;
    reduction_funcs result_;
};

}  // namespace

reduction_funcs build_reduction(kernel &k, held_values &held, value_id id, const reduction_options &options,
                                int vector_lanes) {
    return builder(k, held, id, options, vector_lanes).run();
}

provider provider_of(const kernel &k, value_id id, const Func &total) {
    return [&k, id, total](const environment &where) { return Expr(total(k.at(where, k.space.at(id).free))); };
}

}  // namespace sylvite::generators
