#include <sylvite/runtime/io/safetensors_description.hpp>

#include <fmt/format.h>

#include <limits>

namespace sylvite::io {

namespace {

/// Bytes of a tensor of this type and shape.
std::optional<std::uint64_t> size_of(const std::string &name, const stored_tensor &t, std::string &fault) {
    std::uint64_t bits = t.type->bits;
    for (const std::uint64_t n : t.extents) {
        if (n != 0 && bits > std::numeric_limits<std::uint64_t>::max() / n) {
            fault = fmt::format("tensor '{}' has a shape of more than 2^61 bytes", name);
            return std::nullopt;
        }
        bits *= n;
    }
    if (bits % 8 == 0) return bits / 8;
    fault = fmt::format("tensor '{}' has a shape that ends within a byte", name);
    return std::nullopt;
}

}  // namespace

std::optional<stored_tensor> checked(const std::string &name, const tensor_description &found, std::uint64_t data_bytes,
                                     std::string &fault) {
    const auto refuse = [&]<class... Args>(fmt::format_string<std::string, Args...> text, Args... args) {
        fault = fmt::format(text, std::string(name), std::move(args)...);
        return std::nullopt;
    };
    if (!found.is_object) return refuse("tensor '{}' is not described by an object");
    if (found.unknown_key) return refuse("tensor '{}' has '{}', which the format does not know", *found.unknown_key);
    if (!found.type) return refuse("tensor '{}' has no dtype");
    const stored_type *type = find_stored_type(*found.type);
    if (type == nullptr) return refuse("tensor '{}' has dtype '{}', which the format does not know", *found.type);
    if (!found.shape.is_array) return refuse("tensor '{}' has no shape");
    if (!found.shape.are_whole) return refuse("tensor '{}' has an extent that is no whole number");
    stored_tensor result{name, type, found.shape.values};
    const std::optional<std::uint64_t> bytes = size_of(name, result, fault);
    if (!bytes) return std::nullopt;
    if (!found.offsets.are_whole || found.offsets.values.size() != 2)
        return refuse("tensor '{}' has no pair of data_offsets");
    result.begin = found.offsets.values[0];
    result.end = found.offsets.values[1];
    if (result.begin > result.end || result.end > data_bytes)
        return refuse("tensor '{}' lies at bytes {} to {} of {}", result.begin, result.end, data_bytes);
    if (result.end - result.begin != *bytes)
        return refuse("tensor '{}' takes {} bytes, its shape and type need {}", result.end - result.begin, *bytes);
    return result;
}

}  // namespace sylvite::io
