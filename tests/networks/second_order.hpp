// Gradients of gradients, trained: a critic whose slope is pulled to 1 (Gulrajani et al. 2017, equation 3), and
// products of its Hessian with a vector.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

template <dtype Type>
struct second_order_of {
    static constexpr auto rows = dynamic<6>;

    constexpr void operator()(network &net) const {
        const auto x = net.input<Type, rows, 4>("x");
        const auto score = dense<1>("second", tanh(dense<4>("first", x)));
        // one row of the batch does not reach another's score, so the gradient of their sum holds each row's own
        const auto slope = sqrt(sum<1>(square(grad(sum(score), x))) + 1e-12);
        const auto penalty = mean(square(slope - 1));
        const auto loss = mean(score) + 10 * penalty;
        const gradient_descent rule{net.scalar<Type>("rate")};
        net.entry("train", minimize(loss, rule), metric("loss", loss), metric("slope", slope));

        const expr<shape_type<4, 4>, Type> weight(any_expr(net.owner(), net.owner().find_leaf("first.weight")));
        const auto v = net.input<Type, 4, 4>("v");
        const auto energy = mean(square(score));
        net.entry("hessian", output("product", grad(sum(grad(energy, weight) * v), weight)));
    }
};

struct second_order : second_order_of<f32> {};
