// Multi-head attention. A. Vaswani et al. 2017, section 3.2.
#pragma once

#include <sylvite/dsl/functions/softmax.hpp>
#include <sylvite/dsl/layers/dropout.hpp>
#include <sylvite/dsl/ops/triangle.hpp>

namespace sylvite {

// What a failed check shows.
template <class Shape, std::int64_t Heads>
struct attention_does_not_fit;

namespace layer {
/// Of all kinds of attention.
struct attention_options {
    bool causal = false;  // a place sees no later one
    bool bias = true;
    bool use_bias = true;  // the same in another word
    initialiser in_weight = glorot_uniform;
    initialiser out_weight = fan_in_uniform;
    double dropout = 0;  // the probability that a place's weight is dropped in training

    [[nodiscard]] constexpr bool has_bias() const { return bias && use_bias; }
};
}  // namespace layer

namespace detail {

/// [batch, time, heads width] as [batch, time, heads, width], from `first` on in the last axis.
constexpr any_expr heads_of(any_expr x, std::int64_t first, std::int64_t heads, std::int64_t width) {
    graph::builder &b = x.owner();
    const graph::node_id part = graph::slice(b, x.id(), 2, {first, first + heads * width, 1});
    sylvite::shape split = x.dims();
    split.rank = 2;
    split.push_back({heads, 0});
    split.push_back({width, 0});
    return {b, graph::reshape(b, part, split)};
}

/// q [batch, time, heads, width], k and v [batch, memory, heads, width]; the result has q's shape. `seen`: boolean,
/// [time, memory], which places of the memory a place sees; empty: all.
constexpr any_expr attend(std::string_view name, any_expr q, any_expr k, any_expr v, any_expr seen, double dropout) {
    graph::builder &b = q.owner();
    const double scale = 1 / square_root(static_cast<double>(q.dims()[3].value));
    any_expr scores = any_expr(b, graph::einsum(b, "bthd,bshd->bhts", q.id(), k.id())) * scale;
    if (!seen.empty()) scores = select(seen, scores, -std::numeric_limits<double>::infinity());
    const any_expr p = dropped(softmax(scores, 1u << 3), name, dropout, 4);
    return {b, graph::einsum(b, "bhts,bshd->bthd", p.id(), v.id())};
}

/// The parameters of an attention layer, those of what comes in and of what goes out.
class attention_parameters {
  public:
    constexpr attention_parameters(std::string_view name, any_expr x, const layer::attention_options &options)
        : name_(name), type_(x.type()), width_(x.dims()[2].value), options_(options) {
        expect_probability("attention: dropout", options.dropout);
        in_ = layer_parameter(x.owner(), name, "in_proj_weight", type_, fixed_shape({3 * width_, width_}),
                              options.in_weight);
        if (options.has_bias())
            in_bias_ = layer_parameter(x.owner(), name, "in_proj_bias", type_, fixed_shape({3 * width_}), zeros);
    }

    /// x [batch, time, width] as queries, keys and values side by side, of these three those from `first` to `last`.
    [[nodiscard]] constexpr any_expr project(any_expr x, std::int64_t first, std::int64_t last) const {
        const auto part = [&](any_expr all) {
            return any_expr(x.owner(), graph::slice(x.owner(), all.id(), 0, {first * width_, last * width_, 1}));
        };
        const any_expr y = projected(x, part(in_));
        return options_.has_bias() ? y + part(in_bias_) : y;
    }
    /// What the heads found, [batch, time, heads, width of a head], as [batch, time, width].
    [[nodiscard]] constexpr any_expr join(any_expr mixed, const sylvite::shape &to) const {
        graph::builder &b = mixed.owner();
        const joined out = member(name_, "out_proj");
        const any_expr flat(b, graph::reshape(b, mixed.id(), to));
        const any_expr y = projected(
            flat, layer_parameter(b, out, "weight", type_, fixed_shape({width_, width_}), options_.out_weight));
        return options_.has_bias() ? y + layer_parameter(b, out, "bias", type_, fixed_shape({width_}), zeros) : y;
    }

  private:
    std::string_view name_;
    dtype type_;
    std::int64_t width_;
    const layer::attention_options &options_;
    any_expr in_, in_bias_;
};

/// Attention of x over memory: the same expression for self-attention.
constexpr any_expr attention(std::string_view name, any_expr x, any_expr memory, std::int64_t heads,
                             const layer::attention_options &options) {
    graph::builder &b = x.owner();
    const attention_parameters parameters(name, x, options);
    const std::int64_t width = x.dims()[2].value, each = width / heads;
    any_expr seen;
    if (options.causal) seen = any_expr(b, graph::lower_triangle(b, x.dims()[1], memory.dims()[1], 0));
    any_expr mixed;
    if (x.id() == memory.id()) {
        const any_expr all = parameters.project(x, 0, 3);
        mixed = attend(name, heads_of(all, 0, heads, each), heads_of(all, width, heads, each),
                       heads_of(all, 2 * width, heads, each), seen, options.dropout);
    } else {
        const any_expr q = parameters.project(x, 0, 1), rest = parameters.project(memory, 1, 3);
        mixed = attend(name, heads_of(q, 0, heads, each), heads_of(rest, 0, heads, each),
                       heads_of(rest, width, heads, each), seen, options.dropout);
    }
    return parameters.join(mixed, x.dims());
}

/// What is wrong with an operand, which has to be [batch, time, width] with a width that the heads divide.
template <std::int64_t Heads, class S, dtype T>
constexpr auto find_in_attention() {
    if constexpr (is_mistake<typename decltype(find_in_rows<S, T>())::type>)
        return find_in_rows<S, T>();
    else if constexpr (Heads < 1 || shape_value<S>.rank != 3)
        return found<attention_does_not_fit<S, Heads>>{};
    else if constexpr (shape_value<S>.extents[2].value % Heads != 0)
        return found<attention_does_not_fit<S, Heads>>{};
    else
        return nothing_found;
}
template <std::int64_t Heads, typed_expr X>
constexpr auto require_attention() {
    require_rows<X>();
    constexpr bool fits = Heads >= 1 && shape_of<X>.rank == 3 && last_extent<X> % (Heads < 1 ? 1 : Heads) == 0;
    SYLVITE_REQUIRE(fits, attention_does_not_fit<operand_of<shape_t<X>>, Heads>);
}

}  // namespace detail

namespace layer {

/// Each place of x [batch, time, width] looks at all places of its own row of the batch; batch and time may be dynamic.
/// Declares "NAME.in_proj_weight" [3 width, width], "NAME.in_proj_bias" [3 width], "NAME.out_proj.weight" [width,
/// width] and "NAME.out_proj.bias" [width], as PyTorch's MultiheadAttention(batch_first=True).
template <std::int64_t Heads>
struct self_attention : attention_options {
    template <typed_expr X>
    constexpr auto operator()(std::string_view name, const X &x, location where = location::here()) const {
        const graph::at here(x.owner(), where);
        detail::require_attention<Heads, X>();
        return X(detail::attention(name, x, x, Heads, *this));
    }

    template <class S, dtype T>
    static constexpr auto find_mistake() {
        return detail::find_in_attention<Heads, S, T>();
    }
};

/// Each place of x [batch, time, width] looks at all places of memory [batch, other time, width]. Parameters as those
/// of self_attention.
template <std::int64_t Heads>
struct cross_attention : attention_options {
    template <typed_expr X, typed_expr M>
    constexpr auto operator()(std::string_view name, const X &x, const M &memory,
                              location where = location::here()) const {
        const graph::at here(detail::common_owner(x, memory, "cross_attention"), where);
        detail::require_same_dtype<X, M>();
        detail::require_attention<Heads, X>();
        detail::require_attention<Heads, M>();
        constexpr bool fits = detail::shape_of<X>.extents[0] == detail::shape_of<M>.extents[0] &&
                              detail::shape_of<X>.extents[2] == detail::shape_of<M>.extents[2];
        SYLVITE_REQUIRE(
            fits, shapes_do_not_match<detail::operand_of<detail::shape_t<X>>, detail::operand_of<detail::shape_t<M>>>);
        return X(detail::attention(name, x, memory, Heads, *this));
    }
};

}  // namespace layer

/// self_attention<4>("attention", x, {.causal = true}). Without operands a layer of a sequence.
template <std::int64_t Heads>
inline constexpr detail::layer_object<layer::self_attention<Heads>, layer::attention_options> self_attention{};

/// cross_attention<4>("attention", x, memory)
template <std::int64_t Heads, typed_expr X, typed_expr M>
constexpr auto cross_attention(std::string_view name, const X &x, const M &memory,
                               layer::attention_options options = {}, location where = location::here()) {
    return layer::cross_attention<Heads>{options}(name, x, memory, where);
}

}  // namespace sylvite
