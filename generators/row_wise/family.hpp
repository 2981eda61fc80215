// Several reductions over the same axes with elementwise work between: softmax, norms.
#pragma once

#include <sylvite/generators/elementwise/family.hpp>
#include <sylvite/generators/reduction/family.hpp>
#include <sylvite/generators/spec/family_row.hpp>

#include <array>

namespace sylvite::generators {

struct row_wise_schedule {
    std::int64_t vector = 1;     // lanes of a vector
    std::int64_t grain = 0;      // rows in a task; 0: serial
    std::int64_t row_lanes = 0;  // rows side by side, one in each lane, which spares short rows the folding of lanes;
                                 // 0: one row at a time, its elements in the lanes
    std::int64_t store = 0;      // elements that cost at least this many multiplications and are used by several loops
                                 // over the row (reductions, and one for all results) are kept; 0: never

    static constexpr auto parameters() {
        using chosen = row_wise_schedule;
        return std::array{parameter_of<&chosen::vector>("vector"), parameter_of<&chosen::grain>("grain"),
                          parameter_of<&chosen::row_lanes>("row_lanes"), parameter_of<&chosen::store>("store")};
    }
};

/// What of a schedule changes the algorithm: the order of the sums, and the values that have Funcs of their own.
struct row_wise_algorithm {
    std::int64_t vector = 1, row_lanes = 0, store = 0;  // as in the schedule
};
struct row_wise_funcs;

struct row_wise_family : plain_family {
    using schedule_type = row_wise_schedule;

    static constexpr bool is_over_rows = true;
    /// Two kernels that became one may still wait for the reduction that gives them rows.
    [[nodiscard]] static constexpr bool takes(const fused_kernel &k, const candidate &c) {
        return k.has_rows ? reduction_family::takes(k, c) : elementwise_family::takes(k, c);
    }
    /// Any other reduction, and what is computed for a row beside its elements.
    [[nodiscard]] static constexpr bool is_made_by(const fused_kernel &k, const candidate &c) {
        return c.is_reduction() || (c.is_pointwise() && !c.is_moved && !k.has_rows && c.dims != k.whole);
    }
    static constexpr void join(fused_kernel &k, const candidate &c) {
        if (k.has_rows) return;
        if (c.is_reduction()) return k.set_rows(c.dims, c.operand, c.mask);
        unsigned mask = 0;
        for (int i = c.dims.rank; i < k.whole.rank; ++i) mask |= 1u << i;
        k.set_rows(c.dims, k.whole, mask);
    }

    [[nodiscard]] static row_wise_schedule choose(const index_space &space, const processor &cpu);
    [[nodiscard]] static tuning_space space(const index_space &space, const processor &cpu);
    [[nodiscard]] static std::vector<stored_func> storage(const index_space &space, const row_wise_schedule &chosen);

    [[nodiscard]] static row_wise_algorithm algorithm_of(const row_wise_schedule &chosen) {
        return {chosen.vector, chosen.row_lanes, chosen.store};
    }
    static std::shared_ptr<row_wise_funcs> define(kernel &k, const row_wise_algorithm &by);
    static void schedule_cpu(kernel &k, row_wise_funcs &funcs, const row_wise_schedule &chosen);
};

}  // namespace sylvite::generators
