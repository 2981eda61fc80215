// Specs of convolutions by hand: for tests and benchmarks. Channels last, as the plan stores what lies between kernels:
// images [image, row, column, group, channel], weights [tap, tap, group, channel in, channel out].
#pragma once

#include <sylvite/generators/support/spec_builder.hpp>

namespace sylvite::generators {

struct convolution_shape {
    std::int64_t images = 1, height = 1, width = 1, in = 1, out = 1;  // channels of a group
    std::int64_t kernel_height = 1, kernel_width = 1;
    std::int64_t stride = 1, dilation = 1, padding = 0, groups = 1;

    [[nodiscard]] std::int64_t positions(std::int64_t extent, std::int64_t taps) const {
        return (extent + 2 * padding - dilation * (taps - 1) - 1) / stride + 1;
    }
    [[nodiscard]] std::int64_t rows() const { return positions(height, kernel_height); }
    [[nodiscard]] std::int64_t columns() const { return positions(width, kernel_width); }
    /// Multiplications of each of the three.
    [[nodiscard]] std::int64_t work() const {
        return images * rows() * columns() * groups * in * out * kernel_height * kernel_width;
    }
};

class convolution_builder : public spec_builder {
  public:
    convolution_builder(const convolution_shape &c, dtype type)
        : spec_builder(family::convolution), c_(c), type_(type) {}

    id images() { return argument(type_, of({c_.images, c_.height, c_.width, c_.groups, c_.in})); }
    id results() { return argument(type_, of({c_.images, c_.rows(), c_.columns(), c_.groups, c_.out})); }
    id weights() { return argument(type_, of({c_.kernel_height, c_.kernel_width, c_.groups, c_.in, c_.out})); }

    id forward(id x, id w) { return contraction(seen(x), w, "npuqvgc,uvgco->npqgo"); }
    id weight_gradient(id x, id dy) { return contraction(seen(x), dy, "npuqvgc,npqgo->uvgco"); }
    id data_gradient(id dy, id w) {
        const auto slid = [&](id of, int axis, std::int64_t extent) {
            return slide(of, axis, axis + 1, {extent, 0}, {1, -c_.dilation, c_.padding, c_.stride});
        };
        const id repeated = broadcast(
            dy, of({c_.images, c_.rows(), c_.kernel_height, c_.columns(), c_.kernel_width, c_.groups, c_.out}),
            {0, 1, 3, 5, 6});
        return contraction(slid(slid(repeated, 1, c_.height), 3, c_.width), w, "nhuwvgo,uvgco->nhwgc");
    }

  private:
    [[nodiscard]] static shape of(std::initializer_list<std::int64_t> extents) {
        shape s;
        for (const std::int64_t e : extents) s.push_back({e, 0});
        return s;
    }
    id seen(id x) {
        x = windows(x, 1, c_.kernel_height, c_.stride, c_.dilation, c_.padding, c_.padding);
        return windows(x, 3, c_.kernel_width, c_.stride, c_.dilation, c_.padding, c_.padding);
    }

    convolution_shape c_;
    dtype type_;
};

}  // namespace sylvite::generators
