// What the rest asks of a family, without Halide: its row, made of the struct that its folder declares.
#pragma once

#include <sylvite/generators/spec/fused_kernel.hpp>
#include <sylvite/generators/spec/index_space.hpp>
#include <sylvite/generators/spec/parameters.hpp>
#include <sylvite/generators/spec/space.hpp>
#include <sylvite/generators/spec/storage.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace sylvite::generators {

class kernel;

/// What a family need not say for itself.
struct plain_family {
    // Fusion (codegen/plan): which nodes a kernel of the family takes in besides the one that made it one.

    /// Whether a value of the row may be read beside the row's elements, and kernels over one set of rows may be one.
    static constexpr bool is_over_rows = false;
    [[nodiscard]] static constexpr bool takes(const fused_kernel &, const candidate &c) { return c.is_pointwise(); }
    /// Whether a kernel is of this family when the node has joined it; of several families the first one.
    [[nodiscard]] static constexpr bool is_made_by(const fused_kernel &, const candidate &) { return false; }
    /// Called then.
    static constexpr void join(fused_kernel &, const candidate &) {}

    // Schedules.

    /// Of a schedule whose parameters are legal one by one: which two do not go together; "" where all do.
    template <class Schedule>
    [[nodiscard]] static std::string conflict(const index_space &, const Schedule &, const processor &) {
        return {};
    }
    /// The Funcs that a schedule keeps in memory: scratch is planned from it, and the schedule takes sizes from it.
    template <class Schedule>
    [[nodiscard]] static std::vector<stored_func> storage(const index_space &, const Schedule &) {
        return {};
    }

    // Kernels. What stands with Halide is declared by each family:
    //   static std::shared_ptr<NAME_funcs> define(kernel &, const A &);
    //   static void schedule_cpu(kernel &, NAME_funcs &, const schedule_type &);
    // with NAME_funcs complete in the family's algorithm.hpp alone, and A what algorithm_of gives.

    struct one_algorithm {};
    /// What of a schedule changes the algorithm (the order of a sum, copies of operands) and not only its loops.
    template <class Schedule>
    [[nodiscard]] static one_algorithm algorithm_of(const Schedule &) {
        return {};
    }
};

struct family_row {
    schedule (*choose)(const index_space &, const processor &);
    tuning_space (*space)(const index_space &, const processor &);
    std::string (*conflict)(const index_space &, const schedule &, const processor &);
    std::vector<stored_func> (*storage)(const index_space &, const schedule &);
};

[[nodiscard]] const family_row &row_of(family kind);

/// The row of the struct F: named integers outside, F::schedule_type inside.
template <class F>
[[nodiscard]] constexpr family_row make_row() {
    using S = typename F::schedule_type;
    return {[](const index_space &space, const processor &cpu) { return named(F::choose(space, cpu)); },
            [](const index_space &space, const processor &cpu) { return F::space(space, cpu); },
            [](const index_space &space, const schedule &chosen, const processor &cpu) {
                return F::conflict(space, from_named<S>(chosen), cpu);
            },
            [](const index_space &space, const schedule &chosen) { return F::storage(space, from_named<S>(chosen)); }};
}

}  // namespace sylvite::generators
