// Which kernels use a node, and at which index. constexpr.
#pragma once

#include <sylvite/generators/spec/fused_kernel.hpp>

namespace sylvite::plan {

using generators::fused_kernel;
using generators::no_kernel;

namespace detail {

/// One kernel's use of a node. Aligned: read at the kernel's own index, or, if the node has fewer axes, at the leading
/// part of that index (the row's). Otherwise it is read through a permutation, inside a contraction, ... Once: every
/// element is read for one element of the kernel, at whatever index: through permutations and reshapes alone.
struct use {
    std::uint32_t by = no_kernel;
    bool aligned = false;
    bool once = false;
};

inline constexpr int max_uses = 4;

struct use_list {
    use uses[max_uses] = {};
    std::uint8_t count = 0;
    bool many = false;        // more kernels than the list holds
    bool is_operand = false;  // of a contraction: computed once, not at each use

    /// One more use; a kernel that uses the node already counts once.
    constexpr void add(use u) {
        for (int i = 0; i < count; ++i)
            if (uses[i].by == u.by) {
                uses[i].aligned = uses[i].aligned && u.aligned;
                uses[i].once = uses[i].aligned;  // else at two indices
                return;
            }
        if (count == max_uses)
            many = true;
        else
            uses[count++] = u;
    }
    [[nodiscard]] constexpr bool is_by(std::uint32_t kernel) const {
        for (int i = 0; i < count; ++i)
            if (uses[i].by == kernel) return true;
        return false;
    }
    /// Kernels that were merged since the uses were noted count once: `alive(kernel)` is what became of one.
    template <class Alive>
    constexpr void resolve(Alive alive) {
        const use_list before = *this;
        count = 0;
        for (int i = 0; i < before.count; ++i)
            add({alive(before.uses[i].by), before.uses[i].aligned, before.uses[i].once});
    }
};

}  // namespace detail
}  // namespace sylvite::plan
