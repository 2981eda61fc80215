// Layout with offsets and indexing by data, a plain loop each.
#pragma once

#include <sylvite/dsl/reference/operations.hpp>

#include <bit>

namespace sylvite::reference {

/// Attributes: bits of the value, low of each axis, high, interior.
[[nodiscard]] inline tensor padded(const tensor &x, const dimensions &dims, attribute_view attributes) {
    const std::size_t rank = dims.size();
    const dimensions strides = strides_of(x.dims());
    tensor result(x.type(), dims);
    dimensions index(rank, 0);
    for (std::size_t i = 0; i < result.size(); ++i) {
        double value = std::bit_cast<double>(attributes[0]);
        std::int64_t from = 0;
        bool inside = true;
        for (std::size_t d = 0; d < rank; ++d) {
            const std::int64_t at = index[d] - attributes[1 + d], step = attributes[1 + 2 * rank + d] + 1;
            inside = inside && at >= 0 && at % step == 0 && at / step < x.dims()[d];
            from += at / step * strides[d];
        }
        if (inside) value = x[static_cast<std::size_t>(from)];
        result.set(i, value);
        for (std::size_t d = rank; d-- > 0 && ++index[d] == dims[d];) index[d] = 0;
    }
    return result;
}

/// Attributes: begin of each axis, step of each axis.
[[nodiscard]] inline tensor sliced(const tensor &x, const dimensions &dims, attribute_view attributes) {
    const std::size_t rank = dims.size();
    dimensions steps = strides_of(x.dims());
    std::int64_t first = 0;
    for (std::size_t d = 0; d < rank; ++d) {
        first += attributes[d] * steps[d];
        steps[d] *= attributes[rank + d];
    }
    tensor result(x.type(), dims);
    walk<2>(dims, {strides_of(dims), steps},
            [&](const auto &at) { result.set(at[0], x[static_cast<std::size_t>(first) + at[1]]); });
    return result;
}

[[nodiscard]] inline tensor reversed(const tensor &x, attribute_view axes) {
    dimensions steps = strides_of(x.dims());
    std::size_t first = 0;
    for (const std::int64_t axis : axes) {
        const auto d = static_cast<std::size_t>(axis);
        first += static_cast<std::size_t>((x.dims()[d] - 1) * steps[d]);
        steps[d] = -steps[d];
    }
    tensor result(x.type(), x.dims());
    walk<2>(x.dims(), {strides_of(x.dims()), steps},
            [&](const auto &at) { result.set(at[0], x[first + at[1]]); });  // offsets wrap around when negative
    return result;
}

/// Attributes: the axis, the axis of taps, what a position and a tap move by, the offset, and the divisor.
[[nodiscard]] inline tensor slid(const tensor &x, const dimensions &dims, attribute_view attributes) {
    const auto axis = static_cast<std::size_t>(attributes[0]), taps = static_cast<std::size_t>(attributes[1]);
    const dimensions strides = strides_of(x.dims());
    tensor result(x.type(), dims);
    dimensions index(dims.size(), 0);
    for (std::size_t to = 0; to < result.size(); ++to) {
        const std::int64_t n = attributes[2] * index[axis] + attributes[3] * index[taps] + attributes[4];
        const bool is_inside = n >= 0 && n % attributes[5] == 0 && n / attributes[5] < x.dims()[axis];
        std::int64_t from = 0;
        for (std::size_t d = 0; d < dims.size(); ++d)
            from += strides[d] * (d == axis && is_inside ? n / attributes[5] : d == axis ? 0 : index[d]);
        result.set(to, is_inside ? x[static_cast<std::size_t>(from)] : 0);
        for (std::size_t d = dims.size(); d-- > 0 && ++index[d] == dims[d];) index[d] = 0;
    }
    return result;
}

/// How gather and scatter_add see a table [shared..., rows, rest...]: as `blocks` tables of `rows` rows of `row`
/// elements, each with `indices` indices.
struct indexed_table {
    std::size_t blocks = 1, rows = 1, row = 1, indices = 1;

    indexed_table(const dimensions &table, const dimensions &index, std::int64_t shared) {
        const auto s = static_cast<std::size_t>(shared);
        for (std::size_t d = 0; d < table.size(); ++d)
            (d < s ? blocks : d == s ? rows : row) *= static_cast<std::size_t>(table[d]);
        for (std::size_t d = s; d < index.size(); ++d) indices *= static_cast<std::size_t>(index[d]);
    }
    /// Calls visit(is in range, first element of the row of the table, first element of the row beside it).
    template <class Visit>
    void for_each(const tensor &index, Visit visit) const {
        for (std::size_t i = 0; i < blocks * indices; ++i) {
            const bool inside = index[i] >= 0 && index[i] < static_cast<double>(rows);
            const std::size_t r = i / indices * rows + (inside ? static_cast<std::size_t>(index[i]) : 0);
            visit(inside, r * row, i * row);
        }
    }
};

/// Attributes: number of shared axes, bits of what an index out of range gives.
[[nodiscard]] inline tensor gathered(const tensor &table, const tensor &index, attribute_view attributes) {
    const indexed_table t(table.dims(), index.dims(), attributes[0]);
    dimensions dims = index.dims();
    dims.insert(dims.end(), table.dims().begin() + attributes[0] + 1, table.dims().end());
    tensor result(table.type(), dims);
    t.for_each(index, [&](bool inside, std::size_t from, std::size_t to) {
        for (std::size_t c = 0; c < t.row; ++c)
            result.set(to + c, inside ? table[from + c] : std::bit_cast<double>(attributes[1]));
    });
    return result;
}

[[nodiscard]] inline tensor scattered(const tensor &index, const tensor &updates, const dimensions &dims,
                                      attribute_view attributes) {
    const indexed_table t(dims, index.dims(), attributes[0]);
    std::vector<double> sums(volume_of(dims), 0);
    t.for_each(index, [&](bool inside, std::size_t to, std::size_t from) {
        for (std::size_t c = 0; inside && c < t.row; ++c)
            sums[to + c] = accumulated(updates.type(), sums[to + c], updates[from + c]);
    });
    return {updates.type(), dims, sums};
}

}  // namespace sylvite::reference
