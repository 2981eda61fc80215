#include <sylvite/runtime/io/safetensors_header.hpp>

#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/io/content_kind.hpp>
#include <sylvite/runtime/io/printable.hpp>
#include <sylvite/runtime/io/safetensors_json.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <cstring>

namespace sylvite::io {

static_assert(std::endian::native == std::endian::little, "safetensors files are little-endian");

namespace {

constexpr std::size_t length_bytes = 8;
constexpr std::uint64_t longest_header = 100u << 20;  // of the format

class parser {
  public:
    explicit parser(input &file) : file_(file) {}

    safetensors_header parse() const {
        const std::string text = read_header();
        safetensors_header result;
        result.data_begin = length_bytes + text.size();
        const std::uint64_t data_bytes = file_.size() - result.data_begin;
        parse_header(file_.name(), text, data_bytes, result);
        check_positions(result.tensors, data_bytes);
        return result;
    }

  private:
    template <class... Args>
    [[noreturn]] void fail(fmt::format_string<Args...> text, Args &&...args) const {
        fail_in(file_.name(), fmt::format(text, std::forward<Args>(args)...));
    }

    std::string read_header() const {
        if (file_.size() < length_bytes)
            refuse(fmt::format("not a safetensors file: it has {} bytes, its header's length alone takes {}",
                               file_.size(), length_bytes));
        std::uint64_t length = 0;
        file_.read(0, std::as_writable_bytes(std::span(&length, 1)));
        if (length > longest_header)
            refuse(fmt::format("not a safetensors file: a header of {} bytes is longer than possible", length));
        if (length > file_.size() - length_bytes)
            refuse(fmt::format("the file is cut: its header has {} bytes, {} follow", length,
                               file_.size() - length_bytes));
        std::string header(length, '\0');
        file_.read(length_bytes, std::as_writable_bytes(std::span(header)));
        if (!header.starts_with('{')) refuse("not a safetensors file: the header does not begin with '{'");
        return header;
    }

    /// What the file is says more than what a header has that is none.
    [[noreturn]] void refuse(const std::string &sentence) const {
        const content_kind kind = recognise(file_);
        if (kind == content_kind::unknown || kind == content_kind::safetensors) fail("{}", sentence);
        const bool is_pytorch = kind == content_kind::pytorch_archive || kind == content_kind::pickle;
        fail("not a safetensors file: it is {}{}", name_of(kind),
             is_pytorch ? "; safetensors.torch.save_file writes what is expected" : "");
    }

    void check_positions(std::vector<stored_tensor> &tensors, std::uint64_t data_bytes) const {
        std::ranges::sort(tensors, {}, [](const stored_tensor &t) { return std::pair(t.begin, t.end); });
        std::uint64_t filled = 0;
        for (const stored_tensor &t : tensors) {
            if (t.begin < filled) fail("tensor '{}' overlaps the one before it", t.name);
            if (t.begin > filled) fail("no tensor uses bytes {} to {} of the data", filled, t.begin);
            filled = t.end;
        }
        if (filled != data_bytes) fail("the data has {} bytes, the tensors use {}", data_bytes, filled);
    }

    input &file_;
};

}  // namespace

std::string write_header(std::span<const stored_tensor> tensors, const std::map<std::string, std::string> &metadata) {
    // In the order of the data, as a json object would not keep it.
    std::string header = "{";
    for (const auto &[key, value] : metadata)
        header += fmt::format("{}{}:{}", header.size() == 1 ? "\"__metadata__\":{" : ",", quoted_json(key),
                              quoted_json(value));
    if (!metadata.empty()) header += '}';
    for (const stored_tensor &t : tensors) {
        if (header.size() > 1) header += ',';
        header += fmt::format("{}:{{\"dtype\":\"{}\",\"shape\":[{}],\"data_offsets\":[{},{}]}}", quoted_json(t.name),
                              t.type->name, fmt::join(t.extents, ","), t.begin, t.end);
    }
    header += '}';
    header.append((8 - header.size() % 8) % 8, ' ');
    const std::uint64_t length = header.size();
    std::string file(length_bytes, '\0');
    std::memcpy(file.data(), &length, length_bytes);
    return file + header;
}

safetensors_header read_safetensors_header(input &file) { return parser(file).parse(); }

}  // namespace sylvite::io
