#include <sylvite/codegen/specs.hpp>
#include <sylvite/codegen/tuning/processor_name.hpp>
#include <sylvite/codegen/tuning/tuned_schedules.hpp>

#include <stdexcept>

namespace sylvite::codegen {

std::filesystem::path database_file(const std::filesystem::path &where, const std::string &target, bool is_host) {
    if (!std::filesystem::is_directory(where)) return where;
    return where / ((is_host ? processor_name() : tuned_target(target)) + ".json");
}

tuned_schedules::tuned_schedules(const std::filesystem::path &where, const std::string &target, bool is_host)
    : file_(database_file(where, target, is_host)) {
    if (file_ != where && !std::filesystem::exists(file_)) return;
    try {
        tuning_database found = read_database(file_);
        for (const std::string &fault : found.faults)
            notes_.push_back("tuning database " + file_.string() + ": " + fault + "; the heuristic is used for it");
        const bool is_foreign =
            found.target != tuned_target(target) || (is_host && found.processor != processor_name());
        if (is_foreign)
            throw std::runtime_error("tuning database " + file_.string() + ": is for " + found.processor + " (" +
                                     found.target + "), not for " + (is_host ? processor_name() + " (" : "(") +
                                     tuned_target(target) + ")");
        database_ = std::move(found);
    } catch (const std::runtime_error &problem) {
        notes_.push_back(std::string(problem.what()) + "; the heuristic is used");
    }
}

schedule tuned_schedules::choose(const kernel_spec &spec, const std::string &spec_text, const processor &cpu) {
    if (database_.kernels.empty()) return choose_schedule(spec, cpu);
    const std::string hash = hash_hex(spec_text);
    const auto found = database_.kernels.find(hash);
    if (found == database_.kernels.end()) return choose_schedule(spec, cpu);
    const std::string fault = fault_of(spec, found->second.schedule, cpu);
    if (fault.empty()) return found->second.schedule;
    notes_.push_back("tuning database " + file_.string() + ": the schedule of kernel " + hash +
                     " is not legal: " + fault + "; the heuristic is used for it");
    return choose_schedule(spec, cpu);
}

}  // namespace sylvite::codegen
