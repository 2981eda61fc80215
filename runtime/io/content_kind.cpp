#include <sylvite/runtime/io/content_kind.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace sylvite::io {

namespace {

using namespace std::string_view_literals;

struct signature {
    std::size_t at;
    std::string_view bytes;
    content_kind kind;
};
constexpr signature signatures[] = {
    {0, "\x93NUMPY"sv, content_kind::numpy_array},
    {0, "\x89HDF\r\n\x1a\n"sv, content_kind::hdf5},
    {0, "GGUF"sv, content_kind::gguf},
    {4, "TFL3"sv, content_kind::tensorflow_lite},
    {0, "version https://git-lfs.github.com/spec/"sv, content_kind::git_lfs_pointer},
    {0, "\x1f\x8b"sv, content_kind::gzip},
    {0, "BZh"sv, content_kind::bzip2},
    {0,
     "\xfd"
     "7zXZ\0"sv,
     content_kind::xz},
    {0, "\x28\xb5\x2f\xfd"sv, content_kind::zstandard},
    {257, "ustar"sv, content_kind::tar},
};

bool has(std::string_view text, std::size_t at, std::string_view part) noexcept {
    return text.size() >= at && text.substr(at).starts_with(part);
}

unsigned byte(std::string_view text, std::size_t at) noexcept {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

/// An archive's first entry tells who wrote it.
content_kind kind_of_archive(std::string_view text) noexcept {
    constexpr std::size_t local_header = 30, name_length = 26;
    if (text.size() < local_header) return content_kind::zip;
    const std::string_view name = text.substr(local_header, byte(text, name_length) | byte(text, name_length + 1) << 8);
    if (name.ends_with(".pkl")) return content_kind::pytorch_archive;
    return name.ends_with(".npy") ? content_kind::numpy_archive : content_kind::zip;
}

bool is_safetensors(std::string_view text) noexcept {
    constexpr std::size_t length = 8;
    if (!has(text, length, "{\"") && !has(text, length, "{}")) return false;
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data(), length);
    return bytes >> 32 == 0;
}

bool is_idx(std::string_view text) noexcept {
    const unsigned type = byte(text, 2), rank = byte(text, 3);
    return text.starts_with("\0\0"sv) && ((type >= 0x08 && type <= 0x0e && type != 0x0a)) && rank >= 1 && rank <= 8;
}

/// A version of the format, then the text of who wrote it: field 1 and field 2 of a protocol buffer.
bool is_onnx(std::string_view text) noexcept {
    const std::size_t length = byte(text, 3);
    return has(text, 0, "\x08") && byte(text, 1) >= 1 && byte(text, 1) <= 0x20 && byte(text, 2) == 0x12 &&
           length >= 1 && text.size() > 4 + length &&
           std::ranges::all_of(text.substr(4, length), [](char letter) { return letter >= ' ' && letter <= '~'; });
}

bool is_html(std::string_view text) noexcept {
    for (const std::string_view mark : {"<!doctype html"sv, "<html"sv})
        if (std::ranges::equal(text.substr(0, mark.size()), mark, {},
                               [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 'a' - 'A') : c; }))
            return true;
    return false;
}

}  // namespace

content_kind recognise(std::span<const std::byte> beginning) noexcept {
    const std::string_view text(reinterpret_cast<const char *>(beginning.data()), beginning.size());
    for (const signature &known : signatures)
        if (has(text, known.at, known.bytes)) return known.kind;
    if (has(text, 0, "PK\3\4") || has(text, 0, "PK\5\6")) return kind_of_archive(text);
    if (byte(text, 0) == 0x80 && byte(text, 1) >= 2 && byte(text, 1) <= 5) return content_kind::pickle;
    if (is_safetensors(text)) return content_kind::safetensors;
    if (is_idx(text)) return content_kind::idx;
    if (is_onnx(text)) return content_kind::onnx;
    const std::string_view words = text.substr(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    if (is_html(words)) return content_kind::html;
    return words.starts_with('{') ? content_kind::json : content_kind::unknown;
}

content_kind recognise(input &file) {
    std::array<std::byte, content_beginning> beginning{};
    const std::span<std::byte> there =
        std::span(beginning).first(static_cast<std::size_t>(std::min<std::uint64_t>(beginning.size(), file.size())));
    file.read(0, there);
    return recognise(there);
}

content_kind recognise_rest(std::span<const std::byte> first, byte_stream &stream) {
    std::array<std::byte, content_beginning> beginning{};
    std::ranges::copy(first, beginning.begin());
    const std::size_t more = stream.read(std::span(beginning).subspan(first.size()));
    return recognise(std::span(beginning).first(first.size() + more));
}

const char *name_of(content_kind kind) noexcept {
    static constexpr const char *names[] = {
        "of an unknown kind",
        "a checkpoint of PyTorch, written by torch.save",
        "a pickle of Python, as old versions of torch.save write it",
        "an array of NumPy (.npy)",
        "an archive of NumPy (.npz)",
        "a zip archive",
        "an HDF5 file, as Keras writes it",
        "a safetensors file",
        "an IDX file",
        "a GGUF file",
        "an ONNX model",
        "a model of TensorFlow Lite",
        "a pointer of Git LFS, which stands for the file until \"git lfs pull\" fetches it",
        "compressed by gzip",
        "compressed by bzip2",
        "compressed by xz",
        "compressed by Zstandard",
        "a tar archive",
        "an HTML page, as servers send it in place of a file",
        "a JSON text, such as the index of weights that lie in several files",
    };
    return names[static_cast<std::size_t>(kind)];
}

}  // namespace sylvite::io
