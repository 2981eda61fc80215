// What the rest asks of a family, without Halide: its row, made of the struct that its folder declares.
#pragma once

#include <sylvite/generators/spec/index_space.hpp>
#include <sylvite/generators/spec/parameters.hpp>
#include <sylvite/generators/spec/space.hpp>

#include <cstdint>
#include <string>

namespace sylvite::generators {

class kernel;

/// What a family need not say for itself.
struct plain_family {
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
