// A layer that is applied several times with the same parameters.
#pragma once

#include <sylvite/dsl/layers/sequential.hpp>

namespace sylvite {

/// Made once, applied to any number of expressions; gradients of all applications add up.
///   const shared_layer encoder(net, "encoder", layer::dense<64>{});
///   const auto distance = norm<1>(encoder(left) - encoder(right));  // one "encoder.weight", one "encoder.bias"
/// Any layer will do: a sequence, the user's own lambda. The first application declares the parameters; an operand for
/// which they would have another shape is a mistake, and so are two shared layers of one name.
template <class Layer>
class shared_layer {
  public:
    constexpr shared_layer(const network &net, std::string_view name, Layer layer, location where = location::here())
        : owner_(&net.owner()), name_(name, ""), layer_(layer) {
        const graph::at here(*owner_, where);
        key_ = owner_->claim_layer(name);
    }

    template <typed_expr X>
    constexpr auto operator()(const X &x, location where = location::here()) const {
        return applied(x, where, [&] { return detail::apply_layer(layer_, name_, x); });
    }
    /// Layers of two operands, as cross_attention and cached_attention.
    template <typed_expr X, class Y>
    requires(!std::same_as<std::remove_cvref_t<Y>, location>) constexpr auto
    operator()(const X &x, Y &&y, location where = location::here()) const {
        return applied(x, where, [&] { return layer_(std::string_view(name_), x, y); });
    }

  private:
    class application {
      public:
        constexpr application(graph::builder &b, graph::sharing::key layer)
            : builder_(b), before_(b.sharing().enter(layer)) {}
        application(const application &) = delete;
        application &operator=(const application &) = delete;
        constexpr ~application() { builder_.sharing().leave(before_); }

      private:
        graph::builder &builder_;
        graph::sharing::application before_;
    };

    template <typed_expr X, class Apply>
    constexpr auto applied(const X &x, location where, Apply apply) const {
        const graph::at here(x.owner(), where);
        if (&x.owner() != owner_) fault::expressions_of_different_networks("shared_layer");
        const application one(*owner_, key_);
        return apply();
    }

    graph::builder *owner_;
    detail::joined name_;
    Layer layer_;
    graph::sharing::key key_ = 0;
};

}  // namespace sylvite
