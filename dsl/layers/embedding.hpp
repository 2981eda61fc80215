// A trained row for each of a number of indices.
#pragma once

#include <sylvite/dsl/expr/indexing.hpp>
#include <sylvite/dsl/layers/object.hpp>

namespace sylvite {

namespace layer {

/// [..., Width]: for each index i32 [...] its row of "NAME.weight" [Count, Width]. PyTorch's Embedding, but for
/// padding: the row of that index is 0 whatever the weight holds, and gets no gradient. An index out of range gives
/// NaN. To use the table elsewhere too, declare it: gather(net.parameter<f32, 1000, 64>("token.weight", normal(0, 1)),
/// tokens).
template <std::int64_t Count, std::int64_t Width, dtype Type = f32>
struct embedding {
    initialiser weight = normal(0, 1);
    std::int64_t padding = -1;  // negative: none

    template <typed_expr I>
    constexpr auto operator()(std::string_view name, const I &indices, location where = location::here()) const {
        const graph::at here(indices.owner(), where);
        const expr<shape_type<Count, Width>, Type> table(detail::layer_parameter(
            indices.owner(), name, "weight", Type, detail::fixed_shape({Count, Width}), weight));
        auto rows = gather(table, indices);
        if (padding >= 0) rows = select(expand<-1>(indices) == padding, 0, rows);
        return rows;
    }

    template <class S, dtype T>
    static constexpr auto find_mistake() {
        if constexpr (!detail::legal_extents<Count, Width>)
            return detail::find_in_extents<Count, Width>();
        else if constexpr (T != i32)
            return detail::found<indices_are_not_i32<element<T>>>{};
        else if constexpr (detail::shape_value<S>.rank + 1 > max_user_rank)
            return detail::found<too_many_axes<S>>{};
        else
            return detail::nothing_found;
    }
};

}  // namespace layer

/// embedding<1000, 64>("token", tokens): the layer that `options` describes, applied to indices. Without operands a
/// layer of a sequence.
template <std::int64_t Count, std::int64_t Width, dtype Type = f32>
inline constexpr detail::layer_object<layer::embedding<Count, Width, Type>> embedding{};

}  // namespace sylvite
