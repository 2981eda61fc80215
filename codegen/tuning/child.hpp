// Programs that may crash or never end: compilers and candidates.
#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <vector>

namespace sylvite::codegen {

struct child_result {
    enum class end { exited, signalled, out_of_time, output_too_long, stopped } ended = end::exited;
    int status = 0;         // the exit status, or the signal
    std::string output;     // of standard output
    std::string complaint;  // the end of standard error

    [[nodiscard]] bool is_good() const { return ended == end::exited && status == 0; }
    /// "ended with exit status 3: what it said", "was ended by signal 11 (Segmentation fault)", ...
    [[nodiscard]] std::string describe() const;
};

struct child_limits {
    double seconds = 60;
    std::size_t output_bytes = std::size_t{1} << 20;
    const std::atomic<bool> *stop = nullptr;  // when it becomes true the child is ended
};

/// Runs the program in a process group of its own, which is killed as a whole where a limit is reached. Throws
/// std::runtime_error if it cannot be started.
[[nodiscard]] child_result run_child(const std::vector<std::string> &arguments, const child_limits &limits);

}  // namespace sylvite::codegen
