// A single convolution, or a gradient of one, as an entry; what convolutions.txt lists becomes a network of these.
// Images lie channels last, as between the layers of a network; weights as they are declared.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

namespace bench {

enum class convolution_pass { forward, data, weight };

/// The sizes of a line of convolutions.txt.
struct convolution_sizes {
    std::int64_t images, extent, in, out, kernel, stride, dilation, groups;

    [[nodiscard]] constexpr std::int64_t padding() const { return dilation * (kernel - 1) / 2; }
    [[nodiscard]] constexpr std::int64_t positions() const {
        return (extent + 2 * padding() - dilation * (kernel - 1) - 1) / stride + 1;
    }
};

template <convolution_pass Pass, convolution_sizes S>
constexpr void convolve(sylvite::network &net, std::string_view entry) {
    using namespace sylvite;
    using detail::joined;
    constexpr conv options{.stride = S.stride, .padding = S.padding(), .dilation = S.dilation, .groups = S.groups};
    const auto x = permute<0, 3, 1, 2>(net.input<f32, S.images, S.extent, S.extent, S.in>(joined("x_", entry)));
    const auto w = net.input<f32, S.out, S.in / S.groups, S.kernel, S.kernel>(joined("w_", entry));
    const auto dy = net.input<f32, S.images, S.positions(), S.positions(), S.out>(joined("dy_", entry));
    using images = decltype(permute<0, 3, 1, 2>(dy));
    const images y(detail::convolved(any_expr(x), any_expr(w), 2, kernel(S.kernel), options));
    // of what a gradient does not depend on nothing is computed
    const auto loss = sum(y * permute<0, 3, 1, 2>(dy));
    if constexpr (Pass == convolution_pass::forward) net.entry(entry, output("result", permute<0, 2, 3, 1>(y)));
    if constexpr (Pass == convolution_pass::data)
        net.entry(entry, output("result", permute<0, 2, 3, 1>(grad(loss, x))));
    if constexpr (Pass == convolution_pass::weight) net.entry(entry, output("result", grad(loss, w)));
}

}  // namespace bench
