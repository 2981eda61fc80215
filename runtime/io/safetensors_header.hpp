// The header of a safetensors file: what lies where. Source of the format: the safetensors repository's README.
#pragma once

#include <sylvite/runtime/io/element.hpp>
#include <sylvite/runtime/io/input.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sylvite::io {

/// An element type of the format.
struct stored_type {
    const char *name;
    unsigned bits;
    std::optional<element> as;  // none: tensors of it can be passed over, not read
};

/// Null where the format has no type of this name.
[[nodiscard]] const stored_type *find_stored_type(std::string_view name) noexcept;
[[nodiscard]] const stored_type &stored_type_of(dtype type) noexcept;

struct stored_tensor {
    std::string name;
    const stored_type *type = nullptr;
    std::vector<std::uint64_t> extents;  // outermost first
    std::uint64_t begin = 0;             // bytes from the end of the header
    std::uint64_t end = 0;
};

/// The eight bytes of the header's length, then the header, padded so that the data begins at a multiple of eight.
[[nodiscard]] std::string write_header(std::span<const stored_tensor> tensors,
                                       const std::map<std::string, std::string> &metadata);

struct safetensors_header {
    std::vector<stored_tensor> tensors;  // by position in the data
    std::map<std::string, std::string> metadata;
    std::uint64_t data_begin = 0;  // bytes from the start of the file

    /// Empty where there is none.
    [[nodiscard]] std::string_view metadata_of(const std::string &key) const;
    /// Null where there is none.
    [[nodiscard]] const stored_tensor *find(std::string_view name) const;
};

/// Checks everything that can be known without the network: sizes, JSON, names given once, element types, shapes, and
/// that the tensors fill the data without gap or overlap. Throws sylvite::error with the file's name and the tensor, or
/// with what the file is instead (a pickle, an archive).
[[nodiscard]] safetensors_header read_safetensors_header(input &file);

/// Reads one tensor's bytes; `to` has as many.
void read_tensor(input &file, const safetensors_header &header, const stored_tensor &which, std::span<std::byte> to);

}  // namespace sylvite::io
