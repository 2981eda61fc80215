#include <sylvite/generators/contraction/choices/choices.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {
namespace {

/// The number of rows that wastes the fewest, among at most `most`; large ones first.
std::int64_t rows_of_dots(std::int64_t rows, std::int64_t most) {
    std::int64_t best = most, best_cost = 0;
    for (std::int64_t r = most; r >= std::max<std::int64_t>(1, most / 2); --r) {
        // A smaller tile reads more for each multiplication: count that as 3 % a row.
        const std::int64_t cost = round_up(rows, r) * (100 + 3 * (most - r));
        if (best_cost == 0 || cost < best_cost) {
            best = r;
            best_cost = cost;
        }
    }
    return best;
}

/// What a panel costs besides its sums.
struct panel_costs {
    enum class packing { where_it_pays, always, never } packs;
    std::int64_t packing_rows;  // packing the columns, or a last panel that is not whole, costs as much as so many rows
    std::int64_t run;           // columns of a large operand that memory gives at once; 0: any number
};

panel_costs costs_of(const contraction_facts &f, contraction_method m) {
    const bool is_unpacked =
        m == contraction_method::swept || (m == contraction_method::parts && !f.must_pack_columns());
    panel_costs costs{panel_costs::packing::where_it_pays, f.is_contiguous ? 4 : 8, 0};
    if (is_unpacked)
        costs.packs = panel_costs::packing::never;
    else if (f.must_pack_columns())
        costs.packs = panel_costs::packing::always;
    // Memory gives pairs of lines.
    if (f.is_contiguous && f.operand_bytes > f.cpu.l2_bytes) costs.run = 128 / f.element;
    return costs;
}

/// The panel tile that takes the least time: of what lies within the output and beyond its edges, and of the loads,
/// a broadcast for each row and a vector for each of `vectors`. A load of a vector costs 0.86 times as much as a fused
/// operation on it and a broadcast 0.3 times: fitted with AVX-512 to 38 tiles, and within 3 % of what was measured
/// with AVX2. Sums, a vector of each column and the broadcast fit in the registers together: of what does not (7 by 64
/// with AVX-512) the compiler makes a loop that is as good or a fifth slower, depending on the shape. Panels that
/// break runs cost a tenth (with AVX-512 7 to 20 % for 48 columns of 4,096, 3 % for 48 of 768).
tile tile_of_panels(const axis &row, const axis &column, std::int64_t vector, std::int64_t registers,
                    const panel_costs &costs) {
    tile best{1, vector};
    std::int64_t best_cost = 0;
    for (std::int64_t vectors = 1; vectors <= std::min<std::int64_t>(6, (column.bound + vector - 1) / vector);
         ++vectors)
        for (std::int64_t rows = (registers - 1) / vectors - 1; rows >= 1; --rows) {
            const std::int64_t width = vectors * vector, sums = rows * vectors, columns = round_up(column.bound, width);
            const bool is_whole = !column.is_dynamic() && columns == column.bound;
            const bool packs = costs.packs == panel_costs::packing::always ||
                               (costs.packs == panel_costs::packing::where_it_pays && row.bound > 3 * rows);
            // Two fused operations a cycle, of four cycles each, want eight sums; more rows than a cache has ways
            // drive each other out of it where they are a page apart.
            std::int64_t of_a_sum = std::max<std::int64_t>(1000 + 300 / vectors + 860 / rows, 8 * 1300 / sums);
            if (vectors == 1) of_a_sum += 160;
            if (rows > 12) of_a_sum += 20 * (rows - 12);
            if (packs && costs.run > 0 && width > costs.run && width % costs.run != 0) of_a_sum += of_a_sum / 10;
            const std::int64_t cost =
                columns * (round_up(row.bound, rows) * of_a_sum + (packs || !is_whole ? costs.packing_rows * 1000 : 0));
            if (best_cost == 0 || cost < best_cost) {
                best = {rows, width};
                best_cost = cost;
            }
        }
    return best;
}

}  // namespace

tile tile_of_dots(const contraction_facts &f) {
    return {rows_of_dots(f.row.bound, f.has_many_registers ? 4 : 3),
            std::min<std::int64_t>(f.column.bound, f.has_many_registers ? 6 : 4)};
}

tile choose_tile(const contraction_facts &f, contraction_method m) {
    if (m == contraction_method::dots) return tile_of_dots(f);
    return tile_of_panels(f.row, f.column, f.vector, f.cpu.vector_registers, costs_of(f, m));
}

}  // namespace sylvite::generators
