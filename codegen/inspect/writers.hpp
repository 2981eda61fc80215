// The ways to write a report.
#pragma once

#include <sylvite/codegen/inspect/report.hpp>

#include <string>

namespace sylvite::codegen {

/// For people: parameters, each entry's calls, kernels, memory, at most 120 columns wide. `entry` keeps to one entry;
/// "": all.
[[nodiscard]] std::string describe(const network_report &report, const std::string &entry = "");

/// Its last part: what lies where in each entry's workspace and when, and what an instance needs in all.
[[nodiscard]] std::string describe_memory(const network_report &report, const std::string &entry = "");

/// For programs; docs/inspect.md names the keys.
[[nodiscard]] std::string to_json(const network_report &report);

enum class graph_detail : std::uint8_t { operations, kernels };

/// The graph of one entry in Graphviz' language: a cluster a call, its operations coloured by pass, the user's line as
/// tooltip. With graph_detail::kernels a node a call.
[[nodiscard]] std::string to_dot(const network_report &report, std::size_t entry, graph_detail detail);

}  // namespace sylvite::codegen
