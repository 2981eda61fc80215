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

struct elementwise_family : plain_family {
    using schedule_type = elementwise_schedule;
    [[nodiscard]] static elementwise_schedule choose(const index_space &space, const processor &cpu);
    [[nodiscard]] static tuning_space space(const index_space &space, const processor &cpu);
    static void build(kernel &k, const elementwise_schedule &how);
};

}  // namespace sylvite::generators
