// One scatter_add with elementwise work before it.
#pragma once

#include <sylvite/generators/spec/family_row.hpp>

#include <array>

namespace sylvite::generators {

struct scatter_schedule {
    std::int64_t vector = 1;   // lanes along the innermost axis, if the updates have it
    std::int64_t grain = 0;    // elements of the result that a task sets to zero; 0: serial
    bool tables = false;       // each table (index along the shared axes) is a task
    std::int64_t columns = 0;  // columns in a task, which goes through all indices; 0: all
    std::int64_t ranges = 0;   // tasks that each go through all indices and add to a range of rows of their own; 0: one

    static constexpr auto parameters() {
        using chosen = scatter_schedule;
        return std::array{parameter_of<&chosen::vector>("vector"), parameter_of<&chosen::grain>("grain"),
                          parameter_of<&chosen::tables>("tables"), parameter_of<&chosen::columns>("columns"),
                          parameter_of<&chosen::ranges>("ranges")};
    }
};

/// What of a schedule changes the algorithm.
struct scatter_ranges {
    std::int64_t ranges = 0;
};
struct scatter_funcs;

struct scatter_family : plain_family {
    using schedule_type = scatter_schedule;

    [[nodiscard]] static constexpr bool is_made_by(const fused_kernel &, const candidate &c) {
        return c.kind == graph::op::scatter_add;
    }
    static constexpr void join(fused_kernel &k, const candidate &c) { k.whole = c.operand; }

    [[nodiscard]] static scatter_schedule choose(const index_space &space, const processor &cpu);
    [[nodiscard]] static tuning_space space(const index_space &space, const processor &cpu);
    [[nodiscard]] static std::string conflict(const index_space &space, const scatter_schedule &chosen,
                                              const processor &cpu);
    [[nodiscard]] static scatter_ranges algorithm_of(const scatter_schedule &chosen) { return {chosen.ranges}; }
    static std::shared_ptr<scatter_funcs> define(kernel &k, const scatter_ranges &by);
    static void schedule_cpu(kernel &k, scatter_funcs &funcs, const scatter_schedule &chosen);
};

}  // namespace sylvite::generators
