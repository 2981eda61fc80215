// Attention of a text that grows from call to call: keys and values of the places before are kept in states, so that
// the next place costs one place's work. For networks that generate what they read next.
#pragma once

#include <sylvite/dsl/layers/attention.hpp>

namespace sylvite {

// What a failed check shows.
template <class Shape, std::int64_t Heads, std::int64_t Places>
struct cached_attention_does_not_fit;

/// What cached_attention layers have seen in earlier calls, up to `Places` places, and where the operands of this call
/// go on: at `position`, i32, counted from 0. What stands at later places is forgotten: position 0 begins a new text.
///   attention_cache<128> cache(net.scalar<i32>("position"));
///   const auto y = cached_attention<4>("attention", x, cache);
///   net.entry("next", output("y", y), cache.stored());
template <std::int64_t Places>
class attention_cache {
    static_assert(Places >= 1, "a cache has one place at least");

  public:
    constexpr explicit attention_cache(const expr<extents<>, i32> &position) : position_(position) {}

    /// i32 [Count]: the numbers of the places that an operand of so many takes, for what depends on them:
    /// gather(table, cache.template places<1>()).
    template <std::int64_t Count = 1>
    [[nodiscard]] constexpr auto places(location where = location::here()) const {
        graph::builder &b = position_.owner();
        const graph::at here(b, where);
        const expr<extents<Count>, i32> ahead(b, graph::iota(b, detail::fixed_shape({Count}), 0));
        return ahead + position_;
    }

    /// The keys and values of all layers that were called with this cache, kept as the entry ends. Call it behind them.
    [[nodiscard]] constexpr updates stored(location where = location::here()) const {
        graph::builder &b = position_.owner();
        const graph::at here(b, where);
        const std::uint32_t first = b.effect_count();
        for (std::size_t i = 0; i < kept_.size(); ++i) graph::assign(b, kept_[i].state, kept_[i].value);
        return {first, b.effect_count()};
    }

    // for layers

    /// An operand of so many places; the position must leave room for them.
    [[nodiscard]] constexpr any_expr fits(std::int64_t count) const {
        const any_expr at = position_;
        return at >= 0 && at <= Places - count;
    }
    /// [Places]: each place as counted from the first one of the operand.
    [[nodiscard]] constexpr any_expr from_position() const {
        graph::builder &b = position_.owner();
        return any_expr(b, graph::iota(b, detail::fixed_shape({Places}), 0)) - position_;
    }
    /// The state "NAME.SUFFIX" [batch, Places, width] with x [batch, time, width] in its place, as it is when the entry
    /// ends.
    constexpr any_expr with(std::string_view name, std::string_view suffix, any_expr x) {
        graph::builder &b = x.owner();
        const std::int64_t batch = x.dims()[0].value, time = x.dims()[1].value, width = x.dims()[2].value;
        const any_expr before = detail::layer_variable(b, graph::op::state, name, suffix, x.type(),
                                                       detail::fixed_shape({batch, Places, width}), zeros);
        const any_expr at = from_position();
        any_expr moved = x;  // where it is to stand
        if (time > 1) {
            const std::int64_t exchanged[] = {1, 0, 2};
            const graph::node_id rows = graph::permute(b, x.id(), exchanged);
            moved = any_expr(b, graph::permute(b, graph::gather(b, rows, at.id(), 0, 0), exchanged));
        }
        const any_expr here(
            b, graph::reshape(b, (at >= 0 && at < time && fits(time)).id(), detail::fixed_shape({Places, 1})));
        const any_expr after = select(here, moved, before);
        kept_.push_back({before.id(), after.id()});
        return after;
    }

  private:
    struct kept {
        graph::node_id state, value;
    };
    expr<extents<>, i32> position_;
    graph::list<kept> kept_;
};

namespace detail {
/// [batch, time, width]
template <sylvite::shape Of, std::int64_t Places>
inline constexpr bool fits_cache = !Of[0].is_dynamic() && !Of[1].is_dynamic() && Of[1].value <= Places;
}  // namespace detail

namespace layer {

/// The next places x [batch, time, width] of a text see those before them and themselves; all extents are known at
/// compile time, and no more than Places. One application after the other gives what self_attention with
/// {.causal = true} gives of the whole text. Parameters are self_attention's; states "NAME.keys" and "NAME.values"
/// [batch, Places, width]. NaN where the position does not leave room for x; the states stay as they are then.
template <std::int64_t Heads>
struct cached_attention : attention_options {
    template <typed_expr X, std::int64_t Places>
    constexpr auto operator()(std::string_view name, const X &x, attention_cache<Places> &cache,
                              location where = location::here()) const {
        const graph::at here(x.owner(), where);
        detail::require_attention<Heads, X>();
        SYLVITE_REQUIRE((detail::fits_cache<detail::shape_of<X>, Places>),
                        cached_attention_does_not_fit<detail::operand_of<detail::shape_t<X>>, Heads, Places>);
        return X(apply(name, x, cache));
    }

  private:
    template <std::int64_t Places>
    constexpr any_expr apply(std::string_view name, any_expr x, attention_cache<Places> &cache) const {
        graph::builder &b = x.owner();
        const detail::attention_parameters parameters(name, x, *this);
        const std::int64_t time = x.dims()[1].value, width = x.dims()[2].value, each = width / Heads;
        const any_expr all = parameters.project(x, 0, 3);
        const auto part = [&](std::int64_t k) {
            return any_expr(b, graph::slice(b, all.id(), 2, {k * width, (k + 1) * width, 1}));
        };
        const any_expr keys = cache.with(name, "keys", part(1)), values = cache.with(name, "values", part(2));
        // All seen places are hidden where the position does not fit: softmax gives NaN.
        const any_expr row(b, graph::iota(b, detail::fixed_shape({time, 1}), 0));
        const any_expr seen = cache.from_position() <= row && cache.fits(time);
        const any_expr mixed =
            detail::attend(name, detail::heads_of(all, 0, Heads, each), detail::heads_of(keys, 0, Heads, each),
                           detail::heads_of(values, 0, Heads, each), seen, dropout);
        return parameters.join(mixed, x.dims());
    }
};

}  // namespace layer

/// cached_attention<4>("attention", x, cache)
template <std::int64_t Heads, typed_expr X, std::int64_t Places>
constexpr auto cached_attention(std::string_view name, const X &x, attention_cache<Places> &cache,
                                layer::attention_options options = {}, location where = location::here()) {
    return layer::cached_attention<Heads>{options}(name, x, cache, where);
}

}  // namespace sylvite
