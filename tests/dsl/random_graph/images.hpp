// Random functions of images: pooling, convolutions and transposed ones, paddings by mode, of values of three or four
// axes, whatever their axes are.
#pragma once

#include "indexing.hpp"

#include <sylvite/dsl/sylvite.hpp>

namespace sylvite::test {

class random_images : protected random_indexing {
  protected:
    using random_indexing::random_indexing;

    bool add_image() {
        const bool largest = random_.chance(0.3);
        const node_id id = pick([&](node_id x) {
            return b_.dims(x).rank >= 3 && is_floating(b_[x].type) && !b_.dims(x)[1].is_dynamic() &&
                   (!largest || magnitudes_.at(x).is_exact);
        });
        if (id == graph::no_node) return false;
        const any_expr x(b_, id);
        const magnitude m = magnitudes_.at(id);
        const int axes = x.dims().rank - 2;
        if (largest || random_.chance(0.3)) return add_pool(x, axes, m, largest);
        if (random_.chance(0.25)) return add_padding(x, m);
        return add_convolution(x, axes, m);
    }

  private:
    [[nodiscard]] kernel random_kernel() { return {1 + random_.below(3), 1 + random_.below(3)}; }
    [[nodiscard]] per_axis random_steps() { return {1 + random_.below(3), 1 + random_.below(2)}; }
    /// As many numbers as there are axes.
    template <class Numbers>
    static Numbers of_axes(Numbers n, int axes) {
        if (axes == 1) n.count = 1;
        return n;
    }
    bool fits(const detail::image_result &r) { return r.is_right() && r.dims.volume() <= options_.max_elements; }

    bool add_pool(const any_expr &x, int axes, const magnitude &m, bool largest) {
        const kernel k = of_axes(random_kernel(), axes);
        pool p;
        if (random_.chance(0.6)) p.stride = of_axes(random_steps(), axes);
        p.padding = random_.chance(0.3) ? padding(1) : padding(0);
        p.ceil_mode = random_.chance(0.3);
        p.count_include_pad = random_.chance(0.5);
        if (largest) {
            p.dilation = 1 + random_.below(2);
            return fits(detail::pooled_shape(x.dims(), axes, k, p)) && note(detail::max_pool(x, axes, k, p).id(), m);
        }
        if (!fits(detail::averaged_shape(x.dims(), axes, k, p))) return false;
        return note(detail::average_pool(x, axes, k, p).id(), {m.bound, 0, false});
    }
    bool add_padding(const any_expr &x, const magnitude &m) {
        const int axis = 2 + static_cast<int>(random_.below(x.dims().rank - 2));
        const sides by{random_.below(3), random_.below(3)};
        const auto mode = static_cast<padding_mode>(random_.below(4));
        detail::image_result r{x.dims()};
        if (!detail::require_padding(r, axis, x.dims()[axis], by, mode) || x.dims()[axis].is_dynamic()) return false;
        return note(detail::padded(x, axis, by, mode).id(), m);
    }
    /// With weights that are a new parameter.
    bool add_convolution(const any_expr &x, int axes, const magnitude &m) {
        const std::int64_t channels = x.dims()[1].value;
        const std::int64_t groups = random_.chance(0.3) ? channels : 1, out = groups * (1 + random_.below(2));
        const kernel k = of_axes(random_kernel(), axes);
        const bool is_transposed = random_.chance(0.3);
        shape of_weight = fixed_extents({is_transposed ? channels : out, (is_transposed ? out : channels) / groups});
        for (int i = 0; i < axes; ++i) of_weight.push_back({k[i], 0});
        const double bound = m.bound * 2 * static_cast<double>(of_weight.volume());
        const auto weight = [&] { return any_expr(b_, declare(op::parameter, of_weight, x.type())); };
        if (is_transposed) {
            conv_transpose c;
            c.stride = of_axes(random_steps(), axes);
            c.padding = random_.chance(0.3) ? padding(1) : padding(0);
            c.groups = groups;
            return fits(detail::transposed_shape(x.dims(), out, axes, k, c)) &&
                   note(detail::convolved_transposed(x, weight(), axes, k, c).id(), {bound, 0, false});
        }
        conv c;
        c.stride = of_axes(random_steps(), axes);
        c.dilation = 1 + random_.below(2);
        c.padding = random_.chance(0.5) ? padding(1) : padding(0);
        if (random_.chance(0.3)) {
            c.stride = 1;
            c.padding = same;
        }
        c.groups = groups;
        c.mode = random_.chance(0.3) ? static_cast<padding_mode>(random_.below(4)) : padding_mode::zero;
        return fits(detail::convolved_shape(x.dims(), out, axes, k, c)) &&
               note(detail::convolved(x, weight(), axes, k, c).id(), {bound, 0, false});
    }
    static shape fixed_extents(std::initializer_list<std::int64_t> extents) {
        shape s;
        for (const std::int64_t e : extents) s.push_back({e, 0});
        return s;
    }
};

}  // namespace sylvite::test
