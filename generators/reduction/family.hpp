// One reduction with elementwise work before and behind it, and contractions that have only rows or only columns.
#pragma once

#include <sylvite/generators/spec/family_row.hpp>

#include <array>

namespace sylvite::generators {

struct reduction_schedule {
    std::int64_t vector = 1;  // lanes of a vector
    std::int64_t lanes = 1;   // partial results along the summed axis that is contiguous in memory; 1: vectors go along
                              // a kept axis; 0: likewise, and the few elements are written out in an expression
    std::int64_t unroll = 1;  // vectors of kept elements side by side; with more than one lane, results
    std::int64_t sweep = 0;   // lanes = 1 only: the side by side vectors stay in the cache instead of registers, and
                              // that many elements of the innermost summed axis are added to each in turn, so that
                              // memory is read in long runs; 0: in registers
    std::int64_t chunk = 0;  // elements of the outermost summed axis in a task with partial results of its own; 0: none
    std::int64_t grain = 0;  // results in a task; 0: serial

    static constexpr auto parameters() {
        using chosen = reduction_schedule;
        return std::array{parameter_of<&chosen::vector>("vector"), parameter_of<&chosen::lanes>("lanes"),
                          parameter_of<&chosen::unroll>("unroll"), parameter_of<&chosen::sweep>("sweep"),
                          parameter_of<&chosen::chunk>("chunk"),   parameter_of<&chosen::grain>("grain")};
    }
};

/// What of a schedule changes the algorithm: the order in which elements are combined, and the tile of results, whose
/// last one may reach beyond an axis.
struct summation {
    std::int64_t lanes = 1;
    std::int64_t chunk = 0;
    std::int64_t vector = 1;
    std::int64_t unroll = 1;
};
struct reduction_funcs;

struct reduction_family : plain_family {
    using schedule_type = reduction_schedule;

    static constexpr bool is_over_rows = true;
    /// Further reductions of the same rows.
    [[nodiscard]] static constexpr bool takes(const fused_kernel &k, const candidate &c) {
        if (c.is_pointwise()) return true;
        return c.is_reduction() && c.dims == k.rows && c.operand == k.whole && c.mask == k.mask &&
               reduces_short_rows(c);
    }
    [[nodiscard]] static constexpr bool is_made_by(const fused_kernel &k, const candidate &c) {
        return c.is_reduction() && !k.has_rows && c.dims == k.dims && k.first_root == k.last_root;
    }
    static constexpr void join(fused_kernel &k, const candidate &c) { k.set_rows(c.dims, c.operand, c.mask); }

    [[nodiscard]] static reduction_schedule choose(const index_space &space, const processor &cpu);
    [[nodiscard]] static tuning_space space(const index_space &space, const processor &cpu);
    [[nodiscard]] static std::string conflict(const index_space &space, const reduction_schedule &chosen,
                                              const processor &cpu);
    [[nodiscard]] static std::vector<stored_func> storage(const index_space &space, const reduction_schedule &chosen);

    [[nodiscard]] static summation algorithm_of(const reduction_schedule &chosen) {
        return {chosen.lanes, chosen.chunk, chosen.vector, chosen.unroll};
    }
    static std::shared_ptr<reduction_funcs> define(kernel &k, const summation &order);
    static void schedule_cpu(kernel &k, reduction_funcs &funcs, const reduction_schedule &chosen);
};

}  // namespace sylvite::generators
