// The whole program of a network: what all targets share, and a plan for each.
#pragma once

#include <sylvite/codegen/network_identity.hpp>
#include <sylvite/codegen/plan_model.hpp>
#include <sylvite/codegen/tuning/tuned_schedules.hpp>

namespace sylvite::codegen {

struct program_model {
    std::string name;
    network_identity network;
    std::vector<std::int64_t> symbol_bounds;
    std::uint64_t persistent_bytes = 0;
    std::uint64_t parameter_count = 0;
    std::uint64_t hash = 0;          // of the network's table and of what has a name: no plan changes it
    bool reference = false;          // kernels are plain loops
    std::vector<plan_model> plans;   // at least one, those for targets that ask for more first
    std::vector<std::string> notes;  // tuned schedules that were refused, a sentence each

    [[nodiscard]] const plan_model &first() const { return plans.front(); }
    /// Enough for every target.
    [[nodiscard]] std::uint64_t workspace_bytes() const;
    [[nodiscard]] std::uint64_t scratch_bytes() const;
};

/// An instruction set, resolved, never "host", and what was tuned for it.
struct target_choice {
    std::string name;
    tuned_schedules tuned = {};
    plan::fusion_options fusion = {};
};

struct model_options {
    std::string name;
    network_identity network;
    std::vector<target_choice> targets;  // at least one, those that ask for more first
    std::string compiler_version;        // part of every kernel's hash
    bool reference = false;              // no kernel is compiled: the interpreter computes them (runtime/reference)
};

/// Plans the whole table. Throws sylvite::graph_error on a table that cannot be planned.
[[nodiscard]] program_model model_program(const graph::table_view &table, const model_options &options);

}  // namespace sylvite::codegen
