// Files that the kernel compiler writes about a kernel.
#pragma once

#include <sylvite/codegen/inspect/report.hpp>

namespace sylvite::codegen {

enum class kernel_file : std::uint8_t { html, assembly };

/// The kernels that a word means: the first digits of a hash, ENTRY:CALL with calls counted from 1, or "all". Throws
/// std::runtime_error naming what there is.
[[nodiscard]] std::vector<const kernel_model *> find_kernels(const network_report &report, const std::string &word);

/// Halide's statement page, or assembly, of each: to the file `where`, or, where that is a folder, ends with '/' or
/// there are several kernels, to HASH.html or HASH.s in it. Returns the files. Throws std::runtime_error.
std::vector<std::filesystem::path> write_kernel_files(const std::vector<const kernel_model *> &kernels,
                                                      kernel_file what, const std::filesystem::path &where,
                                                      const std::filesystem::path &kernel_compiler,
                                                      const std::string &target);

}  // namespace sylvite::codegen
