// Element types. Standard library only: the one header that every part of Sylvite may include.
#pragma once

#include <cstddef>
#include <cstdint>

/// A row an element type: its name, what holds one element in memory, of which class it is, and bits of its value. A
/// new one goes to the end: the numeric values are part of the program ABI (runtime/core/program.hpp).
#define SYLVITE_DTYPES(row)                                                                                            \
    row(f32, float, floating, 32) row(f64, double, floating, 64) row(i32, std::int32_t, integer, 32)                   \
        row(boolean, bool, truth, 1)

namespace sylvite {

/// Element type of a tensor.
#define SYLVITE_ENUMERATOR(name, element, kind, bits) name,
enum class dtype : std::uint8_t { SYLVITE_DTYPES(SYLVITE_ENUMERATOR) };
#undef SYLVITE_ENUMERATOR

#define SYLVITE_CONSTANT(name, element, kind, bits) inline constexpr dtype name = dtype::name;
SYLVITE_DTYPES(SYLVITE_CONSTANT)
#undef SYLVITE_CONSTANT

enum class dtype_class : std::uint8_t { floating, integer, truth };

struct dtype_info {
    const char *name;
    const char *element;  // of C++
    std::size_t size;     // bytes of one element in memory
    int bits;             // of its value
    dtype_class kind;
};

#define SYLVITE_INFO(name, element, kind, bits) {#name, #element, sizeof(element), bits, dtype_class::kind},
inline constexpr dtype_info dtype_table[] = {SYLVITE_DTYPES(SYLVITE_INFO)};
#undef SYLVITE_INFO
static_assert(sizeof(bool) == 1, "a boolean takes one byte, 0 or 1");

inline constexpr std::size_t dtype_count = sizeof dtype_table / sizeof dtype_table[0];

/// Whether it is one of the above: a damaged table may hold any byte.
[[nodiscard]] constexpr bool is_known(dtype type) noexcept { return static_cast<std::size_t>(type) < dtype_count; }

/// Bytes of one element in memory; 0 for a type that is not known.
[[nodiscard]] constexpr std::size_t size_of(dtype type) noexcept {
    return is_known(type) ? dtype_table[static_cast<std::size_t>(type)].size : 0;
}
[[nodiscard]] constexpr const char *name_of(dtype type) noexcept {
    return is_known(type) ? dtype_table[static_cast<std::size_t>(type)].name : "?";
}
[[nodiscard]] constexpr bool is_floating(dtype type) noexcept {
    return is_known(type) && dtype_table[static_cast<std::size_t>(type)].kind == dtype_class::floating;
}

/// The element type that T holds; one that T has not does not compile.
template <class T>
inline constexpr dtype dtype_of = T::not_an_element_type;
#define SYLVITE_DTYPE_OF(name, element, kind, bits)                                                                    \
    template <>                                                                                                        \
    inline constexpr dtype dtype_of<element> = dtype::name;
SYLVITE_DTYPES(SYLVITE_DTYPE_OF)
#undef SYLVITE_DTYPE_OF

/// f(T{}) with the T that holds an element of this type. A type that is not known is taken for the first.
template <class F>
constexpr decltype(auto) with_element(dtype type, F &&f) {
#define SYLVITE_CASE(name, element, kind, bits)                                                                        \
    case dtype::name:                                                                                                  \
        return f(static_cast<element>(0));
    switch (type) { SYLVITE_DTYPES(SYLVITE_CASE) }
#undef SYLVITE_CASE
    return f(float{});
}

}  // namespace sylvite
