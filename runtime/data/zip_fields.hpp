// Little-endian numbers at fixed places of a record. Internal to the reader of zip archives.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace sylvite::data {

/// The field lies within the record.
template <class T>
[[nodiscard]] T field(std::span<const std::byte> record, std::size_t at) noexcept {
    T value = 0;
    for (std::size_t i = sizeof(T); i-- > 0;) value = static_cast<T>(value << 8 | std::to_integer<T>(record[at + i]));
    return value;
}

}  // namespace sylvite::data
