// The database as a build uses it: which schedule a kernel has.
#pragma once

#include <sylvite/codegen/tuning/database.hpp>

namespace sylvite::codegen {

class tuned_schedules {
  public:
    /// None: the heuristic's everywhere.
    tuned_schedules() = default;

    /// From a file, or from the file PROCESSOR.json (TARGET.json, unless the kernels are for this machine) of a folder;
    /// a folder need not hold it. `target` is resolved, `is_host` tells that it was this machine's. A file that is
    /// damaged or for another processor is passed over, which the notes tell.
    tuned_schedules(const std::filesystem::path &where, const std::string &target, bool is_host);

    /// The tuned schedule where there is a legal one, else the heuristic's. Adds a note for an illegal one.
    [[nodiscard]] schedule choose(const kernel_spec &spec, const std::string &spec_text, const processor &cpu);

    /// What was refused, a sentence each.
    [[nodiscard]] const std::vector<std::string> &notes() const { return notes_; }

  private:
    std::filesystem::path file_;
    tuning_database database_;
    std::vector<std::string> notes_;
};

/// The file of a folder that is this processor's, or the target's where the kernels are for another machine.
[[nodiscard]] std::filesystem::path database_file(const std::filesystem::path &where, const std::string &target,
                                                  bool is_host);

}  // namespace sylvite::codegen
