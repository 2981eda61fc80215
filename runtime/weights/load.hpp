// Loading weights that another program saved, or another part of the network, and the report of what went where.
#pragma once

#include <sylvite/runtime/instance.hpp>
#include <sylvite/runtime/weights/name_map.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sylvite {

/// Left as it is, all tensors must be there, and no others. f16 and bf16 are widened to the tensor's f32 or f64, which
/// loses nothing; any other difference of types is refused.
struct load_options {
    with_state state = with_state::no;  // optimizer state and stored gradients too; running statistics come anyway
    name_map names = {};                // from the file's names to the network's
    bool allow_missing = false;         // tensors that the file does not have keep their values
    bool allow_unexpected = false;      // tensors of the file that are none of the network's are passed over
    bool allow_other_shapes = false;    // tensors of another shape in the file keep their values
    bool convert_f32_f64 = false;  // f32 becomes f64; f64 becomes the nearest f32, and must not be beyond the largest
};

/// A tensor of the network, one of the file, or both.
struct tensor_match {
    std::string name = {};                    // in the network; empty: there is none
    std::string type = {};                    // "f32"
    std::vector<std::uint64_t> extents = {};  // outermost first
    std::string stored_name = {};             // in the file; empty: there is none
    std::string stored_type = {};             // as the format calls it: "F16"
    std::vector<std::uint64_t> stored_extents = {};
};

/// Every tensor of the file, and every one that was to be loaded, stands in one of the lists.
struct load_report {
    std::string file;
    std::string network;
    std::vector<tensor_match> matched;
    std::vector<tensor_match> missing;     // the network's that are not in the file
    std::vector<tensor_match> unexpected;  // the file's that are not in the network
    std::vector<tensor_match> other_shape;
    std::vector<tensor_match> other_type;  // no conversion is possible, or none was allowed
    /// Passed over on purpose: state that was not asked for, what a rule without a target names, standardisations,
    /// PyTorch's num_batches_tracked, and what the file's network has and this library of it does not reach.
    std::vector<tensor_match> passed_over;
    /// Optimizer states and stored gradients of the network that the load does not fill. They are left as they are: in
    /// a new network they start anew, so that training goes on with other bits than it would have without the stop. To
    /// go on with the same ones, save and load with with_state::yes.
    std::vector<tensor_match> states_not_loaded;
    std::vector<name_rule> unused_rules;  // that fit no tensor of the file
};

/// A line for each list that is not empty, then one for each of its tensors.
[[nodiscard]] std::string to_string(const load_report &report);

/// What instance::load would find, whatever the options allow, without loading anything. Throws sylvite::error where
/// the file is damaged.
[[nodiscard]] load_report compare_weights(const instance &net, std::string_view path, const load_options &how = {});

}  // namespace sylvite
