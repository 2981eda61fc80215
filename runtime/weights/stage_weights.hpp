// The values of a file's tensors in the types of a network's, beside the network.
#pragma once

#include <sylvite/runtime/weights/match_weights.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace sylvite::io {

struct staged_tensor {
    std::uint32_t to;        // of the program
    std::size_t offset = 0;  // bytes
    std::size_t bytes = 0;
};

struct staged_weights {
    load_report report;
    std::vector<staged_tensor> tensors;
    std::vector<std::byte> values;
    std::optional<step_values> random = {};  // seed and step, where they are asked for and the file has them

    [[nodiscard]] std::span<const std::byte> values_of(const staged_tensor &t) const {
        return std::span(values).subspan(t.offset, t.bytes);
    }
};

/// Everything that can fail about loading. Reads no more of the file than the network takes.
[[nodiscard]] staged_weights stage_weights(const core::program &code, input &file, const load_options &how);

}  // namespace sylvite::io
