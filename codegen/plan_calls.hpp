// From kernels in their order to calls: what each reads and writes, tensors that live in a loop's body, and loops.
#pragma once

#include <sylvite/codegen/call_list.hpp>
#include <sylvite/codegen/interface.hpp>
#include <sylvite/codegen/plan/loops.hpp>

namespace sylvite::codegen {

/// Adds calls to lists, and to the plan the tensors, kernels and repeats that they need.
class call_planner {
  public:
    call_planner(const network_interface &names, const plan::fusion_options &fusion, plan_model &model)
        : interface_(names), fusion_(fusion), model_(model) {}

    void add_calls(call_list &list, entry_uses &uses);
    /// A copy of the variable, from this tensor to the list's, which lies in the order that the plan chose.
    void add_packing_call(call_list &list, graph::node_id variable, std::uint32_t from, entry_uses &uses);

  private:
    friend class loop_planner;

    void add_kernel_call(call_list &list, const plan::step &step, entry_uses &uses);
    /// With its operands it is complete but for what is said of it.
    void add_call(call_list &list, call_model c, extracted_kernel x, const std::vector<std::uint32_t> &symbols);
    std::size_t add_kernel(kernel_spec spec);
    /// The tensor is in use from this call on, or still.
    void touch(call_list &list, std::uint32_t tensor, std::uint32_t call, entry_uses &uses);

    const network_interface &interface_;
    const plan::fusion_options &fusion_;
    plan_model &model_;
    std::set<std::uint32_t> unaligned_;  // rows of tensors that do not begin at multiples of 64 bytes
    std::map<std::string, std::size_t> kernel_of_;
};

/// Plans the loop: carries are set to their starts, then the body is repeated.
void plan_loop(call_planner &to, call_list &list, const plan::table_loop &loop, entry_uses &uses);

}  // namespace sylvite::codegen
