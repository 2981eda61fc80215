// Random numbers of the user's own, drawn anew in each step, in every mode. The name says which: equal names in turn
// give different numbers, and no other part of the network changes them (dsl/random_streams.hpp).
#pragma once

#include <sylvite/dsl/network.hpp>
#include <sylvite/dsl/ops/random.hpp>

namespace sylvite {

namespace detail {

constexpr any_expr uniform_of(graph::builder &b, std::string_view name, dtype type, const sylvite::shape &dims,
                              double low, double high) {
    any_expr u(b, graph::random(b, type, dims, graph::random_source(b, name).stream()));
    if (high - low != 1) u = {b, graph::with_literal(b, graph::op::multiply, u.id(), high - low)};
    if (low != 0) u = {b, graph::with_literal(b, graph::op::add, u.id(), low)};
    return u;
}
constexpr any_expr normal_of(graph::builder &b, std::string_view name, dtype type, const sylvite::shape &dims,
                             double mean, double deviation) {
    any_expr z(b, graph::standard_normal(b, type, dims, graph::random_source(b, name)));
    if (deviation != 1) z = {b, graph::with_literal(b, graph::op::multiply, z.id(), deviation)};
    if (mean != 0) z = {b, graph::with_literal(b, graph::op::add, z.id(), mean)};
    return z;
}
constexpr any_expr bernoulli_of(graph::builder &b, std::string_view name, const sylvite::shape &dims, double p) {
    if (!(p >= 0 && p <= 1)) fault::probability_not_from_0_to_1("bernoulli: p", p);
    return {b, graph::bernoulli(b, p, dims, graph::random_source(b, name).stream())};
}

/// In the element type and the extents of random numbers.
template <dtype Type, auto... Dims>
constexpr auto find_in_random() {
    if constexpr (!is_floating(Type))
        return found<dtype_not_supported<element<Type>>>{};
    else
        return find_in_leaf<false, Dims...>();
}
template <dtype Type, auto... Dims>
concept legal_random = std::same_as<typename decltype(find_in_random<Type, Dims...>())::type, no_mistake>;

}  // namespace detail

/// uniform<f32, rows, 64>(net, "noise"): from low on, below high (which rounding may give). 24 bits for f32, 53 for
/// f64.
template <dtype Type, auto... Dims>
requires detail::legal_random<Type, Dims...>
constexpr auto uniform(const network &net, std::string_view name, double low = 0, double high = 1,
                       location where = location::here()) {
    const graph::at here(net.owner(), where);
    constexpr sylvite::shape dims = detail::shape_of_dims<Dims...>::value;
    return expr<shape_type<Dims...>, Type>(detail::uniform_of(net.owner(), name, Type, dims, low, high));
}
/// Of x's shape and element type.
template <typed_expr X>
requires detail::legal_random<detail::type_of<X>>
constexpr auto uniform_like(std::string_view name, const X &x, double low = 0, double high = 1,
                            location where = location::here()) {
    const graph::at here(x.owner(), where);
    return X(detail::uniform_of(x.owner(), name, x.type(), detail::shape_of<X>, low, high));
}

/// normal<f32, rows, 64>(net, "noise"): the normal distribution with this mean and standard deviation.
template <dtype Type, auto... Dims>
requires detail::legal_random<Type, Dims...>
constexpr auto normal(const network &net, std::string_view name, double mean = 0, double deviation = 1,
                      location where = location::here()) {
    const graph::at here(net.owner(), where);
    constexpr sylvite::shape dims = detail::shape_of_dims<Dims...>::value;
    return expr<shape_type<Dims...>, Type>(detail::normal_of(net.owner(), name, Type, dims, mean, deviation));
}
/// Of x's shape and element type.
template <typed_expr X>
requires detail::legal_random<detail::type_of<X>>
constexpr auto normal_like(std::string_view name, const X &x, double mean = 0, double deviation = 1,
                           location where = location::here()) {
    const graph::at here(x.owner(), where);
    return X(detail::normal_of(x.owner(), name, x.type(), detail::shape_of<X>, mean, deviation));
}

/// bernoulli<rows, 64>(net, "coin", 0.3): booleans that are true with probability p, from 0 to 1, in steps of 2^-32.
template <auto... Dims>
requires detail::legal_leaf<false, Dims...>
constexpr auto bernoulli(const network &net, std::string_view name, double p, location where = location::here()) {
    const graph::at here(net.owner(), where);
    constexpr sylvite::shape dims = detail::shape_of_dims<Dims...>::value;
    return expr<shape_type<Dims...>, boolean>(detail::bernoulli_of(net.owner(), name, dims, p));
}
/// Of x's shape.
template <typed_expr X>
constexpr auto bernoulli_like(std::string_view name, const X &x, double p, location where = location::here()) {
    const graph::at here(x.owner(), where);
    return expr<detail::shape_t<X>, boolean>(detail::bernoulli_of(x.owner(), name, detail::shape_of<X>, p));
}

}  // namespace sylvite
