// What batch and instance normalisation share: weight and bias of channels, and averages of their statistics over the
// steps, kept in states.
#pragma once

#include <sylvite/dsl/functions/standardised.hpp>
#include <sylvite/dsl/layers/parameter.hpp>
#include <sylvite/dsl/ops/mode.hpp>

namespace sylvite::detail {

/// Mean and variance over axes of x [batch, channels, ...]; the variance that of the elements themselves.
struct batch_statistics {
    any_expr mean, variance;
    unsigned axes;
};

/// "NAME.weight" and "NAME.bias" [channels], or neither.
struct channel_scale {
    any_expr weight, bias;

    constexpr channel_scale() = default;
    constexpr channel_scale(std::string_view name, any_expr x) : weight(declared(name, "weight", x, 1)) {
        bias = declared(name, "bias", x, 0);
    }
    [[nodiscard]] constexpr bool is_there() const { return !weight.empty(); }
    /// y times the weight plus the bias.
    [[nodiscard]] constexpr any_expr apply(any_expr y) const {
        return is_there() ? y * of_channels(weight, y) + of_channels(bias, y) : y;
    }

  private:
    static constexpr any_expr declared(std::string_view name, std::string_view suffix, any_expr x, double start) {
        return layer_parameter(x.owner(), name, suffix, x.type(), fixed_shape({x.dims()[1].value}), constant(start));
    }
};

/// "NAME.running_mean" and "NAME.running_var" [channels].
class running_statistics {
  public:
    constexpr running_statistics(std::string_view name, any_expr x)
        : mean_(declared(name, "running_mean", x, 0)), variance_(declared(name, "running_var", x, 1)) {}

    /// x normalised by them.
    [[nodiscard]] constexpr any_expr normalised(any_expr x, double epsilon) const {
        return (x - of_channels(mean_, x)) * of_channels(rsqrt(variance_ + epsilon), x);
    }
    /// The same, then scaled and shifted, as one product and one sum: what these are is known before x.
    [[nodiscard]] constexpr any_expr folded(any_expr x, double epsilon, const channel_scale &then) const {
        any_expr scale = rsqrt(variance_ + epsilon);
        if (then.is_there()) scale = then.weight * scale;
        const any_expr shift = then.is_there() ? then.bias - mean_ * scale : -(mean_ * scale);
        return x * of_channels(scale, x) + of_channels(shift, x);
    }

    /// `trained` in training, where they follow the statistics, else `evaluated`. What they follow is averaged over
    /// what is not of channels; the variance is that of the population, with n - 1 in place of n.
    [[nodiscard]] constexpr any_expr followed(const batch_statistics &now, double momentum, any_expr x,
                                              any_expr trained, any_expr evaluated) const {
        graph::builder &b = x.owner();
        const any_expr count = count_over(x, now.axes);
        const std::uint32_t first = b.effect_count();
        follow(mean_, now.mean, momentum);
        follow(variance_, now.variance * (count / (count - 1)), momentum);
        return {b, graph::by_mode(b, trained.id(), evaluated.id(), graph::absent_side::none, first,
                                  b.effect_count() - first, extents_of(x.dims(), now.axes))};
    }

  private:
    static constexpr any_expr declared(std::string_view name, std::string_view suffix, any_expr x, double start) {
        constexpr std::int64_t is_running = 1;  // saved with the parameters
        graph::builder &b = x.owner();
        const initialiser i = constant(start);
        return {b, b.declare(graph::op::state, member(name, suffix), x.type(), fixed_shape({x.dims()[1].value}),
                             {static_cast<std::int64_t>(i.how), std::bit_cast<std::int64_t>(i.a),
                              std::bit_cast<std::int64_t>(i.b), is_running})};
    }
    static constexpr void follow(any_expr running, any_expr now, double momentum) {
        if (now.dims().rank == 2) now = mean_over(now, 1);
        graph::assign(running.owner(), running.id(), (running * (1 - momentum) + now * momentum).id());
    }
    static constexpr graph::sampled extents_of(const sylvite::shape &dims, unsigned axes) {
        graph::sampled s{1, 0};
        for (int i = 0; i < dims.rank; ++i) {
            if ((axes >> i & 1u) == 0) continue;
            if (dims[i].is_dynamic())
                s.symbol_mask |= 1u << (dims[i].symbol - 1);
            else
                s.fixed *= dims[i].value;
        }
        return s;
    }

    any_expr mean_, variance_;
};

}  // namespace sylvite::detail
