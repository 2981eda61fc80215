// The decisions of which a contraction's heuristic consists, in the order in which they are taken: each rests on the
// ones before. Knows nothing of Halide.
#pragma once

#include <sylvite/generators/contraction/family.hpp>
#include <sylvite/generators/contraction/roles.hpp>

namespace sylvite::generators {

struct tile {
    std::int64_t rows, columns;
};

/// What the decisions are about.
struct contraction_facts {
    contraction_facts(const index_space &of, const processor &on);

    /// Register tiles and panels of that size in the output.
    [[nodiscard]] std::int64_t tiles(const tile &t) const { return (row.bound + t.rows - 1) / t.rows; }
    [[nodiscard]] std::int64_t panels(const tile &t) const { return (column.bound + t.columns - 1) / t.columns; }
    [[nodiscard]] bool has_partial_panel(const tile &t) const {
        return column.is_dynamic() || column.bound % t.columns != 0;
    }

    const index_space &space;
    const processor &cpu;
    std::int64_t vector, element;  // lanes; bytes of one
    contraction_roles roles;
    const axis &row, &column;
    std::int64_t outputs, summed, innermost;  // elements; along all summed axes, and the innermost one
    std::int64_t work;                        // multiplications
    std::int64_t operand_bytes;               // of the columns' operand
    bool has_many_registers;
    bool is_contiguous;                      // the columns' operand, along the columns
    bool has_plain_rows, has_plain_columns;  // the operands are arguments, at most cast
    bool has_runs_of_rows;                   // the rows' operand: contiguous along the rows, so scattered along the sum
    [[nodiscard]] bool is_plain() const { return has_plain_rows && has_plain_columns; }
    [[nodiscard]] bool must_pack_columns() const { return !is_contiguous || !has_plain_columns; }
};

enum class contraction_method {
    panels,  // register tiles of vectors along the columns
    parts,   // likewise, and tasks share the sum: an output too small for tasks, and a long sum
    swept,   // panels that are read where they lie, a few rows of the operand at a time
    dots,    // vectors along the sum
};
/// Dots up to as many rows as pay for them. Few rows do not pay for a copy of the other operand: where it lies in rows,
/// a task reads a block of it, some rows and as many columns as make runs of 2 KiB, from memory into the outer caches,
/// and goes over all its own rows, so that each element comes from memory once. Measured against packing, K × N of
/// 1024² and 4096²: 1.6 to 1.8 times as fast for 16 to 64 rows, 1.1 to 1.4 times for 128, slower for 256 rows with
/// AVX-512; with AVX2 for half as many.
[[nodiscard]] contraction_method choose_method(const contraction_facts &f);
/// The most rows for which dots are chosen: folding their lanes costs something for each result, and what follows the
/// sum is worked out in half vectors; packing for panels costs something for each element of the operand. Measured with
/// AVX2: behind the sum a bias and relu, they break even at a row for six elements of the sum, with a sigmoid behind it
/// at half as many. Long rows of a dot's operands leave the caches.
[[nodiscard]] std::int64_t most_rows_of_dots(const contraction_facts &f);
/// A sum of so many elements is shared by more tasks, in blocks of the usual size.
inline constexpr std::int64_t very_long_sum = 16 * 512;
/// Rows of the operand that a sweep reads at a time.
inline constexpr std::int64_t swept_block = 64;

[[nodiscard]] tile choose_tile(const contraction_facts &f, contraction_method m);
[[nodiscard]] tile tile_of_dots(const contraction_facts &f);

/// Columns: what is computed or not contiguous; a last panel that is not whole, so that its vectors may be read whole;
/// what four tiles use.
[[nodiscard]] bool packs_columns(const contraction_facts &f, contraction_method m, const tile &t);

/// A long sum whose rows lie side by side, and few panels: a weight gradient. A task reads runs of the rows, a KiB and
/// more of each element of the sum, which stays in the outer cache for all panels. Measured with AVX-512 for 512 to
/// 2,048 rows, 64 to 128 columns and sums of 1,024 to 3,200: 1.5 to 2 times as fast as a few rows and the whole sum a
/// task; as fast from 4 panels on, where rows are packed.
[[nodiscard]] bool reads_runs_of_rows(const contraction_facts &f, contraction_method m, const tile &t);
inline constexpr std::int64_t bytes_of_a_run = 1024, sum_of_runs = 128;

struct sum_split {
    std::int64_t block, parts;  // as in the schedule
};
/// Long sums in equal blocks, so that a panel of one stays in the cache.
[[nodiscard]] sum_split split_sum(const contraction_facts &f, contraction_method m, const tile &t);

/// Rows: what is computed; elements that lie scattered along the sum, where several panels use them; long rows of many
/// panels.
[[nodiscard]] bool packs_rows(const contraction_facts &f, contraction_method m, const tile &t, const sum_split &sum);

struct task_loops {
    std::int64_t row_block, column_block;  // as in the schedule
};
[[nodiscard]] task_loops choose_loops(const contraction_facts &f, contraction_method m, const tile &t,
                                      const sum_split &sum, bool packs_columns);

/// Each task packs for itself where a panel is small, and used by all rows or by many.
[[nodiscard]] packing place_packing(const contraction_facts &f, contraction_method m, const tile &t,
                                    const sum_split &sum, const task_loops &loops, bool packs_columns);
/// Rows of a task that packs a panel for itself, at least.
inline constexpr std::int64_t rows_that_pay_for_packing = 256;

struct few_rows {
    std::int64_t rows;  // as in the schedule
    tile with;
};
/// Packing is too dear for a few of many possible rows: these have a tile of dots, or one that needs no packing.
[[nodiscard]] few_rows choose_few_rows(const contraction_facts &f, contraction_method m, const tile &t,
                                       bool packs_columns);

}  // namespace sylvite::generators
