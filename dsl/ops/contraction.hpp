// Contraction: an einsum of two operands. Labels are small integers, one for each index letter.
#pragma once

#include <sylvite/dsl/graph/einsum_labels.hpp>
#include <sylvite/dsl/ops/reduction.hpp>

#include <string_view>

namespace sylvite::graph {

constexpr einsum_labels parse_einsum(std::string_view equation) {
    einsum_labels e;
    int part = 0;
    for (std::size_t i = 0; i < equation.size(); ++i) {
        const char c = equation[i];
        if (c == ' ') continue;
        if (c == ',' && part == 0) {
            part = 1;
        } else if (c == '-' && part == 1 && i + 1 < equation.size() && equation[i + 1] == '>') {
            part = 2;
            ++i;
        } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
            std::int64_t *labels = part == 0 ? e.a : part == 1 ? e.b : e.out;
            int &rank = part == 0 ? e.a_rank : part == 1 ? e.b_rank : e.out_rank;
            if (rank == max_user_rank || (part == 2 && einsum_labels::contains(labels, rank, c))) e.legal = false;
            if (rank < max_user_rank) labels[rank++] = c;
        } else {
            e.legal = false;
        }
    }
    e.legal = e.legal && part == 2;
    for (int i = 0; i < e.out_rank; ++i)
        if (!einsum_labels::contains(e.a, e.a_rank, e.out[i]) && !einsum_labels::contains(e.b, e.b_rank, e.out[i]))
            e.legal = false;
    return e;
}

/// The result's shape; illegal if ranks differ from the labels or one label has two extents.
constexpr broadcast_result einsum_shape(const einsum_labels &e, const shape &a, const shape &b) {
    broadcast_result r;
    r.legal = e.legal && a.rank == e.a_rank && b.rank == e.b_rank;
    if (!r.legal) return r;
    for (int i = 0; i < a.rank; ++i)
        for (int j = 0; j < b.rank; ++j)
            if (e.a[i] == e.b[j] && a[i] != b[j]) r.legal = false;
    for (int i = 0; i < (a.rank > b.rank ? a.rank : b.rank); ++i)
        for (int j = 0; j < i; ++j) {  // a letter twice in one operand: its diagonal
            if (i < a.rank && e.a[i] == e.a[j] && a[i] != a[j]) r.legal = false;
            if (i < b.rank && e.b[i] == e.b[j] && b[i] != b[j]) r.legal = false;
        }
    for (int k = 0; k < e.out_rank; ++k) {
        for (int i = 0; i < a.rank; ++i)
            if (e.a[i] == e.out[k]) r.dims.extents[k] = a[i];
        for (int j = 0; j < b.rank; ++j)
            if (e.b[j] == e.out[k]) r.dims.extents[k] = b[j];
    }
    r.dims.rank = e.out_rank;
    return r;
}

/// Sums out the axes of an operand whose labels stand neither in the other operand nor in the result.
constexpr node_id drop_lone_labels(builder &b, node_id x, std::int64_t *labels, int &rank, const std::int64_t *other,
                                   int other_rank, const einsum_labels &e) {
    unsigned mask = 0;
    int kept = 0;
    for (int i = 0; i < rank; ++i) {
        if (einsum_labels::contains(other, other_rank, labels[i]) ||
            einsum_labels::contains(e.out, e.out_rank, labels[i]))
            labels[kept++] = labels[i];
        else
            mask |= 1u << i;
    }
    rank = kept;
    return mask == 0 ? x : reduce(b, op::reduce_sum, x, mask);
}

/// The diagonal over axes that share a label: what lies beside it is taken as 0 and summed out.
constexpr node_id take_diagonals(builder &b, node_id x, std::int64_t *labels, int &rank) {
    for (int i = 0; i < rank; ++i)
        for (int j = i + 1; j < rank; ++j) {
            if (labels[i] != labels[j]) continue;
            const shape dims = b.dims(x);
            const node_id on_diagonal = binary(b, op::equal, iota(b, dims, i), iota(b, dims, j));
            x = reduce(b, op::reduce_sum, select(b, on_diagonal, x, constant(b, b[x].type, 0)), 1u << j);
            for (int k = j; k + 1 < rank; ++k) labels[k] = labels[k + 1];
            --rank;
            --j;
        }
    return x;
}

constexpr node_id contract(builder &b, node_id x, node_id y, einsum_labels e) {
    if (b[x].type != b[y].type) fault::dtypes_do_not_match("contraction", b[x].type, b[y].type);
    if (b[x].type == boolean) fault::dtype_not_supported("contraction", boolean);
    const broadcast_result r = einsum_shape(e, b.dims(x), b.dims(y));
    if (!r.legal) fault::shapes_do_not_match("contraction", b.dims(x), b.dims(y));
    x = drop_lone_labels(b, x, e.a, e.a_rank, e.b, e.b_rank, e);
    y = drop_lone_labels(b, y, e.b, e.b_rank, e.a, e.a_rank, e);
    node n;
    n.kind = op::contraction;
    n.type = n.accumulator = b[x].type;
    n.input_count = 2;
    n.inputs[0] = x;
    n.inputs[1] = y;
    n.dims = b.intern(r.dims);
    // labels are renumbered in order of appearance, so that equal contractions are shared however they are spelt
    std::int64_t attributes[3 * max_rank] = {}, seen[2 * max_rank] = {};
    std::size_t count = 0;
    int labels = 0;
    const auto append = [&](const std::int64_t *from, int rank) {
        for (int i = 0; i < rank; ++i) {
            int k = 0;
            while (k < labels && seen[k] != from[i]) ++k;
            if (k == labels) seen[labels++] = from[i];
            attributes[count++] = k;
        }
    };
    append(e.a, e.a_rank);
    append(e.b, e.b_rank);
    append(e.out, e.out_rank);
    return b.add(n, {attributes, count});
}

constexpr node_id einsum(builder &b, std::string_view equation, node_id x, node_id y) {
    einsum_labels e = parse_einsum(equation);
    if (!e.legal)
        fault::malformed_einsum(equation, "expected \"ab,bc->ac\": letters, each letter of the result once and in an "
                                          "operand");
    if (!einsum_shape(e, b.dims(x), b.dims(y)).legal) fault::shapes_do_not_match("einsum", b.dims(x), b.dims(y));
    x = take_diagonals(b, x, e.a, e.a_rank);
    y = take_diagonals(b, y, e.b, e.b_rank);
    return contract(b, x, y, e);
}

}  // namespace sylvite::graph
