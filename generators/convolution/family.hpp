// A contraction over windows: a convolution, its data gradient, its weight gradient, of any number of axes, grouped or
// depthwise. What this cannot do is computed as a contraction without windows.
#pragma once

#include <sylvite/generators/contraction/family.hpp>

namespace sylvite::generators {

struct convolution_schedule {
    // The register tile: rows by vectors of columns (roles.hpp).
    std::int64_t vector = 1;   // lanes of a vector
    std::int64_t columns = 1;  // of a panel, whole vectors
    std::int64_t tile_0 = 1;   // along the innermost axis of the rows
    std::int64_t tile_1 = 1;   // along the next one
    std::int64_t tile_2 = 1;
    bool taps_inside = false;  // taps whose windows share elements are summed first, else channels
    std::int64_t unroll = 1;   // steps of the innermost summed axis without a loop
    // Copies, and the loops around the tiles.
    bool copies_windows = false;  // the operand that windows look at is copied with its padding, a block at a time
    bool packs_columns = false;   // the other operand is copied first, in panels; by block where lanes sum positions
    std::int64_t block_0 = 1;     // positions of a block along the innermost axis of windows
    std::int64_t block_1 = 1;     // along the next one
    std::int64_t block_2 = 1;
    std::int64_t parts = 0;    // of a sum over positions: so many tasks share its blocks, each keeps its own sums in
                               // planned scratch, and these are added in order; 0: the positions are not summed
    bool panel_tasks = false;  // then a task has one panel of them
    bool parallel = false;

    static constexpr auto parameters() {
        using s = convolution_schedule;
        return std::array{parameter_of<&s::vector>("vector"),
                          parameter_of<&s::columns>("columns"),
                          parameter_of<&s::tile_0>("tile_0"),
                          parameter_of<&s::tile_1>("tile_1"),
                          parameter_of<&s::tile_2>("tile_2"),
                          parameter_of<&s::taps_inside>("taps_inside"),
                          parameter_of<&s::unroll>("unroll"),
                          parameter_of<&s::copies_windows>("copies_windows"),
                          parameter_of<&s::packs_columns>("packs_columns"),
                          parameter_of<&s::block_0>("block_0"),
                          parameter_of<&s::block_1>("block_1"),
                          parameter_of<&s::block_2>("block_2"),
                          parameter_of<&s::parts>("parts"),
                          parameter_of<&s::panel_tasks>("panel_tasks"),
                          parameter_of<&s::parallel>("parallel")};
    }
};

struct convolution_funcs;

struct convolution_family : plain_family {
    using schedule_type = std::variant<convolution_schedule, contraction_schedule, reduction_schedule>;

    [[nodiscard]] static constexpr bool is_made_by(const fused_kernel &, const candidate &c) {
        return c.what() == graph::op_class::contraction && c.is_over_windows;
    }

    [[nodiscard]] static schedule_type choose(const index_space &space, const processor &cpu);
    [[nodiscard]] static tuning_space space(const index_space &space, const processor &cpu);
    [[nodiscard]] static std::string conflict(const index_space &space, const schedule_type &chosen,
                                              const processor &cpu);
    [[nodiscard]] static std::vector<stored_func> storage(const index_space &space, const schedule_type &chosen);

    /// All of it: blocks are blocks of the sum, tiles choose what is copied for them.
    using algorithm_type = schedule_type;
    [[nodiscard]] static algorithm_type algorithm_of(const schedule_type &chosen) { return chosen; }
    static std::shared_ptr<convolution_funcs> define(kernel &k, const algorithm_type &by);
    static void schedule_cpu(kernel &k, convolution_funcs &funcs, const schedule_type &chosen);
};

/// What of a schedule is one of a contraction.
[[nodiscard]] inline contraction_family::schedule_type as_contraction(const convolution_family::schedule_type &chosen) {
    if (const auto *tiled = std::get_if<contraction_schedule>(&chosen)) return *tiled;
    return std::get<reduction_schedule>(chosen);
}

}  // namespace sylvite::generators
