// What a family's rules of fusion are about: a kernel as fusion grows it, from its results towards what it reads, and a
// node that may join it. constexpr; knows nothing of Halide.
#pragma once

#include <sylvite/dsl/graph/node.hpp>
#include <sylvite/generators/spec/family.hpp>

#include <cstdint>

namespace sylvite::generators {

inline constexpr std::uint32_t no_kernel = 0xffffffffu;

/// It computes its roots. A root that is an assign overwrites the assign's target in place.
struct fused_kernel {
    family kind = family::elementwise;
    bool updates = false;                                                    // the roots are assigns
    graph::node_id first_root = graph::no_node, last_root = graph::no_node;  // with those between: fusion::next_root
    shape dims;         // of the roots; row-wise: others may have the rows' shape
    shape rows, whole;  // reductions: of the result and of the operand; scatter: whole is the updates' shape
    unsigned mask = 0;  // reductions: the reduced axes of `whole`
    bool has_rows = false;
    bool awaits = false;  // a contraction or a reduction that nothing else reads, to be its own
    bool draws = false;   // random numbers: behind a contraction, they would be worked out a register tile at a time
    std::uint32_t node_count = 0;
    std::uint32_t merged_into = no_kernel;

    [[nodiscard]] constexpr bool has_one_root() const { return first_root == last_root; }
    constexpr void set_rows(const shape &of_rows, const shape &of_whole, unsigned reduced) {
        rows = of_rows;
        whole = of_whole;
        mask = reduced;
        has_rows = true;
    }
};

struct candidate {
    graph::op kind = graph::op::constant;
    shape dims;
    shape operand;                 // reductions: of what is reduced; scatter_add: of the updates
    unsigned mask = 0;             // reductions: the reduced axes of the operand
    std::int64_t longest_row = 0;  // elements of a row that a row-wise kernel keeps at hand
    bool is_moved = false;         // read at another index than the kernel's, each element once
    bool is_over_windows = false;  // contractions: an operand is read through windows of several elements

    [[nodiscard]] constexpr graph::op_class what() const { return graph::info(kind).kind; }
    /// Computed for an element at a time, wherever it is read.
    [[nodiscard]] constexpr bool is_pointwise() const {
        return what() == graph::op_class::elementwise || kind == graph::op::gather;
    }
    [[nodiscard]] constexpr bool is_reduction() const { return what() == graph::op_class::reduction; }
};

/// Whether the axes of the mask are the last ones.
[[nodiscard]] constexpr bool are_trailing(unsigned mask, int rank) {
    int first = 0;
    while (first < rank && (mask >> first & 1u) == 0) ++first;
    return mask == (((1u << rank) - 1u) & ~((1u << first) - 1u));
}

/// Elements of a row.
[[nodiscard]] constexpr std::int64_t row_length(const shape &rows, const shape &whole) {
    return whole.volume() / rows.volume();
}

/// Whether it reduces rows that a kernel can keep at hand.
[[nodiscard]] constexpr bool reduces_short_rows(const candidate &c) {
    return are_trailing(c.mask, c.operand.rank) && row_length(c.dims, c.operand) <= c.longest_row;
}

}  // namespace sylvite::generators
