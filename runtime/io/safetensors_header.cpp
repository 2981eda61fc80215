#include <sylvite/runtime/io/safetensors_header.hpp>

#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/io/printable.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <set>

namespace sylvite::io {

static_assert(std::endian::native == std::endian::little, "safetensors files are little-endian");

namespace {

using json = nlohmann::json;
constexpr std::size_t length_bytes = 8;
constexpr std::uint64_t longest_header = 100u << 20;  // of the format

constexpr std::size_t longest_message = 400;  // names in it are the file's
constexpr int deepest = 2;                    // an extent, in a shape, in a tensor
constexpr std::size_t longest_array = 64;

class parser {
  public:
    explicit parser(input &file) : file_(file) {}

    safetensors_header parse() const {
        const std::string text = read_header();
        safetensors_header result;
        result.data_begin = length_bytes + text.size();
        const std::uint64_t data_bytes = file_.size() - result.data_begin;
        const json root = parse_json(text);
        for (const auto &[name, entry] : root.items()) {
            if (name == "__metadata__")
                parse_metadata(entry, result.metadata);
            else
                result.tensors.push_back(parse_tensor(name, entry, data_bytes));
        }
        check_positions(result.tensors, data_bytes);
        return result;
    }

  private:
    template <class... Args>
    [[noreturn]] void fail(fmt::format_string<Args...> text, Args &&...args) const {
        throw error(fmt::format("{}: {}", file_.name(),
                                printable(fmt::format(text, std::forward<Args>(args)...), longest_message)));
    }

    std::string read_header() const {
        if (file_.size() < length_bytes)
            fail("not a safetensors file: it has {} bytes, its header's length alone takes {}", file_.size(),
                 length_bytes);
        std::uint64_t length = 0;
        file_.read(0, std::as_writable_bytes(std::span(&length, 1)));
        if (length > longest_header)
            fail("not a safetensors file: a header of {} bytes is longer than possible", length);
        if (length > file_.size() - length_bytes)
            fail("the file is cut: its header has {} bytes, {} follow", length, file_.size() - length_bytes);
        std::string header(length, '\0');
        file_.read(length_bytes, std::as_writable_bytes(std::span(header)));
        if (!header.starts_with('{')) fail("not a safetensors file: the header does not begin with '{{'");
        return header;
    }

    /// Nothing that the format does not have is kept: a header of brackets would need a hundred times its size.
    json parse_json(std::string_view header) const {
        std::vector<std::set<std::string>> keys;  // of the objects that are open
        std::size_t values = 0;                   // of the array that is open
        const auto watch = [&](int depth, json::parse_event_t event, json &parsed) {
            using kind = json::parse_event_t;
            if ((event == kind::object_start || event == kind::array_start) && depth > deepest)
                fail("the header is nested deeper than the format's");
            if (event == kind::object_start) keys.emplace_back();
            if (event == kind::object_end) keys.pop_back();
            if (event == kind::array_start) values = 0;
            if (event == kind::value && depth > deepest && ++values > longest_array)
                fail("the header has an array of more than {} numbers", longest_array);
            if (event == kind::key && !keys.back().insert(parsed.get<std::string>()).second)
                fail("the header names '{}' twice", parsed.get<std::string>());
            return true;
        };
        try {
            return json::parse(header, watch);
        } catch (const json::exception &problem) {
            fail("the header is not valid JSON: {}", problem.what());
        }
    }

    void parse_metadata(const json &entry, std::map<std::string, std::string> &to) const {
        if (!entry.is_object()) fail("the metadata is no object");
        for (const auto &[key, value] : entry.items()) {
            if (!value.is_string()) fail("the metadata's '{}' is no text", key);
            to.emplace(key, value.get<std::string>());
        }
    }

    stored_tensor parse_tensor(const std::string &name, const json &entry, std::uint64_t data_bytes) const {
        if (!entry.is_object()) fail("tensor '{}' is not described by an object", name);
        for (const auto &[key, value] : entry.items())
            if (key != "dtype" && key != "shape" && key != "data_offsets")
                fail("tensor '{}' has '{}', which the format does not know", name, key);
        stored_tensor result;
        result.name = name;
        result.type = parse_type(name, entry);
        const std::uint64_t bytes = parse_shape(name, entry, result);
        parse_offsets(name, entry, result);
        if (result.begin > result.end || result.end > data_bytes)
            fail("tensor '{}' lies at bytes {} to {} of {}", name, result.begin, result.end, data_bytes);
        if (result.end - result.begin != bytes)
            fail("tensor '{}' takes {} bytes, its shape and type need {}", name, result.end - result.begin, bytes);
        return result;
    }

    const stored_type *parse_type(const std::string &name, const json &entry) const {
        const auto found = entry.find("dtype");
        if (found == entry.end() || !found->is_string()) fail("tensor '{}' has no dtype", name);
        const auto &type = found->get_ref<const std::string &>();
        if (const stored_type *known = find_stored_type(type)) return known;
        fail("tensor '{}' has dtype '{}', which the format does not know", name, type);
    }

    std::uint64_t parse_shape(const std::string &name, const json &entry, stored_tensor &to) const {
        const auto found = entry.find("shape");
        if (found == entry.end() || !found->is_array()) fail("tensor '{}' has no shape", name);
        std::uint64_t bits = to.type->bits;
        for (const json &extent : *found) {
            if (!extent.is_number_unsigned()) fail("tensor '{}' has an extent that is no whole number", name);
            const auto n = extent.get<std::uint64_t>();
            if (n != 0 && bits > std::numeric_limits<std::uint64_t>::max() / n)
                fail("tensor '{}' has a shape of more than 2^61 bytes", name);
            bits *= n;
            to.extents.push_back(n);
        }
        if (bits % 8 != 0) fail("tensor '{}' has a shape that ends within a byte", name);
        return bits / 8;
    }

    void parse_offsets(const std::string &name, const json &entry, stored_tensor &to) const {
        const auto found = entry.find("data_offsets");
        if (found == entry.end() || !found->is_array() || found->size() != 2 || !(*found)[0].is_number_unsigned() ||
            !(*found)[1].is_number_unsigned())
            fail("tensor '{}' has no pair of data_offsets", name);
        to.begin = (*found)[0].get<std::uint64_t>();
        to.end = (*found)[1].get<std::uint64_t>();
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
    if (!metadata.empty()) header += "\"__metadata__\":" + json(metadata).dump();
    for (const stored_tensor &t : tensors) {
        if (header.size() > 1) header += ',';
        header += fmt::format("{}:{{\"dtype\":\"{}\",\"shape\":[{}],\"data_offsets\":[{},{}]}}", json(t.name).dump(),
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
