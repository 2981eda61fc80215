// A network's persistent segment as its generator described it, in NAME.layout.
#pragma once

#include <sylvite/runtime/core/program.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace sylvite::weights {

class layout {
  public:
    /// Throws sylvite::error with the file and the line.
    explicit layout(const std::string &path);
    layout(const layout &) = delete;
    layout &operator=(const layout &) = delete;

    [[nodiscard]] const std::string &library() const noexcept { return library_; }
    /// The hash that the table's type names.
    [[nodiscard]] std::uint64_t program_hash() const noexcept { return program_hash_; }
    /// A program without entries: parameters and states, with their places. Valid as long as the layout.
    [[nodiscard]] const core::program &program() const noexcept { return program_; }

  private:
    void add_tensor(const std::string &words);

    std::string library_, network_;
    std::uint64_t program_hash_ = 0;
    std::vector<std::string> names_;
    std::vector<core::tensor> tensors_;
    core::program program_{};
};

}  // namespace sylvite::weights
