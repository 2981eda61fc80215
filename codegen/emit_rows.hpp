// Rows of the program's tables as C++ text: designated initialisers, what has its default is left out.
#pragma once

#include <sylvite/codegen/plan_model.hpp>

#include <string>

namespace sylvite::codegen {

[[nodiscard]] std::string tensor_row(const tensor_model &t);
[[nodiscard]] std::string operand_row(const core::operand &o);
[[nodiscard]] std::string work_row(const core::work &w);
[[nodiscard]] std::string output_row(const output_model &o);
[[nodiscard]] std::string metric_row(const metric_model &m);
[[nodiscard]] std::string sample_row(const sample_model &s);
[[nodiscard]] std::string index_use_row(const index_use_model &use);
[[nodiscard]] std::string moving_row(const core::moving &m);
/// A copy or a repeat, and where its operands and costs begin in the program's tables.
[[nodiscard]] std::string call_row(const call_model &c, std::size_t first_operand, std::size_t first_work);
/// The kernel's C++ expression, and where its operands and costs begin in the program's tables.
[[nodiscard]] std::string call_row(const call_model &c, const kernel_model &k, const std::string &function,
                                   std::size_t first_operand, std::size_t first_work);

}  // namespace sylvite::codegen
