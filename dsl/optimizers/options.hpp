// Which parameters are trained, how fast, and what pulls them to zero. The order of these options does not matter, but
// for l2_decay, which changes gradients.
#pragma once

#include <sylvite/dsl/optimizers/minimize.hpp>

namespace sylvite {

/// These parameters keep their values: no gradient is computed for them, and the rule keeps no state.
/// freeze(except("head.*")) trains the head alone.
struct freeze {
    parameter_names names;

    constexpr explicit freeze(parameter_names which) : names(which) {}
    template <class... Globs>
    requires(sizeof...(Globs) > 1) constexpr explicit freeze(const Globs &...globs) : names(only(globs...)) {}
    [[nodiscard]] constexpr bool freezes(std::string_view parameter) const { return names.contain(parameter); }
};

/// The loss need not depend on these parameters; those that it does not depend on are left as they are.
struct allow_unused {
    parameter_names names;

    constexpr explicit allow_unused(parameter_names which = {}) : names(which) {}
    template <class... Globs>
    requires(sizeof...(Globs) > 1) constexpr explicit allow_unused(const Globs &...globs) : names(only(globs...)) {}
    [[nodiscard]] constexpr bool permits_unused(std::string_view parameter) const { return names.contain(parameter); }
};

/// The learning rate of these parameters is `factor` times the rule's. Factors of several such options multiply.
struct rate_of {
    parameter_names names;
    double factor;

    constexpr rate_of(parameter_names which, double times) : names(which), factor(times) {}
    constexpr void check() const {
        if (!(factor > 0)) fault::number_out_of_range("rate_of: expected a positive factor", factor);
    }
    constexpr void operator()(update_context &context) const {
        for (trained_parameter &p : context.parameters())
            if (names.contain(context.name_of(p.value))) p.rate_factor *= factor;
    }
};

/// Adds `strength` w to the gradient of each parameter w: PyTorch's weight_decay. Where gradients are clipped too,
/// PyTorch clips first: write the clipping before the decay.
struct l2_decay {
    double strength;
    parameter_names names;

    constexpr explicit l2_decay(double of, parameter_names which = {}) : strength(of), names(which) {}
    constexpr void check() const { detail::expect_at_least_0("l2_decay", strength); }
    constexpr void operator()(update_context &context) const {
        for (trained_parameter &p : context.parameters())
            if (names.contain(context.name_of(p.value))) p.gradient = p.gradient + p.value * strength;
    }
};

/// Multiplies each parameter with 1 - rate strength before the rule's step, whatever the rule: the decay of AdamW
/// (Loshchilov and Hutter 2019, algorithm 2). The gradient does not change.
struct decoupled_decay {
    double strength;
    parameter_names names;

    constexpr explicit decoupled_decay(double of, parameter_names which = {}) : strength(of), names(which) {}
    constexpr void check() const { detail::expect_at_least_0("decoupled_decay", strength); }
    constexpr void operator()(update_context &context) const {
        for (trained_parameter &p : context.parameters())
            if (names.contain(context.name_of(p.value))) p.decoupled_decay += strength;
    }
};

}  // namespace sylvite
