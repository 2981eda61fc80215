// Which axes of a contraction's operands and result are the same.
#pragma once

#include <sylvite/dsl/shape.hpp>

#include <cstddef>
#include <cstdint>

namespace sylvite::graph {

/// "ij,jk->ik" taken apart.
struct einsum_labels {
    std::int64_t a[max_rank] = {}, b[max_rank] = {}, out[max_rank] = {};
    int a_rank = 0, b_rank = 0, out_rank = 0;
    bool legal = true;

    [[nodiscard]] static constexpr bool contains(const std::int64_t *labels, int rank, std::int64_t label) {
        for (int i = 0; i < rank; ++i)
            if (labels[i] == label) return true;
        return false;
    }
};

/// The labels of a contraction node, of a builder or a finished table.
template <class Table>
constexpr einsum_labels labels_of(const Table &b, std::uint32_t id) {
    einsum_labels e;
    e.a_rank = b.dims(b[id].inputs[0]).rank;
    e.b_rank = b.dims(b[id].inputs[1]).rank;
    e.out_rank = b.dims(id).rank;
    const auto attributes = b.attributes(id);
    std::size_t k = 0;
    for (int i = 0; i < e.a_rank; ++i) e.a[i] = attributes[k++];
    for (int i = 0; i < e.b_rank; ++i) e.b[i] = attributes[k++];
    for (int i = 0; i < e.out_rank; ++i) e.out[i] = attributes[k++];
    return e;
}

}  // namespace sylvite::graph
