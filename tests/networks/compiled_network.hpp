// A table planned, compiled and loaded into this process, bound to the runtime's core: the whole way of a network
// without a generated program.
#pragma once

#include <sylvite/codegen/program_model.hpp>
#include <sylvite/runtime/core/instance.hpp>
#include <sylvite/runtime/parallel/pool.hpp>

#include <memory>
#include <string_view>
#include <vector>

namespace sylvite::test {

/// What must make no difference.
struct compile_options {
    plan::fusion_options fusion;
    bool share_memory = true;  // false: every tensor of every entry has memory of its own, the last one's first
    int threads = 1;
};

class compiled_network {
  public:
    /// Throws std::runtime_error. Kernels seen before in this process are not compiled again.
    compiled_network(const graph::table_view &table, const compile_options &options = {});

    [[nodiscard]] const codegen::program_model &model() const { return model_; }
    [[nodiscard]] core::instance &instance() { return instance_; }
    /// Position among the program's tensors; throws std::out_of_range.
    [[nodiscard]] std::uint32_t tensor_named(std::string_view name) const;
    /// Runs one call of an entry alone.
    [[nodiscard]] core::status run_call(std::size_t entry, std::size_t call);

  private:
    void separate_memory();
    void build_tables();
    void bind_memory();

    codegen::program_model model_;
    core::program program_{};
    std::vector<core::tensor> tensors_;
    std::vector<core::operand> operands_;
    std::vector<core::call> calls_;
    std::vector<core::symbol> symbols_;
    std::vector<core::entry> entries_;  // the network's, then one for every call
    std::vector<std::uint32_t> first_call_entry_;
    std::vector<std::vector<core::output>> outputs_;
    std::vector<std::vector<core::metric>> metrics_;
    std::vector<std::unique_ptr<std::byte[]>> memory_;
    parallel::pool pool_;
    core::instance instance_;
};

}  // namespace sylvite::test
