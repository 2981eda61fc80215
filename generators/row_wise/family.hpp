// Several reductions over the same axes with elementwise work between: softmax, norms.
#pragma once

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
        using how = row_wise_schedule;
        return std::array{parameter_of<&how::vector>("vector"), parameter_of<&how::grain>("grain"),
                          parameter_of<&how::row_lanes>("row_lanes"), parameter_of<&how::store>("store")};
    }
};

struct row_wise_family : plain_family {
    using schedule_type = row_wise_schedule;
    [[nodiscard]] static row_wise_schedule choose(const index_space &space, const processor &cpu);
    [[nodiscard]] static tuning_space space(const index_space &space, const processor &cpu);
    static void build(kernel &k, const row_wise_schedule &how);
};

}  // namespace sylvite::generators
