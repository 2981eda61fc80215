#include <sylvite/generators/contraction/choices/choices.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

namespace sylvite::generators {
namespace {

bool is_argument(const index_space &space, value_id operand) {
    const auto kind = space.at(operand).kind;
    return kind == graph::op::argument ||
           (kind == graph::op::cast && space.at(space.at(operand).inputs[0]).kind == graph::op::argument);
}

}  // namespace

contraction_facts::contraction_facts(const index_space &of, const processor &on)
    : space(of), cpu(on), vector(lanes_of(of, on)), element(on.vector_bytes / vector), roles(roles_of(of, vector)),
      row(of[roles.row]), column(of[roles.column]), outputs(of.volume(of.at(roles.root).free)),
      summed(of.volume(roles.summed)), innermost(of[roles.summed.back()].bound), work(outputs * summed),
      operand_bytes(of.volume(of.at(roles.column_operand).free) * element),
      has_many_registers(on.vector_registers >= 32),
      is_contiguous(main_stride(of, roles.column_operand, roles.column) == 1),
      has_plain_rows(is_argument(of, roles.row_operand)), has_plain_columns(is_argument(of, roles.column_operand)),
      has_runs_of_rows(has_plain_rows && main_stride(of, roles.row_operand, roles.row) == 1 &&
                       main_stride(of, roles.row_operand, roles.summed.back()) != 1) {}

}  // namespace sylvite::generators
