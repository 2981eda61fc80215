#include <sylvite/codegen/program_model.hpp>

#include <sylvite/codegen/plan_target.hpp>
#include <sylvite/codegen/program_hash.hpp>

#include <algorithm>

namespace sylvite::codegen {
namespace {

/// Schedules, and with them names, of a plan's kernels.
void schedule_for(const target_choice &target, const model_options &options, plan_model &plan,
                  std::vector<std::string> &notes) {
    const processor cpu = describe(target.name);
    tuned_schedules tuned = target.tuned;
    plan.target = target.name;
    for (kernel_model &k : plan.kernels) {
        if (!options.reference) {
            k.schedule = tuned.choose(k.spec, k.spec_text, cpu);
            k.scratch_bytes = generators::scratch_bytes(k.spec, k.schedule, cpu);
        }
        k.hash = hash_hex(k.spec_text + "\nschedule " + to_text(k.schedule) + "\ntarget " + target.name +
                          "\ncompiler " + options.compiler_version + "\n");
        plan.scratch_bytes = std::max(plan.scratch_bytes, k.scratch_bytes);
    }
    notes.insert(notes.end(), tuned.notes().begin(), tuned.notes().end());
}

}  // namespace

std::uint64_t program_model::workspace_bytes() const {
    return std::ranges::max(plans, {}, &plan_model::workspace_bytes).workspace_bytes;
}
std::uint64_t program_model::scratch_bytes() const {
    return std::ranges::max(plans, {}, &plan_model::scratch_bytes).scratch_bytes;
}

program_model model_program(const graph::table_view &table, const model_options &options) {
    const network_interface names = interface_of(table);
    program_model model;
    model.name = options.name;
    model.network = options.network;
    model.reference = options.reference;
    model.symbol_bounds = names.symbol_bounds;
    model.persistent_bytes = names.persistent_bytes;
    model.parameter_count = names.parameter_count;
    model.hash = program_hash(table, model, names.tensors);
    // Targets that fuse alike differ in their schedules alone.
    std::vector<plan_model> planned;
    for (std::size_t i = 0; i < options.targets.size(); ++i) {
        std::size_t alike = 0;
        while (options.targets[alike].fusion != options.targets[i].fusion) ++alike;
        planned.push_back(alike < i ? planned[alike] : plan_target(table, names, options.targets[i].fusion));
    }
    for (std::size_t i = 0; i < planned.size(); ++i) {
        schedule_for(options.targets[i], options, planned[i], model.notes);
        model.plans.push_back(std::move(planned[i]));
    }
    return model;
}

}  // namespace sylvite::codegen
