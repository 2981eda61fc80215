#include "compiled_network.hpp"

#include <sylvite/codegen/plan/memory.hpp>
#include <sylvite/generators/lowering/compile.hpp>

#include <dlfcn.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>

namespace sylvite::test {
namespace {

/// Kernels of this process, by hash; compiled a network at a time, loaded for good.
class kernel_library {
  public:
    void load(const codegen::program_model &model) {
        const std::filesystem::path folder = make_folder();
        std::string objects;
        std::vector<const codegen::kernel_model *> fresh;
        for (const codegen::kernel_model &k : model.first().kernels) {
            if (functions_.contains(k.hash)) continue;
            const std::string object = (folder / (k.hash + ".o")).string();
            generators::compile_kernel(k.spec, k.schedule, k.function(), model.first().target, {object, "", "", ""});
            objects += " '" + object + "'";
            fresh.push_back(&k);
        }
        if (!fresh.empty()) link(folder, objects, fresh);
        std::filesystem::remove_all(folder);
    }
    [[nodiscard]] core::kernel_function function(const std::string &hash) const { return functions_.at(hash); }

  private:
    static std::filesystem::path make_folder() {
        std::string name = (std::filesystem::temp_directory_path() / "sylvite-network-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder like " + name);
        return name;
    }
    void link(const std::filesystem::path &folder, const std::string &objects,
              const std::vector<const codegen::kernel_model *> &fresh) {
        const std::string library = (folder / "kernels.so").string();
        const std::string command = "ld -shared -o '" + library + "'" + objects;
        if (std::system(command.c_str()) != 0) throw std::runtime_error("\"" + command + "\" failed");
        void *loaded = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
        if (loaded == nullptr) throw std::runtime_error(::dlerror());
        for (const codegen::kernel_model *k : fresh)
            functions_[k->hash] =
                reinterpret_cast<core::kernel_function>(::dlsym(loaded, (k->function() + "_argv").c_str()));
    }
    std::map<std::string, core::kernel_function> functions_;
};

kernel_library &kernels() {
    static kernel_library library;
    return library;
}

}  // namespace

compiled_network::compiled_network(const graph::table_view &table, const compile_options &options)
    : pool_(options.threads) {
    codegen::model_options wanted;
    wanted.name = "random";
    wanted.targets = {{.name = generators::host_target(), .fusion = options.fusion}};
    wanted.compiler_version = "this process";
    model_ = codegen::model_program(table, wanted);
    kernels().load(model_);
    if (!options.share_memory) separate_memory();
    build_tables();
    bind_memory();
    if (options.threads > 1) instance_.set_parallel(pool_.hook());
}

void compiled_network::separate_memory() {
    std::uint64_t bytes = 0;
    for (auto e = model_.first().entries.rbegin(); e != model_.first().entries.rend(); ++e)
        for (auto life = e->lifetimes.rbegin(); life != e->lifetimes.rend(); ++life) {
            codegen::tensor_model &t = model_.plans.front().tensors[life->tensor];
            t.offset = bytes;
            bytes += plan::aligned(t.bytes());
        }
    model_.plans.front().workspace_bytes = bytes;
}

void compiled_network::build_tables() {
    for (const codegen::tensor_model &t : model_.first().tensors) {
        core::tensor row{.name = t.name.c_str(),
                         .type = t.type,
                         .what = t.what,
                         .where = t.where,
                         .rank = static_cast<std::uint8_t>(t.dims.rank),
                         .offset = t.offset,
                         .init = t.init};
        for (int i = 0; i < t.dims.rank; ++i) {
            row.extents[i] = t.dims[i].value;
            row.symbols[i] = static_cast<std::uint8_t>(t.dims[i].symbol);
        }
        tensors_.push_back(row);
    }
    for (const std::int64_t bound : model_.symbol_bounds) symbols_.push_back({bound});
    std::vector<std::size_t> first_call;
    for (const codegen::entry_model &e : model_.first().entries) {
        first_call.push_back(calls_.size());
        for (const codegen::call_model &c : e.calls) {
            const codegen::kernel_model &k = model_.first().kernels[c.kernel];
            calls_.push_back({kernels().function(k.hash), c.label.c_str(), static_cast<std::uint32_t>(operands_.size()),
                              static_cast<std::uint32_t>(c.operands.size()), k.scratch_bytes});
            operands_.insert(operands_.end(), c.operands.begin(), c.operands.end());
        }
        auto &outputs = outputs_.emplace_back();
        for (const codegen::output_model &o : e.outputs) outputs.push_back({o.name.c_str(), o.tensor});
        auto &metrics = metrics_.emplace_back();
        for (const codegen::metric_model &m : e.metrics)
            metrics.push_back({m.name.c_str(), m.tensor, m.static_count, m.symbol_mask});
    }
    for (std::size_t i = 0; i < model_.first().entries.size(); ++i) {
        const codegen::entry_model &e = model_.first().entries[i];
        entries_.push_back({e.name.c_str(),
                            std::span(calls_).subspan(first_call[i], e.calls.size()),
                            e.inputs,
                            outputs_[i],
                            metrics_[i],
                            e.symbol_mask,
                            e.writes_persistent,
                            {},
                            e.draws,
                            {},
                            static_cast<std::uint32_t>(e.prepared_calls),
                            e.changes_prepared});
    }
    for (std::size_t i = 0; i < model_.first().entries.size(); ++i) {
        first_call_entry_.push_back(static_cast<std::uint32_t>(entries_.size()));
        for (std::size_t c = 0; c < model_.first().entries[i].calls.size(); ++c) {
            core::entry one = entries_[i];
            one.calls = one.calls.subspan(c, 1);
            one.prepared_calls = 0;
            entries_.push_back(one);
        }
    }
    program_ = {core::abi_version,
                model_.hash,
                model_.name.c_str(),
                model_.first().target.c_str(),
                tensors_,
                operands_,
                symbols_,
                entries_,
                model_.persistent_bytes,
                model_.first().workspace_bytes,
                model_.first().scratch_bytes,
                model_.parameter_count};
}

void compiled_network::bind_memory() {
    const core::memory_needs needs = core::required_memory(program_);
    const auto block = [&](std::uint64_t bytes) -> std::span<std::byte> {
        auto &owner = memory_.emplace_back(std::make_unique<std::byte[]>(bytes + 256));
        std::fill_n(owner.get(), bytes + 256, std::byte{0xff});  // as floats: NaN
        void *start = owner.get();
        std::size_t room = bytes + 256;
        return {static_cast<std::byte *>(std::align(128, bytes, start, room)), bytes};
    };
    core::memory where;
    where.persistent = block(needs.persistent);
    where.workspace = block(needs.workspace);
    where.scratch = block(needs.scratch);
    where.views = block(needs.views);
    if (instance_.bind(program_, where) != core::status::ok) throw std::runtime_error(instance_.message());
    instance_.set_keeps_prepared(true);
}

core::status compiled_network::run_call(std::size_t entry, std::size_t call) {
    return instance_.run(first_call_entry_[entry] + static_cast<std::uint32_t>(call));
}

std::uint32_t compiled_network::tensor_named(std::string_view name) const {
    for (std::uint32_t i = 0; i < model_.first().tensors.size(); ++i)
        if (model_.first().tensors[i].name == name) return i;
    throw std::out_of_range(std::string(name));
}

}  // namespace sylvite::test
