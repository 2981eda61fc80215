// What of a header needs no JSON.
#include <sylvite/runtime/io/safetensors_header.hpp>

#include <algorithm>

namespace sylvite::io {

namespace {

constexpr stored_type stored_types[] = {
    {"F32", 32, element::f32},        {"F64", 64, element::f64},    {"I32", 32, element::i32},
    {"BOOL", 8, element::boolean},    {"F16", 16, element::f16},    {"BF16", 16, element::bf16},
    {"I64", 64, element::i64},        {"I16", 16, element::i16},    {"I8", 8, element::i8},
    {"U64", 64, element::u64},        {"U32", 32, element::u32},    {"U16", 16, element::u16},
    {"U8", 8, element::u8},           {"C64", 64, std::nullopt},    {"F8_E5M2", 8, std::nullopt},
    {"F8_E4M3", 8, std::nullopt},     {"F8_E8M0", 8, std::nullopt}, {"F8_E4M3FNUZ", 8, std::nullopt},
    {"F8_E5M2FNUZ", 8, std::nullopt}, {"F6_E2M3", 6, std::nullopt}, {"F6_E3M2", 6, std::nullopt},
    {"F4", 4, std::nullopt}};

}  // namespace

const stored_type *find_stored_type(std::string_view name) noexcept {
    for (const stored_type &known : stored_types)
        if (known.name == name) return &known;
    return nullptr;
}

const stored_type &stored_type_of(dtype type) noexcept {
    const stored_type *found = stored_types;
    for (const stored_type &known : stored_types)
        if (known.as && std::string_view(name_of(*known.as)) == name_of(type)) found = &known;
    return *found;
}

std::string_view safetensors_header::metadata_of(const std::string &key) const {
    const auto found = metadata.find(key);
    return found == metadata.end() ? std::string_view() : found->second;
}

const stored_tensor *safetensors_header::find(std::string_view name) const {
    const auto found = std::ranges::find(tensors, name, &stored_tensor::name);
    return found == tensors.end() ? nullptr : &*found;
}

void read_tensor(input &file, const safetensors_header &header, const stored_tensor &which, std::span<std::byte> to) {
    file.read(header.data_begin + which.begin, to);
}

}  // namespace sylvite::io
