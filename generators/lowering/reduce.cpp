#include <sylvite/generators/lowering/domain.hpp>
#include <sylvite/generators/lowering/math.hpp>
#include <sylvite/generators/lowering/monoid.hpp>
#include <sylvite/generators/lowering/reduce.hpp>

#include <optional>

namespace sylvite::generators {
namespace {

using Halide::RDom;
using Halide::Tuple;

class chain_of_funcs {
  public:
    chain_of_funcs(kernel &k, held_values &held, value_id id, const summation_order &order)
        : k_(k), held_(held), v_(k.space.at(id)), order_(order), combine_{v_.kind, operand_type()},
          width_(combine_.identity().size()), prefix_("reduction" + std::to_string(id)) {
        result_.value = id;
        result_.order = order;
        result_.name = prefix_;
    }

    reduction_chain run() {
        environment where = k_.empty_environment(&held_);
        k_.bind(where, v_.free, kept_, prefix_ + "_k");
        if (order_.overrun >= 0 && contains(v_.free, order_.overrun)) {
            Expr &index = where.index[static_cast<std::size_t>(order_.overrun)];
            index = Halide::min(Halide::likely(index), k_.extent(order_.overrun) - 1);
        }
        Func last = partial(where);
        for (int lanes = order_.lanes; lanes > 1; lanes /= 2) last = fold(last, lanes / 2);
        if (order_.chunk > 0) last = gather(last);
        finish(last);
        return std::move(result_);
    }

  private:
    [[nodiscard]] Halide::Type operand_type() const {
        // A position's node has the type of the position.
        return value_type(graph::is_position(v_.kind) ? k_.space.at(v_.inputs[0]).type : v_.accumulator);
    }
    [[nodiscard]] bool has_lanes() const { return order_.lanes > 1; }
    void append(const Func &f) { (order_.chunk > 0 ? result_.parallel : result_.stages).push_back(f); }

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
        const std::vector<Var> vars = place_vars(false);
        std::vector<Expr> args(vars.begin(), vars.end());
        if (has_lanes()) args.insert(args.begin(), lane);
        return args;
    }
    [[nodiscard]] std::vector<Var> place_vars(bool with_lane) const {
        std::vector<Var> args;
        if (with_lane) args.push_back(lane_);
        args.insert(args.end(), kept_.begin(), kept_.end());
        if (order_.chunk > 0) args.push_back(chunk_);
        return args;
    }

    /// One update of the partial results; `tail`: elements behind the last whole step of lanes.
    void update(Func &f, environment where, const std::optional<tail_of_lanes> &tail = {}) {
        const int lanes = order_.lanes;
        Halide::Region bounds;
        std::vector<axis_id> axes(v_.axes.rbegin(), v_.axes.rend());
        if (has_lanes()) {
            std::erase(axes, order_.along);
            axes.insert(axes.begin(), order_.along);
        }
        const axis_id chunked = order_.chunk > 0 ? v_.axes.front() : -1;
        for (const axis_id a : axes) {
            Expr count = k_.extent(a);
            if (a == chunked) count = static_cast<std::int32_t>(order_.chunk);
            if (has_lanes() && a == order_.along) count = tail ? tail->count : count / lanes;
            bounds.emplace_back(0, Halide::Internal::simplify(count));
        }
        RDom r(bounds, prefix_ + (tail ? "_tail" : "_sum"));
        Expr lane = lane_;
        for (std::size_t i = 0; i < axes.size(); ++i) {
            const axis_id a = axes[i];
            Expr index = r[static_cast<int>(i)];
            if (has_lanes() && a == order_.along) {
                if (tail) lane = tail->lane + index;
                index = tail ? k_.extent(a) / lanes * lanes + lane : index * lanes + lane_;
            }
            if (a == chunked) {
                const Expr start = chunk_ * static_cast<std::int32_t>(order_.chunk);
                const int step = has_lanes() && a == order_.along ? lanes : 1;
                r.where(start + r[static_cast<int>(i)] * step + (step - 1) < k_.extent(a));
                index = start + index;
            }
            where.index[static_cast<std::size_t>(a)] = index;
        }
        const auto args = place(lane);
        std::vector<Expr> element = operand(where);
        element[0] = over(r, element[0]);
        f(args) = Tuple(combine_.combine(values_of(f(args), width_), element));
        result_.tails.push_back(tail ? tail->width : 0);
    }

    Func partial(const environment &where) {
        Func f(prefix_ + "_partial");
        f(place_vars(has_lanes())) = Tuple(combine_.identity());
        if (!has_lanes()) {
            update(f, where);
        } else {
            const axis &a = k_.space[order_.along];
            const bool chunked = order_.chunk > 0 && order_.along == v_.axes.front();
            if (a.is_dynamic() || a.bound >= order_.lanes) update(f, where);
            if (!chunked)
                for (const tail_of_lanes &tail : tails_of(k_, order_.along, order_.lanes)) update(f, where, tail);
        }
        append(f);
        return f;
    }

    Func fold(const Func &from, int lanes) {
        Func f(prefix_ + "_fold" + std::to_string(lanes));
        auto low = place(lane_), high = place(lane_ + lanes);
        if (lanes == 1) {
            low[0] = 0;
            high[0] = 1;
        }
        f(place_vars(lanes > 1)) = Tuple(combine_.combine(values_of(from(low), width_), values_of(from(high), width_)));
        append(f);
        return f;
    }

    /// The partial results of all chunks, in order, and what is left behind the last whole step of lanes.
    Func gather(const Func &chunks) {
        const axis_id chunked = v_.axes.front();
        const auto size = static_cast<std::int32_t>(order_.chunk);
        RDom r(0, Halide::Internal::simplify((k_.extent(chunked) + (size - 1)) / size), prefix_ + "_chunks");
        Func f(prefix_ + "_gather");
        std::vector<Expr> from(kept_.begin(), kept_.end());
        f(kept_) = Tuple(combine_.identity());
        const std::vector<Expr> here = from;
        from.emplace_back(r.x);
        f(kept_) = Tuple(combine_.combine(values_of(f(here), width_), values_of(chunks(from), width_)));
        const bool has_rest = has_lanes() && order_.along == chunked &&
                              (k_.space[chunked].is_dynamic() || k_.space[chunked].bound % order_.lanes != 0);
        if (has_rest) {
            environment where = k_.empty_environment(&held_);
            for (std::size_t i = 0; i < kept_.size(); ++i) where.index[static_cast<std::size_t>(v_.free[i])] = kept_[i];
            Halide::Region bounds;
            for (std::size_t i = v_.axes.size(); i-- > 0;) {
                const Expr n = k_.extent(v_.axes[i]);
                bounds.emplace_back(0, v_.axes[i] == chunked ? Halide::Internal::simplify(n % order_.lanes) : n);
            }
            RDom rest(bounds, prefix_ + "_rest");
            for (std::size_t i = 0; i < v_.axes.size(); ++i) {
                const axis_id a = v_.axes[i];
                const Expr index = rest[static_cast<int>(v_.axes.size() - 1 - i)];
                where.index[static_cast<std::size_t>(a)] =
                    a == chunked ? k_.extent(a) / order_.lanes * order_.lanes + index : index;
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
    summation_order order_;
    monoid combine_;
    std::size_t width_;
    std::string prefix_;
    const Var lane_ = reduction_chain::lane();
    Var chunk_{"chunk"};
    std::vector<Var> kept_;
    reduction_chain result_;
};

}  // namespace

reduction_chain define_reduction(kernel &k, held_values &held, value_id id, const summation_order &order) {
    return chain_of_funcs(k, held, id, order).run();
}

provider provider_of(const kernel &k, value_id id, const Func &total) {
    return [&k, id, total](const environment &where) { return Expr(total(k.at(where, k.space.at(id).free))); };
}

}  // namespace sylvite::generators
