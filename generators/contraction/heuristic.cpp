#include <sylvite/generators/contraction/choices/choices.hpp>
#include <sylvite/generators/contraction/family.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

namespace sylvite::generators {

contraction_family::schedule_type contraction_family::choose(const index_space &space, const processor &cpu) {
    if (!roles_of(space, lanes_of(space, cpu)).has_tiles) return reduction_family::choose(space, cpu);
    const contraction_facts facts(space, cpu);
    const contraction_method method = choose_method(facts);
    const tile shape = choose_tile(facts, method);
    const bool has_packed_columns = packs_columns(facts, method, shape);
    const sum_split sum = split_sum(facts, method, shape);
    const task_loops loops = choose_loops(facts, method, shape, sum, has_packed_columns);
    const few_rows few = choose_few_rows(facts, method, shape, has_packed_columns);
    return contraction_schedule{.vector = facts.vector,
                                .rows = shape.rows,
                                .columns = shape.columns,
                                .dots = method == contraction_method::dots,
                                .pack_rows = packs_rows(facts, method, shape, sum),
                                .pack_columns = place_packing(facts, method, shape, sum, loops, has_packed_columns),
                                .sum_block = sum.block,
                                .sum_parts = sum.parts,
                                .few_rows = few.rows,
                                .few_dots = facts.roles.can_dot,
                                .few_tile_rows = few.with.rows,
                                .few_tile_columns = few.with.columns,
                                .row_block = loops.row_block,
                                .column_block = loops.column_block,
                                .parallel = facts.work >= (std::int64_t{1} << 19)};
}

}  // namespace sylvite::generators
