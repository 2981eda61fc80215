// Parts of a contraction's heuristic: the size of its register tiles, and how tasks share them. Knows nothing of
// Halide.
#pragma once

#include <sylvite/generators/spec/index_space.hpp>
#include <sylvite/generators/spec/schedule.hpp>

namespace sylvite::generators {

struct tile {
    std::int64_t rows, columns;
};

/// The number of rows of a tile of dots that wastes the fewest, among at most `most`; large ones first.
[[nodiscard]] std::int64_t rows_of_dots(std::int64_t rows, std::int64_t most);

/// Folding the lanes of a tile of dots costs something for each result, and what follows the sum is worked out in half
/// vectors; packing for panels costs something for each element of the operand. Measured with AVX2: behind the sum a
/// bias and relu, they break even at a row for six elements of the sum, with a sigmoid behind it at half as many. Long
/// rows of a dot's operands leave the caches.
[[nodiscard]] std::int64_t most_rows_of_dots(const index_space &space, std::int64_t summed);

struct panel_costs {
    enum class packing { where_it_pays, always, never } packs;
    std::int64_t packing_rows;  // packing the columns, or a last panel that is not whole, costs as much as so many rows
    std::int64_t run;           // columns of a large operand that memory gives at once; 0: any number
};

/// The panel tile that takes the least time: of what lies within the output and beyond its edges, and of the loads,
/// a broadcast for each row and a vector for each of `vectors`. A load of a vector costs 0.86 times as much as a fused
/// operation on it and a broadcast 0.3 times: fitted with AVX-512 to 38 tiles, and within 3 % of what was measured
/// with AVX2. Sums, a vector of each column and the broadcast fit in the registers together: of what does not (7 by 64
/// with AVX-512) the compiler makes a loop that is as good or a fifth slower, depending on the shape. Panels that
/// break runs cost a tenth (with AVX-512 7 to 20 % for 48 columns of 4,096, 3 % for 48 of 768).
[[nodiscard]] tile panel_tile_of(const axis &row, const axis &column, std::int64_t vector, std::int64_t registers,
                                 const panel_costs &costs);

/// The size of each of so many blocks of a sum: equal ones, of whole vectors of eight.
[[nodiscard]] std::int64_t equal_block(std::int64_t summed, std::int64_t blocks);

/// Long sums in equal blocks, so that a panel of one stays in the cache; 0: all at once.
[[nodiscard]] std::int64_t block_of_sum(std::int64_t summed, const processor &cpu);

struct task_loops {
    std::int64_t row_block, column_block;
};

/// Rows of a task that packs a panel for itself, at least.
inline constexpr std::int64_t rows_that_pay_for_packing = 256;

/// Tasks of all rows and a panel, as the rows can be streamed from the outer caches while the panel stays in the inner
/// ones; further split where that makes too few tasks for many processors, and not below a few microseconds of work.
/// `least`: the fewest panels of a task with blocks of the sum, 0 without. `packs`: a task may pack its panels, which
/// many rows have to pay for.
[[nodiscard]] task_loops choose_loops(const tile &t, std::int64_t tiles, std::int64_t panels, std::int64_t summed,
                                      std::int64_t element, std::int64_t least, bool packs);

/// Few rows do not pay for a copy of the other operand. Where it lies in rows, a task reads a block of it, some rows
/// and as many columns as make runs of 2 KiB, from memory into the outer caches, and goes over all its own rows: so
/// each element comes from memory once. Measured against packing, K × N of 1024² and 4096²: 1.6 to 1.8 times as fast
/// for 16 to 64 rows, 1.1 to 1.4 times for 128, slower for 256 rows with AVX-512; with AVX2 for half as many.
inline constexpr std::int64_t swept_block = 64;
[[nodiscard]] bool is_swept(const axis &row, std::int64_t vector, std::int64_t innermost, std::int64_t operand_bytes);
/// Tasks of all rows; of fewer columns where that makes more of them.
[[nodiscard]] task_loops sweeping_loops(const tile &t, std::int64_t tiles, std::int64_t panels, std::int64_t element);

/// Short sums make large outputs: these are written in the order of memory, a task all columns of a few rows. K of 8 to
/// 32: 1.1 to 5 times as fast with AVX-512; of 64: no difference.
inline constexpr std::int64_t short_sum = 48;
[[nodiscard]] task_loops output_loops(const tile &t, std::int64_t panels, std::int64_t summed);

}  // namespace sylvite::generators
