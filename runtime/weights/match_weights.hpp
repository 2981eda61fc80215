// Which tensor of a safetensors file goes where in a network, before anything is loaded.
#pragma once

#include <sylvite/runtime/core/program.hpp>
#include <sylvite/runtime/io/safetensors_header.hpp>
#include <sylvite/runtime/weights/load.hpp>

#include <cstdint>
#include <vector>

namespace sylvite::io {

struct transfer {
    const stored_tensor *from;  // of the header
    std::uint32_t to;           // of the program
};

struct weights_match {
    load_report report;
    std::vector<transfer> transfers;  // one for each that the report calls matched, in the same order
};

/// Fills the report's lists; refuses only what no option allows: two tensors of the file for one of the network.
[[nodiscard]] weights_match match_weights(const core::program &code, const input &file,
                                          const safetensors_header &header, const load_options &how);

/// Throws sylvite::error with one sentence for the first thing that the report has and the options do not allow.
void require_allowed(const load_report &report, const load_options &how);

/// The keys of the metadata that Sylvite writes.
inline constexpr const char *network_key = "network";      // the struct's name
inline constexpr const char *variables_key = "variables";  // program::variables in hexadecimal digits
[[nodiscard]] std::string variables_text(const core::program &code);

/// Extents as the file states them.
[[nodiscard]] std::vector<std::uint64_t> extents_of(const core::tensor &t);

}  // namespace sylvite::io
