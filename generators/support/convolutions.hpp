// Specs of convolutions by hand: for tests and benchmarks. Images [image, row, column, group, channel] with channels
// last, as the plan stores what lies between kernels, or [image, group, channel, row, column]; weights [tap, tap,
// group, channel in, channel out].
#pragma once

#include <sylvite/generators/support/spec_builder.hpp>

#include <string>

namespace sylvite::generators {

struct convolution_shape {
    std::int64_t images = 1, height = 1, width = 1, in = 1, out = 1;  // channels of a group
    std::int64_t kernel_height = 1, kernel_width = 1;
    std::int64_t stride = 1, dilation = 1, padding = 0, groups = 1;
    bool channels_last = true;

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

    id images() { return argument(type_, image(c_.height, c_.width, c_.in)); }
    id results() { return argument(type_, image(c_.rows(), c_.columns(), c_.out)); }
    id weights() { return argument(type_, of({c_.kernel_height, c_.kernel_width, c_.groups, c_.in, c_.out})); }

    id forward(id x, id w) { return contraction(seen(x), w, windows_of("c") + ",uvgco->" + image_of("pq", "o")); }
    id weight_gradient(id x, id dy) {
        return contraction(seen(x), dy, windows_of("c") + "," + image_of("pq", "o") + "->uvgco");
    }
    id data_gradient(id dy, id w) {
        const int first = c_.channels_last ? 1 : 3;
        const auto slid = [&](id of, int axis, std::int64_t extent) {
            return slide(of, axis, axis + 1, {extent, 0}, {1, -c_.dilation, c_.padding, c_.stride});
        };
        const shape whole =
            c_.channels_last
                ? of({c_.images, c_.rows(), c_.kernel_height, c_.columns(), c_.kernel_width, c_.groups, c_.out})
                : of({c_.images, c_.groups, c_.out, c_.rows(), c_.kernel_height, c_.columns(), c_.kernel_width});
        const id repeated = broadcast(dy, whole, c_.channels_last ? integers{0, 1, 3, 5, 6} : integers{0, 1, 2, 3, 5});
        const id all = slid(slid(repeated, first, c_.height), first + 2, c_.width);
        return contraction(all, w, windows_of("o") + ",uvgco->" + image_of("pq", "c"));
    }

  private:
    [[nodiscard]] static shape of(std::initializer_list<std::int64_t> extents) {
        shape s;
        for (const std::int64_t e : extents) s.push_back({e, 0});
        return s;
    }
    [[nodiscard]] shape image(std::int64_t height, std::int64_t width, std::int64_t channels) const {
        if (c_.channels_last) return of({c_.images, height, width, c_.groups, channels});
        return of({c_.images, c_.groups, channels, height, width});
    }
    /// Labels.
    [[nodiscard]] std::string image_of(const std::string &positions, const std::string &channel) const {
        return c_.channels_last ? "n" + positions + "g" + channel : "ng" + channel + positions;
    }
    [[nodiscard]] std::string windows_of(const std::string &channel) const { return image_of("puqv", channel); }
    id seen(id x) {
        const int first = c_.channels_last ? 1 : 3;
        x = windows(x, first, c_.kernel_height, c_.stride, c_.dilation, c_.padding, c_.padding);
        return windows(x, first + 2, c_.kernel_width, c_.stride, c_.dilation, c_.padding, c_.padding);
    }

    convolution_shape c_;
    dtype type_;
};

}  // namespace sylvite::generators
