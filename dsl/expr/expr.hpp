// The handles that the user holds: expr, whose type carries shape and dtype, and any_expr, checked in the table.
#pragma once

#include <sylvite/dsl/expr/mistake.hpp>
#include <sylvite/dsl/grad/sweep.hpp>
#include <sylvite/dsl/graph/at.hpp>

#include <concepts>
#include <type_traits>

namespace sylvite {

/// A node of a graph that is being built. Shape and dtype are checked as operations are added. Serves loops over
/// tensors of different shapes: optimizers, clipping, a user's own update rule.
class any_expr {
  public:
    constexpr any_expr() = default;
    constexpr any_expr(graph::builder &owner, graph::node_id id) : owner_(&owner), id_(id) {}

    [[nodiscard]] constexpr graph::builder &owner() const { return *owner_; }
    [[nodiscard]] constexpr graph::node_id id() const { return id_; }
    [[nodiscard]] constexpr bool empty() const { return owner_ == nullptr; }
    [[nodiscard]] constexpr sylvite::shape dims() const { return owner_->dims(id_); }
    [[nodiscard]] constexpr dtype type() const { return (*owner_)[id_].type; }

  private:
    graph::builder *owner_ = nullptr;
    graph::node_id id_ = graph::no_node;
};

/// A tensor expression. Its type depends on shape and dtype only.
template <class Shape, dtype Type>
class expr : public any_expr {
  public:
    using shape_type = Shape;
    static constexpr dtype element_type = Type;
    static constexpr sylvite::shape static_shape = detail::shape_value<Shape>;

    constexpr expr() = default;
    constexpr expr(graph::builder &owner, graph::node_id id) : any_expr(owner, id) {}
    constexpr explicit expr(any_expr e) : any_expr(e) {}

    template <class Index>
    SYLVITE_REFUSE("elements are taken by slice<0, 3, 4>(x), or by gather(x, indices)")
    constexpr expr operator[](const Index &) const {
        return *this;
    }
    SYLVITE_REFUSE("an expression has no value before the network runs: write select(condition, a, b)")
    constexpr explicit operator bool() const { return false; }
};

namespace detail {
template <class T>
inline constexpr bool is_typed = false;
template <class Shape, dtype Type>
inline constexpr bool is_typed<expr<Shape, Type>> = true;
}  // namespace detail

template <class T>
concept typed_expr = detail::is_typed<std::remove_cvref_t<T>>;
template <class T>
concept untyped_expr = std::same_as<std::remove_cvref_t<T>, any_expr>;
template <class T>
concept any_expression = typed_expr<T> || untyped_expr<T>;
template <class T>
concept literal_number = std::is_arithmetic_v<std::remove_cvref_t<T>>;

namespace detail {

template <class T>
inline constexpr sylvite::shape shape_of = std::remove_cvref_t<T>::static_shape;
template <class T>
using shape_t = typename std::remove_cvref_t<T>::shape_type;
template <class T>
inline constexpr dtype type_of = std::remove_cvref_t<T>::element_type;

/// The typed result of a shape rule: Source::value is the shape.
template <class Source, dtype Type>
using result_expr = expr<typename lift<Source>::type, Type>;

constexpr graph::builder &common_owner(const any_expr &a, const any_expr &b, const char *where) {
    if (&a.owner() != &b.owner()) fault::expressions_of_different_networks(where);
    return a.owner();
}

}  // namespace detail
}  // namespace sylvite
