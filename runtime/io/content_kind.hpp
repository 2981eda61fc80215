// What a file is that is not what was expected, by how it begins: for messages.
#pragma once

#include <sylvite/runtime/io/byte_stream.hpp>
#include <sylvite/runtime/io/input.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace sylvite::io {

enum class content_kind : std::uint8_t {
    unknown,
    pytorch_archive,  // a zip archive with a pickle, torch.save's way since PyTorch 1.6
    pickle,
    numpy_array,
    numpy_archive,
    zip,
    hdf5,
    safetensors,
    idx,
    gguf,
    onnx,
    tensorflow_lite,
    git_lfs_pointer,
    gzip,
    bzip2,
    xz,
    zstandard,
    tar,
    html,
    json,
};

/// As many bytes of a file's beginning as are looked at.
inline constexpr std::size_t content_beginning = 512;

[[nodiscard]] content_kind recognise(std::span<const std::byte> beginning) noexcept;
[[nodiscard]] content_kind recognise(input &file);
/// Of a stream whose first bytes were read already: reads on.
[[nodiscard]] content_kind recognise_rest(std::span<const std::byte> first, byte_stream &stream);

/// "a zip archive"; of unknown content "of an unknown kind".
[[nodiscard]] const char *name_of(content_kind kind) noexcept;

}  // namespace sylvite::io
