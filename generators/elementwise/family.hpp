// Elementwise work, with no reduction inside.
#pragma once

#include <sylvite/generators/spec/family_row.hpp>

#include <array>

namespace sylvite::generators {

struct elementwise_schedule {
    std::int64_t vector = 1;  // lanes along the innermost axis
    std::int64_t grain = 0;   // elements of the output in a task; 0: serial

    static constexpr auto parameters() {
        return std::array{parameter_of<&elementwise_schedule::vector>("vector"),
                          parameter_of<&elementwise_schedule::grain>("grain")};
    }
};

struct elementwise_funcs;

struct elementwise_family : plain_family {
    using schedule_type = elementwise_schedule;

    static constexpr bool is_over_rows = true;
    /// A contraction or a reduction that is the one result, or a reduction of the rows of the result.
    [[nodiscard]] static constexpr bool takes(const fused_kernel &k, const candidate &c) {
        if (c.is_pointwise()) return true;
        if (c.what() == graph::op_class::contraction) return c.dims == k.dims && k.has_one_root() && !k.draws;
        return c.is_reduction() && (c.dims == k.dims || (c.operand == k.whole && reduces_short_rows(c)));
    }

    [[nodiscard]] static elementwise_schedule choose(const index_space &space, const processor &cpu);
    [[nodiscard]] static tuning_space space(const index_space &space, const processor &cpu);
    static std::shared_ptr<elementwise_funcs> define(kernel &k, const one_algorithm &);
    static void schedule_cpu(kernel &k, elementwise_funcs &funcs, const elementwise_schedule &chosen);
};

}  // namespace sylvite::generators
