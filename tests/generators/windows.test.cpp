// Windows written by hand in specs, against loops that know nothing of index maps: copies, pooling, convolutions.
#include "check.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <string>

namespace sylvite::generators::testing {
namespace {

using generators::family;
using graph::op;
using id = graph::node_id;
using reference::tensor;

struct axis_window {
    std::int64_t extent = 1, taps = 1, stride = 1, dilation = 1, low = 0, high = 0;

    [[nodiscard]] std::int64_t positions() const {
        std::int64_t count = 0;  // windows begin where they end within the padded axis
        while (count * stride + dilation * (taps - 1) < extent + low + high) ++count;
        return count;
    }
    /// The element that a tap reads; -1 where there is none.
    [[nodiscard]] std::int64_t element(std::int64_t position, std::int64_t tap) const {
        const std::int64_t at = position * stride + tap * dilation - low;
        return at < extent ? at : -1;
    }
};

/// One to three axes, outermost first.
using window_case = std::vector<axis_window>;

void PrintTo(const window_case &c, std::ostream *to) {
    for (const axis_window &w : c)
        *to << "[" << w.extent << " taps " << w.taps << " stride " << w.stride << " dilation " << w.dilation
            << " padding " << w.low << " " << w.high << "]";
}

/// Such a case as three axes: the missing outer ones have one element and one tap.
std::array<axis_window, 3> in_three_axes(const window_case &c) {
    std::array<axis_window, 3> all;
    std::copy_backward(c.begin(), c.end(), all.end());
    return all;
}

shape shape_of(const std::vector<std::int64_t> &extents) {
    shape s;
    for (const auto e : extents) s.push_back({e, 0});
    return s;
}

/// Windows along the axes first, first + 1, ...: each becomes position and tap.
id windows_of(spec_builder &b, id x, int first, const window_case &c) {
    for (const axis_window &w : c) {
        x = b.windows(x, first, w.taps, w.stride, w.dilation, w.low, w.high);
        first += 2;
    }
    return x;
}

/// Calls visit(position, tap, offset of the element within one image, or -1) in row-major order of positions, then
/// taps.
template <class Visit>
void for_each_tap(const window_case &c, Visit visit) {
    const auto [a, b, e] = in_three_axes(c);
    std::int64_t position = 0;
    for (std::int64_t i = 0; i < a.positions(); ++i)
        for (std::int64_t j = 0; j < b.positions(); ++j)
            for (std::int64_t k = 0; k < e.positions(); ++k, ++position) {
                std::int64_t tap = 0;
                for (std::int64_t p = 0; p < a.taps; ++p)
                    for (std::int64_t q = 0; q < b.taps; ++q)
                        for (std::int64_t r = 0; r < e.taps; ++r, ++tap) {
                            const std::int64_t x = a.element(i, p), y = b.element(j, q), z = e.element(k, r);
                            const bool inside = x >= 0 && y >= 0 && z >= 0;
                            visit(position, tap, inside ? (x * b.extent + y) * e.extent + z : -1);
                        }
            }
}

std::int64_t product(const window_case &c, std::int64_t (*of)(const axis_window &)) {
    std::int64_t p = 1;
    for (const axis_window &w : c) p *= of(w);
    return p;
}
std::int64_t elements_of(const window_case &c) {
    return product(c, [](const axis_window &w) { return w.extent; });
}
std::int64_t positions_of(const window_case &c) {
    return product(c, [](const axis_window &w) { return w.positions(); });
}
std::int64_t taps_of(const window_case &c) {
    return product(c, [](const axis_window &w) { return w.taps; });
}

std::size_t at(std::int64_t i) { return static_cast<std::size_t>(i); }

std::vector<std::int64_t> with_extents(std::vector<std::int64_t> front, const window_case &c) {
    for (const axis_window &w : c) front.push_back(w.extent);
    return front;
}

class windows : public ::testing::TestWithParam<window_case> {};

TEST_P(windows, are_copied_element_by_element) {
    for (const dtype type : {f32, f64, i32, boolean})
        for (const std::int64_t inner : {1, 5}) {
            const window_case &c = GetParam();
            std::vector<std::int64_t> extents = with_extents({}, c);
            extents.push_back(inner);
            if (inner == 1) extents.pop_back();
            spec_builder b(family::elementwise);
            b.output(windows_of(b, b.argument(type, shape_of(extents)), 0, c));
            const checked_kernel kernel(b.spec());
            const auto arguments = random_arguments(b.spec(), {}, 7);
            const tensor found = kernel.run({}, arguments)[0];
            tensor wanted(type, found.dims());
            // positions and taps alternate in the result: walk it by its own index
            std::vector<std::int64_t> index(found.dims().size(), 0);
            for (std::size_t to = 0; to < found.size(); ++to) {
                std::int64_t from = 0;
                bool inside = true;
                for (std::size_t a = 0; a < c.size(); ++a) {
                    const std::int64_t e = c[a].element(index[2 * a], index[2 * a + 1]);
                    inside = inside && e >= 0;
                    from = from * c[a].extent + e;
                }
                if (inside) wanted.set(to, arguments[0][at(inner == 1 ? from : from * inner + index.back())]);
                for (std::size_t d = index.size(); d-- > 0 && ++index[d] == found.dims()[d];) index[d] = 0;
            }
            expect_close(found, wanted, 0);
            kernel.check({}, arguments, 0);  // the interpreter agrees
        }
}

TEST_P(windows, are_pooled) {
    for (const op kind : {op::reduce_sum, op::reduce_max})
        for (const dtype type : {f32, f64}) {
            const window_case &c = GetParam();
            spec_builder b(family::reduction);
            const id x = b.argument(type, shape_of(with_extents({3}, c)));
            std::vector<std::int64_t> axes;
            for (std::size_t a = 0; a < c.size(); ++a) axes.push_back(static_cast<std::int64_t>(2 + 2 * a));
            b.output(b.reduce(kind, windows_of(b, x, 1, c), axes));
            const checked_kernel kernel(b.spec());
            const auto arguments = random_arguments(b.spec(), {}, 3);
            const tensor found = kernel.run({}, arguments)[0];
            const std::int64_t images = 3;
            std::vector<double> wanted(at(images * positions_of(c)),
                                       kind == op::reduce_sum ? 0 : -std::numeric_limits<double>::infinity());
            for (std::int64_t n = 0; n < images; ++n)
                for_each_tap(c, [&](std::int64_t position, std::int64_t, std::int64_t element) {
                    const double value = element < 0 ? 0 : arguments[0][at(n * elements_of(c) + element)];
                    double &so_far = wanted[at(n * positions_of(c) + position)];
                    so_far = kind == op::reduce_sum ? so_far + value : std::fmax(so_far, value);
                });
            expect_close(found, tensor(type, found.dims(), wanted), type == f32 ? 1e-5 : 1e-13);
        }
}

/// x [images, groups, channels, axes...], w [groups, filters, channels, taps...], or x [images, axes..., groups,
/// channels]; the result has the filters where x has the channels.
void check_convolution(const window_case &c, dtype type, std::int64_t images, std::int64_t groups,
                       std::int64_t channels, std::int64_t filters, bool channels_last) {
    SCOPED_TRACE("groups " + std::to_string(groups) + ", channels " + std::to_string(channels) + ", filters " +
                 std::to_string(filters) + (channels_last ? ", channels last" : ""));
    const std::string positions = std::string("xyz").substr(0, c.size()), taps = std::string("uvw").substr(0, c.size());
    const std::string group = groups > 1 ? "g" : "";
    std::string alternating;
    for (std::size_t a = 0; a < c.size(); ++a) alternating += {positions[a], taps[a]};
    const std::string in = channels_last ? "n" + alternating + group + "c" : "n" + group + "c" + alternating;
    const std::string out = channels_last ? "n" + positions + group + "o" : "n" + group + "o" + positions;
    spec_builder b(family::contraction);
    std::vector<std::int64_t> front{images};
    if (groups > 1) front.push_back(groups);
    front.push_back(channels);
    std::vector<std::int64_t> x_extents = with_extents(front, c);
    if (channels_last) {
        x_extents = with_extents({images}, c);
        if (groups > 1) x_extents.push_back(groups);
        x_extents.push_back(channels);
    }
    std::vector<std::int64_t> w_extents;
    if (groups > 1) w_extents.push_back(groups);
    w_extents.insert(w_extents.end(), {filters, channels});
    for (const axis_window &w : c) w_extents.push_back(w.taps);
    const id x = b.argument(type, shape_of(x_extents)), w = b.argument(type, shape_of(w_extents));
    const id seen = windows_of(b, x, channels_last ? 1 : groups > 1 ? 3 : 2, c);
    b.output(b.contraction(seen, w, in + "," + group + "oc" + taps + "->" + out));
    const checked_kernel kernel(b.spec());
    const auto arguments = random_arguments(b.spec(), {}, 5);
    const tensor found = kernel.run({}, arguments)[0];

    std::vector<double> wanted(found.size(), 0);
    for (std::int64_t n = 0; n < images; ++n)
        for (std::int64_t g = 0; g < groups; ++g)
            for (std::int64_t o = 0; o < filters; ++o)
                for (std::int64_t k = 0; k < channels; ++k)
                    for_each_tap(c, [&](std::int64_t position, std::int64_t tap, std::int64_t element) {
                        if (element < 0) return;
                        const std::int64_t from = channels_last
                                                      ? ((n * elements_of(c) + element) * groups + g) * channels + k
                                                      : ((n * groups + g) * channels + k) * elements_of(c) + element;
                        const std::int64_t to = channels_last
                                                    ? ((n * positions_of(c) + position) * groups + g) * filters + o
                                                    : ((n * groups + g) * filters + o) * positions_of(c) + position;
                        const std::int64_t weight = ((g * filters + o) * channels + k) * taps_of(c) + tap;
                        wanted[at(to)] += arguments[0][at(from)] * arguments[1][at(weight)];
                    });
    expect_close(found, tensor(type, found.dims(), wanted), type == f32 ? 2e-5 : 1e-13);
}

TEST_P(windows, are_convolved) {
    for (const bool channels_last : {false, true}) {
        check_convolution(GetParam(), f32, 2, 1, 3, 5, channels_last);
        check_convolution(GetParam(), f64, 1, 1, 1, 7, channels_last);
        check_convolution(GetParam(), f32, 2, 3, 2, 4, channels_last);  // grouped
        check_convolution(GetParam(), f64, 1, 5, 1, 1, channels_last);  // depthwise
    }
}

/// Ten axes at once: image, group, filter, channel, three positions, three taps.
TEST(windows_of_ten_axes, are_multiplied_and_summed) {
    const window_case c{{4, 2, 2}, {5, 3, 1, 1, 1, 0}, {7, 2, 1, 3}};
    spec_builder b(family::reduction);
    const id x = b.argument(f64, shape_of({2, 3, 2, 4, 5, 7})), w = b.argument(f64, shape_of({3, 5, 2, 2, 3, 2}));
    const id seen = b.permute(windows_of(b, x, 3, c), {0, 1, 2, 3, 5, 7, 4, 6, 8});
    const shape whole = shape_of({2, 3, 5, 2, c[0].positions(), c[1].positions(), c[2].positions(), 2, 3, 2});
    ASSERT_EQ(whole.rank, max_rank);
    const id terms = b.apply(op::multiply, {b.broadcast(seen, whole, {0, 1, 3, 4, 5, 6, 7, 8, 9}),
                                            b.broadcast(w, whole, {1, 2, 3, 7, 8, 9})});
    b.output(b.reduce(op::reduce_sum, terms, {3, 7, 8, 9}));
    const checked_kernel kernel(b.spec());
    const auto arguments = random_arguments(b.spec(), {}, 11);
    const tensor found = kernel.run({}, arguments)[0];
    std::vector<double> wanted(found.size(), 0);
    for (std::int64_t n = 0; n < 2; ++n)
        for (std::int64_t g = 0; g < 3; ++g)
            for (std::int64_t o = 0; o < 5; ++o)
                for (std::int64_t k = 0; k < 2; ++k)
                    for_each_tap(c, [&](std::int64_t position, std::int64_t tap, std::int64_t element) {
                        if (element < 0) return;
                        wanted[at(((n * 3 + g) * 5 + o) * positions_of(c) + position)] +=
                            arguments[0][at(((n * 3 + g) * 2 + k) * elements_of(c) + element)] *
                            arguments[1][at(((g * 5 + o) * 2 + k) * taps_of(c) + tap)];
                    });
    expect_close(found, tensor(f64, found.dims(), wanted), 1e-13);
    kernel.check({}, arguments, 1e-13);

    spec_builder d(family::elementwise);  // stored as they are
    const id y = d.argument(i32, shape_of({2, 3, 2, 4, 5, 7}));
    const id all = windows_of(d, y, 3, c);
    d.output(d.broadcast(all, shape_of({2, 3, 2, 2, 2, 4, 3, 4, 2, 3}), {0, 1, 2, 3, 4, 5, 6, 7, 8}));
    check(d.spec(), {}, 0);
}

TEST(windows_of_ten_axes, are_contracted_with_work_behind) {
    const window_case c{{3, 2}, {4, 3, 1, 1, 1, 1}, {9, 3, 2}};
    spec_builder b(family::contraction);
    const id x = b.argument(f32, shape_of({2, 2, 3, 3, 4, 9})), w = b.argument(f32, shape_of({2, 7, 3, 2, 3, 3}));
    const id y = b.contraction(windows_of(b, x, 3, c), w, "ngcxuyvzw,gocuvw->ngoxyz");
    const id bias = b.argument(f32, shape_of({2, 7}));
    b.output(b.apply(op::relu, {b.apply(op::add, {y, b.broadcast(bias, b.dims(y), {1, 2})})}));
    check(b.spec(), {}, 2e-5);
}

TEST(windows_and_layout, go_through_each_other) {
    spec_builder b(family::elementwise);
    const id x = b.argument(f32, shape_of({5, 24}));
    // windows of a reversed part of a padded reshape, their taps reversed, every other position, positions split
    const id padded = b.pad(b.reshape(x, shape_of({5, 4, 6})), 0.5, {0, 1, 2}, {0, 0, 1}, {0, 0, 1});
    const id part = b.reverse(b.slice(padded, {1, 0, 1}, {2, 1, 1}, shape_of({2, 5, 12})), {2});
    const id seen = b.reverse(b.windows(part, 2, 4, 1, 2, 1, 0), {3});
    const id some = b.slice(seen, {0, 0, 1, 0}, {1, 1, 1, 1}, shape_of({2, 5, 6, 4}));
    b.output(b.permute(b.reshape(some, shape_of({2, 5, 2, 3, 4})), {4, 0, 3, 1, 2}));
    check(b.spec(), {}, 0);
    spec_builder c(family::elementwise);
    const id y = c.windows(c.windows(c.argument(f64, shape_of({31})), 0, 5, 2, 1, 2, 2), 0, 3, 3, 2, 0, 1);
    c.output(c.reshape(y, shape_of({15, 5})));  // positions and taps become one axis
    check(c.spec(), {}, 0);
}

TEST(windows_and_layout, join_softmax_over_taps) {
    for (const std::int64_t taps : {3, 17}) {
        spec_builder b(family::row_wise);
        const id x = b.windows(b.argument(f32, shape_of({7, 40})), 1, taps, 2, 1, 1, 2);
        const id e = b.apply(
            op::exp, {b.apply(op::subtract, {x, b.broadcast(b.reduce(op::reduce_max, x, {2}), b.dims(x), {0, 1})})});
        b.output(b.apply(op::divide, {e, b.broadcast(b.reduce(op::reduce_sum, e, {2}), b.dims(x), {0, 1})}));
        check(b.spec());
    }
}

TEST(windows_along_run_time_extents, keep_their_length) {
    spec_builder b(family::contraction);
    const extent images = b.symbol(5), length = b.symbol(37);
    const id x = b.argument(f32, b.dims({images, length, {6, 0}})), w = b.argument(f32, shape_of({9, 6, 5}));
    b.output(b.contraction(b.windows(x, 1, 5, 1, 2, 3, 5), w, "nxuc,ocu->nxo"));
    const checked_kernel kernel(b.spec());
    for (const auto &[n, l] : std::vector<std::pair<int, int>>{{1, 1}, {5, 2}, {2, 7}, {3, 36}, {5, 37}})
        kernel.check({n, l});
}

TEST(windows_of_padding, do_not_read_nan_beside_a_buffer) {
    // what lies around a buffer in `check` is no number; a factor of 0 would not hide it
    spec_builder b(family::contraction);
    const id x = b.argument(f64, shape_of({1, 3})), w = b.argument(f64, shape_of({8, 7}));
    b.output(b.contraction(b.windows(x, 1, 7, 1, 1, 6, 6), w, "nxu,ou->nxo"));
    const checked_kernel kernel(b.spec());
    const tensor found = kernel.run({}, random_arguments(b.spec(), {}, 2))[0];
    for (std::size_t i = 0; i < found.size(); ++i) EXPECT_TRUE(std::isfinite(found[i])) << i;
    kernel.check();
}

INSTANTIATE_TEST_SUITE_P(of_one_axis, windows,
                         ::testing::Values(window_case{{1, 1}}, window_case{{7, 1}}, window_case{{7, 3}},
                                           window_case{{17, 3, 2}}, window_case{{31, 5, 3, 2}},
                                           window_case{{13, 3, 1, 1, 1, 1}}, window_case{{13, 4, 2, 1, 1, 2}},
                                           window_case{{19, 3, 1, 4, 0, 5}}, window_case{{1, 3, 1, 1, 1, 1}},
                                           window_case{{5, 7, 1, 1, 1, 1}},    // one window, the whole padded axis
                                           window_case{{5, 7, 1, 1, 3, 0}},    // likewise, with two positions
                                           window_case{{12, 3, 3}},            // a reshape
                                           window_case{{13, 2, 5}},            // elements between windows
                                           window_case{{3, 2, 1, 1, 4, 5}},    // windows of padding alone
                                           window_case{{17, 3, 1, 1, -2, -1}}  // padding that cuts off
                                           ));
INSTANTIATE_TEST_SUITE_P(of_two_axes, windows,
                         ::testing::Values(window_case{{1, 1}, {5, 3}}, window_case{{7, 3}, {11, 3}},
                                           window_case{{9, 3, 2, 1, 1, 1}, {13, 3, 2, 1, 1, 0}},
                                           window_case{{11, 1, 2}, {7, 1, 3}},
                                           window_case{{7, 2, 1, 3, 0, 2}, {17, 5, 1, 1, 2, 2}},
                                           window_case{{6, 2, 2}, {8, 4, 4}}));
INSTANTIATE_TEST_SUITE_P(of_three_axes, windows,
                         ::testing::Values(window_case{{3, 2}, {5, 3, 2}, {7, 3, 1, 2}},
                                           window_case{{2, 3, 1, 1, 1, 1}, {3, 3, 1, 1, 1, 1}, {5, 3, 2, 1, 0, 1}}));

}  // namespace
}  // namespace sylvite::generators::testing
