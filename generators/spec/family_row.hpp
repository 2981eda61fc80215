// What the rest asks of a family, without Halide: its row, made of the struct that its folder declares.
#pragma once

#include <sylvite/generators/spec/fused_kernel.hpp>
#include <sylvite/generators/spec/index_space.hpp>
#include <sylvite/generators/spec/parameters.hpp>
#include <sylvite/generators/spec/space.hpp>

#include <cstdint>
#include <string>

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
    /// The most that a kernel asks of halide_malloc in one call, in bytes (schedule.hpp).
    template <class Schedule>
    [[nodiscard]] static std::uint64_t scratch(const index_space &, const Schedule &) {
        return 0;
    }
};

struct family_row {
    schedule (*choose)(const index_space &, const processor &);
    tuning_space (*space)(const index_space &, const processor &);
    std::string (*conflict)(const index_space &, const schedule &, const processor &);
    std::uint64_t (*scratch)(const index_space &, const schedule &);
};

[[nodiscard]] const family_row &row_of(family kind);

/// The row of the struct F: named integers outside, F::schedule_type inside.
template <class F>
[[nodiscard]] constexpr family_row make_row() {
    using S = typename F::schedule_type;
    return {[](const index_space &space, const processor &cpu) { return named(F::choose(space, cpu)); },
            [](const index_space &space, const processor &cpu) { return F::space(space, cpu); },
            [](const index_space &space, const schedule &how, const processor &cpu) {
                return F::conflict(space, from_named<S>(how), cpu);
            },
            [](const index_space &space, const schedule &how) { return F::scratch(space, from_named<S>(how)); }};
}

}  // namespace sylvite::generators
