// The header of a safetensors file: what lies where. Source of the format: the safetensors repository's README.
#pragma once

#include <sylvite/dsl/dtype.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sylvite::io {

struct stored_tensor {
    std::string name;
    dtype type = f32;
    std::vector<std::uint64_t> extents;  // outermost first
    std::uint64_t begin = 0;             // bytes from the end of the header
    std::uint64_t end = 0;
};

/// The eight bytes of the header's length, then the header, padded so that the data begins at a multiple of eight.
[[nodiscard]] std::string write_header(std::span<const stored_tensor> tensors,
                                       const std::map<std::string, std::string> &metadata);

struct parsed_file {
    std::vector<stored_tensor> tensors;  // by position in the data
    std::string_view data;               // of the file
};

/// Checks everything that can be known without the network: sizes, JSON, names given once, element types, shapes, and
/// that the tensors fill the data without gap or overlap. Throws sylvite::error with `path` and the tensor.
[[nodiscard]] parsed_file parse_safetensors(std::string_view path, std::string_view file);

}  // namespace sylvite::io
