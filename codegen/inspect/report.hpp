// The facts about a planned network, gathered once for all ways to write them.
#pragma once

#include <sylvite/codegen/inspect/code_size.hpp>
#include <sylvite/codegen/inspect/passes.hpp>
#include <sylvite/codegen/plan_network.hpp>
#include <sylvite/runtime/core/cost.hpp>

#include <utility>

namespace sylvite::codegen {

struct call_report {
    const call_model *call = nullptr;
    std::string number;                    // "5", counted from 1; within the loop that is call 5 "5/1"
    const kernel_model *kernel = nullptr;  // none: a loop, or the copy of a carry's start
    const repeat_model *loop = nullptr;
    pass part = pass::forward;                            // of its first result
    bool is_prepared = false;                             // what it writes is kept from run to run
    std::vector<std::pair<std::string, int>> operations;  // fused ones, layout aside: name, how many
    std::vector<std::uint32_t> arguments;                 // per argument of the spec: the tensor
    std::vector<std::uint32_t> reads, writes;             // tensors; what is updated in place is in both
    core::cost cost;                                      // dynamic extents at their bounds
    std::vector<call_report> body;                        // of a loop; costs are those of one step
};

/// visit(call) for the kernels' calls, those within loops included.
template <class Visit>
void for_each_kernel(const std::vector<call_report> &calls, Visit visit) {
    for (const call_report &c : calls) {
        if (c.kernel != nullptr) visit(c);
        for_each_kernel(c.body, visit);
    }
}

/// Calls count from 0 here, from 1 wherever people read them.
struct entry_report {
    const entry_model *entry = nullptr;
    std::vector<call_report> calls;
    core::cost cost;
    std::uint64_t live_bytes = 0;  // the most that workspace tensors need at once, each rounded up to its alignment
    std::size_t live_call = 0;
    std::uint64_t scratch_bytes = 0;  // the most that a call needs
    std::string scratch_call;
};

struct code_report {
    std::vector<std::optional<object_size>> kernels;  // per kernel of the model
    object_size program, runtime, total;
};

struct network_report {
    const planned_network *network = nullptr;
    std::vector<entry_report> entries;
    std::vector<std::string> tensors;  // what people call each: its name, or "#3" for the result of its entry's third
                                       // call; x[t]: a loop's row
    std::optional<code_report> code;   // where the library is built

    [[nodiscard]] const program_model &model() const { return network->model; }
};

/// `library` is where the built library would be; a file of other kernels than the plan's counts as not built.
[[nodiscard]] network_report report_on(const planned_network &network, const std::filesystem::path &library);

}  // namespace sylvite::codegen
