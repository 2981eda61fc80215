#include <sylvite/codegen/tuning/inputs.hpp>

#include <algorithm>
#include <cstring>

namespace sylvite::codegen {
namespace {

/// SplitMix64 (Steele, Lea, Flood 2014): the number behind any position, without those before it.
std::uint64_t bits_at(std::uint64_t position) {
    std::uint64_t z = position * 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

std::int64_t extent_of(const extent &e, const extents &symbols) {
    return e.is_dynamic() ? symbols.at(static_cast<std::size_t>(e.symbol) - 1) : e.value;
}

/// Rows of the smallest table that is gathered from or scattered to; 0: none is.
std::int64_t indexed_rows(const generators::kernel_spec &spec, const extents &symbols) {
    std::int64_t rows = 0;
    for (const graph::node &n : spec.nodes) {
        if (n.kind != graph::op::gather && n.kind != graph::op::scatter_add) continue;
        const shape &table = n.kind == graph::op::gather ? spec.dims(n.inputs[0]) : spec.dims(n);
        const auto shared = static_cast<int>(spec.view().attributes(n)[0]);
        const std::int64_t found = extent_of(table[shared], symbols);
        rows = rows == 0 ? found : std::min(rows, found);
    }
    return rows;
}

template <class T>
void put(void *to, std::uint64_t i, T value) {
    std::memcpy(static_cast<unsigned char *>(to) + i * sizeof value, &value, sizeof value);
}

}  // namespace

std::uint64_t bytes_of(const shape &dims, dtype type, const extents &symbols) {
    std::uint64_t bytes = size_of(type);
    for (int i = 0; i < dims.rank; ++i) bytes *= static_cast<std::uint64_t>(extent_of(dims[i], symbols));
    return bytes;
}

void fill_argument(const generators::kernel_spec &spec, std::size_t k, const extents &symbols, void *to) {
    const generators::spec_argument &a = spec.arguments[k];
    const std::uint64_t count = bytes_of(a.dims, a.type, symbols) / size_of(a.type);
    const std::int64_t rows = indexed_rows(spec, symbols);
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::uint64_t bits = bits_at((std::uint64_t{k} << 40) + i + 1);
        const double real = static_cast<double>(bits >> 11) * 0x1p-53 * 4 - 2;
        with_element(a.type, [&]<class T>(T) {
            if constexpr (std::is_floating_point_v<T>)
                put(to, i, static_cast<T>(real));
            else if constexpr (std::is_same_v<T, bool>)
                put(to, i, (bits & 1) != 0);
            else
                put(to, i, static_cast<T>(rows > 0 ? bits % static_cast<std::uint64_t>(rows) : bits % 19 - 9));
        });
    }
}

}  // namespace sylvite::codegen
