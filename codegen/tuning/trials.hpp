// What was tried before, on disk: a line of JSON a trial, added as it ends, so that an interruption loses one at most.
#pragma once

#include <sylvite/codegen/specs.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace sylvite::codegen {

struct trial {
    std::string kernel;  // hash of its spec
    generators::schedule schedule;
    std::optional<double> seconds;  // none where it was discarded
    std::string fault;              // why
};

class trial_log {
  public:
    /// The circumstances (compiler, target, threads, ...) tell which trials say anything about this run.
    trial_log(std::filesystem::path file, std::string circumstances);

    /// Those of the file of the same circumstances; lines that are not understood are passed over.
    [[nodiscard]] std::vector<trial> read() const;
    /// Throws std::runtime_error where it cannot be written.
    void add(const trial &t) const;

  private:
    std::filesystem::path file_;
    std::string circumstances_;
};

}  // namespace sylvite::codegen
