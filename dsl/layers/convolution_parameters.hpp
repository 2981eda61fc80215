// What convolutions and transposed convolutions share: weights and bias, and the contraction over groups.
#pragma once

#include <sylvite/dsl/functions/image_windows.hpp>
#include <sylvite/dsl/layers/dense.hpp>

namespace sylvite {

namespace layer {
/// How the parameters of a convolution start.
struct convolution_starts {
    initialiser weight = fan_in_uniform;
    bias_start bias = fan_in_uniform;  // fans are the weight's; false: none
    bool use_bias = true;              // the same in another word
};
}  // namespace layer

namespace detail {

template <class Result>
constexpr bool require_groups(Result &r, std::int64_t in, std::int64_t out, std::int64_t groups) {
    r.require(out >= 1, because::channels_are_at_least_1, {out});
    return r.require(groups >= 1 && in % groups == 0 && out % groups == 0, because::groups_do_not_divide_channels,
                     {groups, in, out});
}

/// weight [first, second, taps...]; its fans are the second extent and the first, each times the taps.
template <class Expression>
class convolution_parameters {
  public:
    constexpr convolution_parameters(std::string_view name, Expression x, const kernel &channels, int axes,
                                     const kernel &k)
        : name_(name), x_(x) {
        dims_.push_back({channels[0], 0});
        dims_.push_back({channels[1], 0});
        for (int i = 0; i < axes; ++i) dims_.push_back({k[i], 0});
        taps_ = dims_.volume() / channels[0] / channels[1];
    }

    [[nodiscard]] constexpr Expression weight(const layer::convolution_starts &options) const {
        return layer_parameter(x_.owner(), name_, "weight", x_.type(), dims_, with_fans(options.weight));
    }
    [[nodiscard]] constexpr Expression with_bias(Expression y, const layer::convolution_starts &options,
                                                 std::int64_t out) const {
        if (!options.use_bias || !options.bias.is_used) return y;
        auto &b = x_.owner();
        const Expression bias =
            layer_parameter(b, name_, "bias", x_.type(), fixed_shape({out}), with_fans(options.bias.start));
        const std::int64_t channel = 1;
        return y + Expression(b, graph::broadcast(b, bias.id(), y.dims(), {&channel, 1}));
    }

  private:
    [[nodiscard]] constexpr initialiser with_fans(initialiser start) const {
        return resolve(start, dims_[1].value * taps_, dims_[0].value * taps_);
    }

    std::string_view name_;
    Expression x_;
    sylvite::shape dims_;
    std::int64_t taps_ = 1;
};

/// An image [batch, groups, channels, axes...], without groups where there is one, without channels where a group has
/// one.
template <class Expression>
struct grouped_image {
    Expression x;
    std::int64_t groups, in, out;  // in and out: channels a group
    int axes;

    constexpr grouped_image(const Expression &image, std::int64_t group_count, std::int64_t out_each, int axis_count)
        : x(image), groups(group_count), in(image.dims()[1].value / group_count), out(out_each), axes(axis_count) {
        const sylvite::shape from = x.dims();
        sylvite::shape to;
        to.push_back(from[0]);
        push(to, groups);
        push(to, in);
        for (int i = 0; i < axes; ++i) to.push_back(from[2 + i]);
        x = Expression(x.owner(), graph::reshape(x.owner(), x.id(), to));
    }
    [[nodiscard]] constexpr int first_axis() const { return 1 + (groups == 1 ? 0 : 1) + (in == 1 ? 0 : 1); }

    /// Windows of the image with the weights, summed over channels and taps: [batch, groups out, positions...].
    /// weight: [groups out, in, taps...], or is_transposed [groups in, out, taps...]. Taps in `spread` (a bit for each
    /// axis) are not summed: they follow their position and become one axis with it.
    [[nodiscard]] constexpr Expression contracted(const image_windows &all, const Expression &weight,
                                                  bool is_transposed, unsigned spread = 0) const {
        constexpr std::int64_t batch = 0, group = 1, of_in = 2, of_out = 3, position = 4, tap = 7;
        auto &b = weight.owner();
        const sylvite::shape from = weight.dims();
        graph::einsum_labels e;
        sylvite::shape parts, to;
        const auto in_weight = [&](std::int64_t label, std::int64_t count) {
            if (count == 1) return;
            parts.push_back({count, 0});
            e.b[e.b_rank++] = label;
        };
        in_weight(group, groups);
        in_weight(is_transposed ? of_in : of_out, is_transposed ? in : out);
        in_weight(is_transposed ? of_out : of_in, is_transposed ? out : in);
        e.a[e.a_rank++] = e.out[e.out_rank++] = batch;
        if (groups != 1) e.a[e.a_rank++] = e.out[e.out_rank++] = group;
        if (in != 1) e.a[e.a_rank++] = of_in;
        if (out != 1) e.out[e.out_rank++] = of_out;
        to.push_back(x.dims()[0]);
        to.push_back({groups * out, 0});
        for (int i = 0; i < axes; ++i) {
            const bool is_spread = (spread >> i & 1u) != 0;
            extent along = all.seen.dims()[all.positions[i]];
            e.a[e.a_rank++] = e.out[e.out_rank++] = position + i;
            in_weight(tap + i, from[2 + i].value);
            if (all.taps[i] >= 0) e.a[e.a_rank++] = tap + i;
            if (is_spread && from[2 + i].value != 1) {
                e.out[e.out_rank++] = tap + i;
                along.value *= from[2 + i].value;
            }
            to.push_back(along);
        }
        const graph::node_id w = graph::reshape(b, weight.id(), parts);
        return Expression(b, graph::reshape(b, graph::contract(b, all.seen.id(), w, e), to));
    }

  private:
    static constexpr void push(sylvite::shape &to, std::int64_t count) {
        if (count != 1) to.push_back({count, 0});
    }
};

}  // namespace detail
}  // namespace sylvite
