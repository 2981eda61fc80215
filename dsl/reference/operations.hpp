// The operations of the interpreter, a plain loop each. Sums and products of f32 accumulate in double: this is the
// oracle.
#pragma once

#include <sylvite/dsl/graph/node.hpp>
#include <sylvite/dsl/random_streams.hpp>
#include <sylvite/dsl/reference/element.hpp>
#include <sylvite/dsl/reference/walk.hpp>

#include <algorithm>
#include <span>

namespace sylvite::reference {

using attribute_view = std::span<const std::int64_t>;

[[nodiscard]] inline tensor elementwise(graph::op kind, dtype type, const tensor &x, const tensor &y, const tensor &z) {
    tensor result(type, x.dims());
    for (std::size_t i = 0; i < result.size(); ++i) {
        if (kind == graph::op::cast)
            result.set(i, converted(x.type(), type, x[i]));
        else
            result.set(i, element_of(kind, x.type(), x[i], y.size() > i ? y[i] : 0, z.size() > i ? z[i] : 0));
    }
    return result;
}

/// Integer sums wrap around at 32 bits, as the kernels' do.
[[nodiscard]] inline double accumulated(dtype type, double total, double more) {
    return type == i32 ? rounded(i32, total + more) : total + more;
}

[[nodiscard]] inline tensor reduction(graph::op kind, dtype type, const tensor &x, attribute_view axes) {
    dimensions kept, to_result(x.dims().size(), 0), in_row(x.dims().size(), 0);
    std::vector<bool> reduced(x.dims().size(), false);
    for (const std::int64_t axis : axes) reduced[static_cast<std::size_t>(axis)] = true;
    for (std::size_t i = 0; i < x.dims().size(); ++i)
        if (!reduced[i]) kept.push_back(x.dims()[i]);
    std::int64_t result_step = 1, row_step = 1;
    for (std::size_t i = x.dims().size(); i-- > 0;) {
        (reduced[i] ? in_row : to_result)[i] = reduced[i] ? row_step : result_step;
        (reduced[i] ? row_step : result_step) *= x.dims()[i];
    }
    const std::size_t count = volume_of(kept);
    std::vector<double> best(count, kind == graph::op::reduce_product ? 1 : 0);
    std::vector<double> where(count, -1);
    const bool smallest = kind == graph::op::reduce_min || kind == graph::op::argmin;
    walk<3>(x.dims(), {strides_of(x.dims()), to_result, in_row}, [&](const auto &at) {
        const double value = x[at[0]];
        double &so_far = best[at[1]];
        if (kind == graph::op::reduce_sum) {
            so_far = accumulated(x.type(), so_far, value);
        } else if (kind == graph::op::reduce_product) {
            so_far = element_of(graph::op::multiply, x.type(), so_far, value, 0);
            if (x.type() == i32) so_far = rounded(i32, so_far);
        } else if (where[at[1]] < 0 || (smallest ? value < so_far : value > so_far) ||
                   (std::isnan(value) && !std::isnan(so_far))) {
            so_far = value;  // nothing is larger, or smaller, than a NaN
            where[at[1]] = static_cast<double>(at[2]);
        }
    });
    return {type, kept, graph::is_position(kind) ? where : best};
}

/// Labels: of x, of y, of the result. Those that are missing in the result are summed.
[[nodiscard]] inline tensor contraction(dtype type, const tensor &x, const tensor &y, attribute_view labels) {
    const std::size_t x_rank = x.dims().size(), y_rank = y.dims().size();
    const auto of_x = labels.first(x_rank), of_y = labels.subspan(x_rank, y_rank),
               of_result = labels.subspan(x_rank + y_rank);
    std::vector<std::int64_t> order(of_result.begin(), of_result.end());  // kept labels first, then the summed ones
    for (const std::int64_t l : labels)
        if (std::find(order.begin(), order.end(), l) == order.end()) order.push_back(l);
    dimensions extents, x_steps, y_steps, result_steps;
    const dimensions x_strides = strides_of(x.dims()), y_strides = strides_of(y.dims());
    for (const std::int64_t l : order) {
        std::int64_t e = 1, x_step = 0, y_step = 0;
        for (std::size_t i = 0; i < x_rank; ++i)
            if (of_x[i] == l) e = x.dims()[i], x_step = x_strides[i];
        for (std::size_t i = 0; i < y_rank; ++i)
            if (of_y[i] == l) e = y.dims()[i], y_step = y_strides[i];
        extents.push_back(e);
        x_steps.push_back(x_step);
        y_steps.push_back(y_step);
    }
    const dimensions kept(extents.begin(), extents.begin() + static_cast<std::ptrdiff_t>(of_result.size()));
    result_steps = strides_of(kept);
    result_steps.resize(order.size(), 0);
    std::vector<double> sums(volume_of(kept), 0);
    if (type == i32 || order.empty()) {
        walk<3>(extents, {x_steps, y_steps, result_steps}, [&](const auto &at) {
            const double product = element_of(graph::op::multiply, type, x[at[0]], y[at[1]], 0);
            sums[at[2]] = accumulated(type, sums[at[2]], product);
        });
        return {type, kept, sums};
    }
    // The oracle is waited for: the innermost loop is a plain one. It runs over the last kept label where that walks
    // along memory and the last summed one does not, which leaves the order in which an element's products are added.
    if (!kept.empty() && (x_steps.back() > 1 || y_steps.back() > 1))
        for (dimensions *d : {&extents, &x_steps, &y_steps, &result_steps}) {
            const auto last_kept = d->begin() + static_cast<std::ptrdiff_t>(kept.size()) - 1;
            std::rotate(last_kept, last_kept + 1, d->end());
        }
    const auto take_last = [](dimensions &d) {
        const auto last = static_cast<std::size_t>(d.back());
        d.pop_back();
        return last;
    };
    const std::size_t count = take_last(extents), x_step = take_last(x_steps), y_step = take_last(y_steps),
                      result_step = take_last(result_steps);
    const double *const x_values = x.values().data(), *const y_values = y.values().data();
    walk<3>(extents, {x_steps, y_steps, result_steps}, [&](const auto &at) {
        for (std::size_t i = 0; i < count; ++i)
            sums[at[2] + i * result_step] += x_values[at[0] + i * x_step] * y_values[at[1] + i * y_step];
    });
    return {type, kept, sums};
}

/// Axis i of the result is axis order[i] of x.
[[nodiscard]] inline tensor permutation(const tensor &x, attribute_view order) {
    dimensions dims, steps;
    const dimensions strides = strides_of(x.dims());
    for (const std::int64_t axis : order) {
        dims.push_back(x.dims()[static_cast<std::size_t>(axis)]);
        steps.push_back(strides[static_cast<std::size_t>(axis)]);
    }
    tensor result(x.type(), dims);
    walk<2>(dims, {strides_of(dims), steps}, [&](const auto &at) { result.set(at[0], x[at[1]]); });
    return result;
}

/// Axis i of x becomes axis axes[i] of the result.
[[nodiscard]] inline tensor broadcast(const tensor &x, const dimensions &dims, attribute_view axes) {
    dimensions steps(dims.size(), 0);
    const dimensions strides = strides_of(x.dims());
    for (std::size_t i = 0; i < axes.size(); ++i) steps[static_cast<std::size_t>(axes[i])] = strides[i];
    tensor result(x.type(), dims);
    walk<2>(dims, {strides_of(dims), steps}, [&](const auto &at) { result.set(at[0], x[at[1]]); });
    return result;
}

/// Each element is its own index along the axis.
[[nodiscard]] inline tensor iota(const dimensions &dims, std::int64_t axis) {
    tensor result(i32, dims);
    dimensions along(dims.size(), 0);
    along[static_cast<std::size_t>(axis)] = 1;
    walk<2>(dims, {strides_of(dims), along}, [&](const auto &at) { result.set(at[0], static_cast<double>(at[1])); });
    return result;
}

/// Random numbers of the stream with this key (dsl/random_streams.hpp); where the batch has rows, from `first` on.
[[nodiscard]] inline tensor random(dtype type, const dimensions &dims, std::uint64_t stream, const step_values &now,
                                   std::uint64_t first) {
    tensor result(type, dims);
    const random_numbers_at numbers(now, stream);
    for (std::size_t i = 0; i < result.size(); ++i)
        result.set(i, type == f64   ? numbers.real(first + i)
                      : type == f32 ? static_cast<double>(numbers.single(first + i))
                                    : static_cast<double>(numbers.integer(first + i)));
    return result;
}

}  // namespace sylvite::reference
