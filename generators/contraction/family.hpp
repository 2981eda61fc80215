// One contraction with elementwise work before (cheap) and behind it. One that has rows or columns only is computed as
// a reduction.
#pragma once

#include <sylvite/generators/reduction/family.hpp>
#include <sylvite/generators/spec/family_row.hpp>

#include <array>
#include <variant>

namespace sylvite::generators {

enum class packing : std::uint8_t {
    none,
    whole,     // before all tiles, into planned scratch
    in_tasks,  // in each task, what its next tiles need, on the stack
};

struct contraction_schedule {
    // The register tile.
    std::int64_t vector = 1;               // lanes of a vector
    std::int64_t rows = 1;                 // rows of a register tile
    std::int64_t columns = 1;              // its columns: whole vectors with panels, single columns with dots
    bool dots = false;                     // vectors along the summed axis (roles.hpp)
    bool pack_rows = false;                // the rows' operand is copied first, in the order in which the tiles read it
    packing pack_columns = packing::none;  // the columns' operand likewise
    std::int64_t sum_block = 0;  // with panels, elements of the innermost summed axis that are summed over all
                                 // tiles of a task before the next ones; the tiles' sums stay on the task's
                                 // stack meanwhile. 0: all at once
    std::int64_t sum_parts = 0;  // so many tasks share the blocks of the sum, each keeps its own sums in planned
                                 // scratch, and these are added in order; 0: each task has all blocks
    // Up to few_rows rows at run time nothing is packed and the tile is another one; 0: no such case.
    std::int64_t few_rows = 0;
    bool few_dots = false;
    std::int64_t few_tile_rows = 1;
    std::int64_t few_tile_columns = 1;
    // The loops over tiles.
    std::int64_t row_block = 1;     // register tiles in a task: their rows stay in the cache
    std::int64_t column_block = 1;  // panels in a task
    bool parallel = false;          // blocks are tasks

    static constexpr auto parameters() {
        using s = contraction_schedule;
        return std::array{parameter_of<&s::vector>("vector"),
                          parameter_of<&s::rows>("rows"),
                          parameter_of<&s::columns>("columns"),
                          parameter_of<&s::dots>("dots"),
                          parameter_of<&s::pack_rows>("pack_rows"),
                          parameter_of<&s::pack_columns>("pack_columns"),
                          parameter_of<&s::sum_block>("sum_block"),
                          parameter_of<&s::sum_parts>("sum_parts"),
                          parameter_of<&s::few_rows>("few_rows"),
                          parameter_of<&s::few_dots>("few_dots"),
                          parameter_of<&s::few_tile_rows>("few_tile_rows"),
                          parameter_of<&s::few_tile_columns>("few_tile_columns"),
                          parameter_of<&s::row_block>("row_block"),
                          parameter_of<&s::column_block>("column_block"),
                          parameter_of<&s::parallel>("parallel")};
    }
};

/// What of a schedule changes the algorithm: a register tile, in which order it sums, and what is copied for it.
struct tile_shape {
    int rows = 1, columns = 1, vector = 1;
    bool dots = false, pack_rows = false;
    packing pack_columns = packing::none;
    int sum_block = 0, sum_parts = 0;     // as in the schedule; 0 with dots
    int task_tiles = 1, task_panels = 1;  // of a task, which keeps the sums of all of them between blocks of the sum

    [[nodiscard]] bool has_blocks() const { return sum_block > 0; }
};
struct contraction_algorithm {
    tile_shape tile;
    std::int64_t few_rows = 0;  // up to so many rows the other tile is used
    tile_shape few;
};
/// The tile of most calls.
[[nodiscard]] tile_shape tile_of(const contraction_schedule &chosen);
struct contraction_funcs;

struct contraction_family : plain_family {
    using schedule_type = std::variant<contraction_schedule, reduction_schedule>;

    [[nodiscard]] static constexpr bool is_made_by(const fused_kernel &, const candidate &c) {
        return c.what() == graph::op_class::contraction;
    }

    [[nodiscard]] static schedule_type choose(const index_space &space, const processor &cpu);
    [[nodiscard]] static tuning_space space(const index_space &space, const processor &cpu);
    [[nodiscard]] static std::string conflict(const index_space &space, const schedule_type &chosen,
                                              const processor &cpu);
    [[nodiscard]] static std::vector<stored_func> storage(const index_space &space, const schedule_type &chosen);

    using algorithm_type = std::variant<contraction_algorithm, summation>;
    [[nodiscard]] static algorithm_type algorithm_of(const schedule_type &chosen);
    static std::shared_ptr<contraction_funcs> define(kernel &k, const algorithm_type &by);
    static void schedule_cpu(kernel &k, contraction_funcs &funcs, const schedule_type &chosen);
};

}  // namespace sylvite::generators
