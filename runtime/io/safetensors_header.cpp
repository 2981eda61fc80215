#include <sylvite/runtime/io/safetensors_header.hpp>

#include <sylvite/runtime/error.hpp>

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

struct stored_type {
    const char *name;
    dtype type;
};
constexpr stored_type stored_types[] = {{"F32", f32}, {"F64", f64}, {"I32", i32}, {"BOOL", boolean}};

class parser {
  public:
    explicit parser(std::string_view path) : path_(path) {}

    parsed_file parse(std::string_view file) const {
        const std::string_view header = find_header(file);
        parsed_file result;
        result.data = file.substr(length_bytes + header.size());
        const json root = parse_json(header);
        for (const auto &[name, entry] : root.items())
            if (name != "__metadata__") result.tensors.push_back(parse_tensor(name, entry, result.data.size()));
        check_positions(result);
        return result;
    }

  private:
    template <class... Args>
    [[noreturn]] void fail(fmt::format_string<Args...> text, Args &&...args) const {
        throw error(fmt::format("{}: {}", path_, fmt::format(text, std::forward<Args>(args)...)));
    }

    std::string_view find_header(std::string_view file) const {
        if (file.size() < length_bytes)
            fail("not a safetensors file: it has {} bytes, its header's length alone takes {}", file.size(),
                 length_bytes);
        std::uint64_t length = 0;
        std::memcpy(&length, file.data(), length_bytes);
        if (length > longest_header)
            fail("not a safetensors file: a header of {} bytes is longer than possible", length);
        if (length > file.size() - length_bytes)
            fail("the file is cut: its header has {} bytes, {} follow", length, file.size() - length_bytes);
        const std::string_view header = file.substr(length_bytes, length);
        if (!header.starts_with('{')) fail("not a safetensors file: the header does not begin with '{{'");
        return header;
    }

    json parse_json(std::string_view header) const {
        std::vector<std::set<std::string>> keys;  // of the objects that are open
        const auto watch = [&](int, json::parse_event_t event, json &parsed) {
            if (event == json::parse_event_t::object_start) keys.emplace_back();
            if (event == json::parse_event_t::object_end) keys.pop_back();
            if (event == json::parse_event_t::key && !keys.back().insert(parsed.get<std::string>()).second)
                fail("the header names '{}' twice", parsed.get<std::string>());
            return true;
        };
        try {
            return json::parse(header, watch);
        } catch (const json::exception &problem) {
            fail("the header is not valid JSON: {}", problem.what());
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

    dtype parse_type(const std::string &name, const json &entry) const {
        const auto found = entry.find("dtype");
        if (found == entry.end() || !found->is_string()) fail("tensor '{}' has no dtype", name);
        for (const stored_type &known : stored_types)
            if (*found == known.name) return known.type;
        fail("tensor '{}' has dtype '{}', known are F32, F64, I32 and BOOL", name, found->get<std::string>());
    }

    std::uint64_t parse_shape(const std::string &name, const json &entry, stored_tensor &to) const {
        const auto found = entry.find("shape");
        if (found == entry.end() || !found->is_array()) fail("tensor '{}' has no shape", name);
        std::uint64_t bytes = size_of(to.type);
        for (const json &extent : *found) {
            if (!extent.is_number_unsigned()) fail("tensor '{}' has an extent that is no whole number", name);
            const auto n = extent.get<std::uint64_t>();
            if (n != 0 && bytes > std::numeric_limits<std::uint64_t>::max() / n)
                fail("tensor '{}' has a shape of more than 2^64 bytes", name);
            bytes *= n;
            to.extents.push_back(n);
        }
        return bytes;
    }

    void parse_offsets(const std::string &name, const json &entry, stored_tensor &to) const {
        const auto found = entry.find("data_offsets");
        if (found == entry.end() || !found->is_array() || found->size() != 2 || !(*found)[0].is_number_unsigned() ||
            !(*found)[1].is_number_unsigned())
            fail("tensor '{}' has no pair of data_offsets", name);
        to.begin = (*found)[0].get<std::uint64_t>();
        to.end = (*found)[1].get<std::uint64_t>();
    }

    void check_positions(parsed_file &file) const {
        std::ranges::sort(file.tensors, {}, [](const stored_tensor &t) { return std::pair(t.begin, t.end); });
        std::uint64_t filled = 0;
        for (const stored_tensor &t : file.tensors) {
            if (t.begin < filled) fail("tensor '{}' overlaps the one before it", t.name);
            if (t.begin > filled) fail("no tensor uses bytes {} to {} of the data", filled, t.begin);
            filled = t.end;
        }
        if (filled != file.data.size()) fail("the data has {} bytes, the tensors use {}", file.data.size(), filled);
    }

    std::string_view path_;
};

}  // namespace

std::string write_header(std::span<const stored_tensor> tensors, const std::map<std::string, std::string> &metadata) {
    // In the order of the data, as a json object would not keep it.
    std::string header = "{";
    if (!metadata.empty()) header += "\"__metadata__\":" + json(metadata).dump();
    for (const stored_tensor &t : tensors) {
        if (header.size() > 1) header += ',';
        std::string_view type;
        for (const stored_type &known : stored_types)
            if (known.type == t.type) type = known.name;
        header += fmt::format("{}:{{\"dtype\":\"{}\",\"shape\":[{}],\"data_offsets\":[{},{}]}}", json(t.name).dump(),
                              type, fmt::join(t.extents, ","), t.begin, t.end);
    }
    header += '}';
    header.append((8 - header.size() % 8) % 8, ' ');
    const std::uint64_t length = header.size();
    std::string file(length_bytes, '\0');
    std::memcpy(file.data(), &length, length_bytes);
    return file + header;
}

parsed_file parse_safetensors(std::string_view path, std::string_view file) { return parser(path).parse(file); }

}  // namespace sylvite::io
