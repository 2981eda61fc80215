// The plan of a network for one target, as codegen/ sees it before it is written out: tensors, kernels, entries with
// their calls, and where everything lies in memory. Mirrors runtime/core/program.hpp.
#pragma once

#include <sylvite/codegen/extract.hpp>
#include <sylvite/codegen/specs.hpp>
#include <sylvite/runtime/core/program.hpp>

#include <array>
#include <string>
#include <vector>

namespace sylvite::codegen {

struct tensor_model {
    std::string name;
    dtype type = dtype::f32;
    core::role what = core::role::intermediate;
    core::segment where = core::segment::workspace;
    shape dims;                      // in the order of memory; symbols are the program's: 1 for program symbol 0
    std::vector<std::uint8_t> axes;  // per axis in memory the node's axis; empty: as they are declared
    std::uint64_t offset = 0;
    core::initialiser init;
    bool is_scalar_input = false;
    bool is_running = false;               // a running statistic
    std::string location;                  // "network.hpp:14", or "": where the user wrote it
    graph::node_id node = graph::no_node;  // of the network's table

    [[nodiscard]] std::uint64_t bytes() const {
        return static_cast<std::uint64_t>(dims.volume()) * sylvite::size_of(type);
    }
};

/// One distinct kernel.
struct kernel_model {
    kernel_spec spec;
    generators::schedule schedule;
    std::string spec_text;
    std::string hash;  // of spec, schedule, target and the compiler's own version
    std::uint64_t scratch_bytes = 0;

    [[nodiscard]] std::string function() const { return "sylvite_kernel_" + hash; }
    /// What people call it by.
    [[nodiscard]] std::string short_name() const { return hash.substr(0, 8); }
};

struct call_model {
    core::call::kind what = core::call::kind::kernel;
    std::size_t kernel = 0;  // of a repeat: in plan_model::repeats; of a copy nothing
    std::string label;
    std::vector<core::operand> operands;
    std::size_t result_count = 0;    // so many of the operands, the last ones, are written
    std::string location;            // "network.hpp:14", or "": where the user wrote what it is about
    std::vector<std::string> lines;  // all that it computes something of
    std::vector<core::work> costs;   // by the program's symbols
    // Per node of the kernel's spec the table's node that it stands for: the network's, in a loop the body's. Of other
    // calls one, the node that they are about.
    std::vector<graph::node_id> origins;
};

/// A loop's body, again and again; see core::repeat.
struct repeat_model {
    std::vector<call_model> body;
    extent count;  // its symbol is the program's
    bool backwards = false;
    std::vector<core::moving> movings;
};

struct metric_model {
    std::string name;
    std::uint32_t tensor = 0;
    std::int64_t static_count = 1;
    std::uint32_t symbol_mask = 0;
};

struct output_model {
    std::string name;
    std::uint32_t tensor = 0;
};

/// See core::index_use.
struct index_use_model {
    std::uint32_t tensor = 0;
    core::index_use::kind what = core::index_use::kind::position;
    bool gives_nan = false;
    extent range;  // its symbol is the program's
    std::array<core::index_use::range, core::max_tensor_rank> part;
    std::string location;
};

/// See core::sample.
struct sample_model {
    std::uint32_t symbol_mask = 0;
    std::string state;
    std::string location;
};

/// From which call to which of its entry a workspace tensor holds something that is read; a result's last is the
/// entry's.
struct lifetime {
    std::uint32_t tensor = 0;
    std::uint32_t first = 0, last = 0;
};

struct entry_model {
    std::string name;
    std::vector<call_model> calls;
    std::vector<lifetime> lifetimes;
    std::vector<std::uint32_t> inputs;
    std::vector<output_model> outputs;
    std::vector<metric_model> metrics;
    std::vector<index_use_model> index_uses;
    std::vector<sample_model> samples;
    std::uint32_t symbol_mask = 0;
    bool writes_persistent = false;
    bool draws = false;              // random numbers
    std::size_t prepared_calls = 0;  // so many of the calls, the first ones; see core::entry
    bool changes_prepared = false;
    std::uint64_t workspace_bytes = 0;
    std::uint64_t prepared_bytes = 0;    // of the workspace, behind what entries share
    std::int64_t contraction_flops = 0;  // dynamic extents at their bound
};

struct plan_model {
    std::string target;
    // Inputs, parameters, states, then the results of each entry: the same in every plan but for the results' offsets.
    // Behind them what lies between kernels.
    std::vector<tensor_model> tensors;
    std::vector<kernel_model> kernels;
    std::vector<entry_model> entries;
    std::vector<repeat_model> repeats;  // those within others come before them
    std::uint64_t workspace_bytes = 0;
    std::uint64_t scratch_bytes = 0;
};

}  // namespace sylvite::codegen
