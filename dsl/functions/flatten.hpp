// Several axes as one.
#pragma once

#include <sylvite/dsl/functions/function_object.hpp>
#include <sylvite/dsl/ops/layout.hpp>

namespace sylvite {

namespace detail {

template <int First, int Last>
struct flatten_function {
    static constexpr bool takes_floats = false;
    static constexpr image_result rule(const auto &x) {
        const int first = First < 0 ? First + x.rank : First, last = Last < 0 ? Last + x.rank : Last;
        image_result r;
        r.require(first >= 0 && first < x.rank, because::axis_is_out_of_range, {First});
        r.require(last >= first && last < x.rank, because::axis_is_out_of_range, {Last});
        if (!r.is_right()) return r;
        std::int64_t together = 1;
        for (int i = 0; i < x.rank; ++i) {
            if (i < first || i > last) {
                r.dims.push_back(x[i]);
                continue;
            }
            r.require(!x[i].is_dynamic(), because::axis_is_dynamic, {i});
            together *= x[i].value;
            if (i == last) r.dims.push_back({together, 0});
        }
        return r;
    }
    static constexpr auto apply(const auto &x) {
        return any_expr(x.owner(), graph::reshape(x.owner(), x.id(), rule(x.dims()).dims));
    }
};

}  // namespace detail

/// The axes First to Last as one, all but the batch by default: flatten<>(x), flatten<0, 1>(x). In sequences too.
template <int First = 1, int Last = -1>
inline constexpr detail::function_object<detail::flatten_function<First, Last>> flatten{};

}  // namespace sylvite
