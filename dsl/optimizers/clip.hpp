// Clipping of gradients.
#pragma once

#include <sylvite/dsl/expr/reduction.hpp>
#include <sylvite/dsl/optimizers/minimize.hpp>

namespace sylvite {

namespace detail {

/// f64 scalar: the square root of the sum of the squares of all elements of all gradients.
constexpr any_expr global_norm(graph::array_view<const trained_parameter> parameters) {
    any_expr total;
    for (const trained_parameter &p : parameters) {
        const any_expr squares = cast<f64>(sum(p.gradient * p.gradient));
        total = total.empty() ? squares : total + squares;
    }
    return sqrt(total);
}

}  // namespace detail

/// f64 scalar: the norm of all gradients together, to watch as a metric. Options: freeze and allow_unused, as given to
/// minimize.
template <class... Options>
constexpr auto gradient_norm(const loss_at &loss, const Options &...options) {
    static_assert((detail::is_selection<Options> && ...), "sylvite: gradient_norm takes freeze and allow_unused");
    const graph::at here(loss.owner(), loss.where());
    const graph::list<trained_parameter> parameters = detail::gradients_of(loss, options...);
    if (parameters.empty()) fault::no_parameter_to_train();
    return expr<shape_type<>, f64>(detail::global_norm(parameters.view()));
}

/// Elements of gradients beyond -limit and limit become those; NaN stays. PyTorch's clip_grad_value_.
struct clip_by_value {
    double limit;

    constexpr explicit clip_by_value(double to) : limit(to) {}
    constexpr void check() const {
        if (!(limit > 0)) fault::number_out_of_range("clip_by_value: expected a positive limit", limit);
    }
    constexpr void operator()(update_context &context) const {
        for (trained_parameter &p : context.parameters()) p.gradient = min(max(p.gradient, -limit), limit);
    }
};

/// Multiplies all gradients with min(1, limit / (n + 1e-6)), n the norm of all of them together; a NaN in one spreads
/// to all. PyTorch's clip_grad_norm_. Frozen parameters have no part in it.
struct clip_by_global_norm {
    double limit;

    constexpr explicit clip_by_global_norm(double to) : limit(to) {}
    constexpr void check() const {
        if (!(limit > 0)) fault::number_out_of_range("clip_by_global_norm: expected a positive limit", limit);
    }
    constexpr void operator()(update_context &context) const {
        const any_expr factor = min(limit / (detail::global_norm(context.parameters()) + 1e-6), 1);
        for (trained_parameter &p : context.parameters())
            p.gradient = p.gradient * context.converted(factor, p.gradient.type());
    }
};

}  // namespace sylvite
