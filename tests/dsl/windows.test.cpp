// Windows and slides: values against plain loops, gradients of two orders, convolutions made of them.
#include "support.hpp"

#include <sylvite/dsl/ops/windows.hpp>

namespace {

using namespace sylvite;
using namespace sylvite::test;
using graph::slide_map;
using graph::window;

struct window_case {
    std::int64_t extent;
    window w;
};
const window_case cases[] = {
    {1, {}},                 // nothing to see
    {7, {3}},                // within
    {7, {3, 2, 1, 1, 1}},    // padded, strided
    {7, {3, 1, 3, 3, 3}},    // dilated
    {5, {2, 5, 1, 0, 0}},    // a stride beyond the kernel
    {3, {5, 1, 1, 4, 2}},    // a kernel beyond the image
    {2, {2, 2, 2, 7, 1}},    // windows that see padding alone
    {11, {4, 3, 2, -1, 2}},  // negative padding cuts off
    {6, {6, 1, 1, 0, 0}},    // one window
    {13, {1, 4, 1, 0, 0}},   // one tap
};

TEST(windows, have_positions_and_taps) {
    bench t;
    const node_id x = t.leaf(f32, {2, 5}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    const node_id seen = graph::windows(t.b, x, 1, {.taps = 3, .stride = 2, .low = 1, .high = 1});
    EXPECT_EQ(t.value(seen).dims(), (reference::dimensions{2, 3, 3}));
    EXPECT_EQ(t.value(seen).values(), (std::vector<double>{0, 1, 2, 2, 3, 4, 4, 5, 0, 0, 6, 7, 7, 8, 9, 9, 10, 0}));
    const node_id outer = graph::windows(t.b, x, 0, {.taps = 2});
    EXPECT_EQ(t.value(outer).values(), t.given(x).values()) << "one window of both rows";
}

TEST(windows, have_right_gradients_of_two_orders) {
    for (const window_case &c : cases) {
        bench t;
        random_numbers random(21);
        const node_id x = t.leaf(random.uniform(f64, {2, c.extent, 3}, -1, 1));
        const node_id seen = graph::unary(t.b, op::exp, graph::windows(t.b, x, 1, c.w));
        const std::string what = "windows of " + std::to_string(c.extent);
        expect_gradient(t, weighted_sum(t, seen), {x}, what);
        node_id first = graph::no_node;
        graph::differentiate(t.b, weighted_sum(t, seen), {&x, 1}, {&first, 1});
        if (first != graph::no_node && c.extent > 2)
            expect_gradient(t, weighted_sum(t, first), {x}, "gradient of " + what, 2e-6);
    }
}

TEST(windows, a_slide_moves_each_tap_by_itself) {
    bench t;
    const node_id x = t.leaf(f32, {4, 2}, {1, 10, 2, 20, 3, 30, 4, 40});
    const auto slid = [&](std::int64_t positions, slide_map m) {
        return t.value(graph::slide(t.b, x, 0, 1, {positions, 0}, m)).values();
    };
    EXPECT_EQ(slid(4, {1, -1, 0, 1}), (std::vector<double>{1, 0, 2, 10, 3, 20, 4, 30}));
    EXPECT_EQ(slid(3, {2, 1, -1, 1}), (std::vector<double>{0, 10, 2, 30, 4, 0}));
    EXPECT_EQ(slid(7, {1, 0, 0, 2}), (std::vector<double>{1, 10, 0, 0, 2, 20, 0, 0, 3, 30, 0, 0, 4, 40}));
    EXPECT_EQ(graph::slide(t.b, x, 0, 1, {4, 0}, {}), x) << "that moves nothing";
    for (const slide_map &m : {slide_map{1, -1, 0, 1}, {2, 1, -1, 1}, {1, 0, 0, 2}, {3, -2, 1, 2}, {1, 5, -4, 3}})
        for (const std::int64_t positions : {1, 3, 8}) {
            bench u;
            random_numbers random(22);
            const node_id z = u.leaf(random.uniform(f64, {2, 5, 3}, -1, 1));
            const node_id moved = graph::slide(u.b, z, 1, 2, {positions, 0}, m);
            expect_gradient(u, weighted_sum(u, graph::unary(u.b, op::exp, moved)), {z}, "slide");
        }
}

/// x [images, rows, columns, channels], w [row taps, column taps, channels, results].
node_id convolution(bench &t, node_id x, node_id w, const window &rows, const window &columns) {
    const node_id seen = graph::windows(t.b, graph::windows(t.b, x, 2, columns), 1, rows);
    return graph::einsum(t.b, "abcdef,cefg->abdg", seen, w);
}

tensor convolution_by_loops(const tensor &x, const tensor &w, const window &rows, const window &columns) {
    const auto &d = x.dims(), &k = w.dims();
    const std::int64_t height = rows.positions({d[1], 0}).value, width = columns.positions({d[2], 0}).value;
    tensor y(f64, {d[0], height, width, k[3]});
    std::size_t to = 0;
    for (std::int64_t n = 0; n < d[0]; ++n)
        for (std::int64_t p = 0; p < height; ++p)
            for (std::int64_t q = 0; q < width; ++q)
                for (std::int64_t o = 0; o < k[3]; ++o, ++to) {
                    double sum = 0;
                    for (std::int64_t r = 0; r < k[0]; ++r)
                        for (std::int64_t s = 0; s < k[1]; ++s)
                            for (std::int64_t c = 0; c < k[2]; ++c) {
                                const std::int64_t i = rows.stride * p + rows.dilation * r - rows.low;
                                const std::int64_t j = columns.stride * q + columns.dilation * s - columns.low;
                                if (i < 0 || i >= d[1] || j < 0 || j >= d[2]) continue;
                                sum += x[static_cast<std::size_t>(((n * d[1] + i) * d[2] + j) * d[3] + c)] *
                                       w[static_cast<std::size_t>(((r * k[1] + s) * k[2] + c) * k[3] + o)];
                            }
                    y.set(to, sum);
                }
    return y;
}

const std::pair<window, window> convolutions[] = {
    {{3, 1, 1, 1, 1}, {3, 1, 1, 1, 1}}, {{3, 2, 1, 1, 0}, {2, 1, 2, 0, 3}}, {{1, 1, 1, 0, 0}, {5, 3, 1, 2, 2}}};

TEST(windows, make_a_convolution_with_right_gradients) {
    for (const auto &[rows, columns] : convolutions) {
        bench t;
        random_numbers random(23);
        const node_id x = t.leaf(random.uniform(f64, {2, 5, 4, 3}, -1, 1));
        const node_id w = t.leaf(random.uniform(f64, {rows.taps, columns.taps, 3, 2}, -1, 1));
        const node_id y = convolution(t, x, w, rows, columns);
        expect_near(t.value(y), convolution_by_loops(t.given(x), t.given(w), rows, columns), 1e-13, "convolution");
        const node_id loss = weighted_sum(t, graph::unary(t.b, op::tanh, y));
        expect_gradient(t, loss, {x, w}, "convolution");
        // a product of the Hessian with a vector
        const node_id leaves[] = {x, w};
        node_id first[2];
        graph::differentiate(t.b, loss, leaves, first);
        const node_id product = graph::binary(t.b, op::add, weighted_sum(t, first[0]), weighted_sum(t, first[1]));
        expect_gradient(t, product, {x, w}, "gradient of a convolution", 2e-6);
    }
}

TEST(windows, no_adjoint_of_a_convolution_is_stored_as_windows) {
    bench t;
    random_numbers random(24);
    const node_id x = t.leaf(random.uniform(f64, {2, 5, 4, 3}, -1, 1));
    const node_id w = t.leaf(random.uniform(f64, {3, 3, 3, 2}, -1, 1));
    const node_id y = convolution(t, x, w, {3, 1, 1, 1, 1}, {3, 2, 1, 1, 1});
    const node_id leaves[] = {x, w};
    node_id gradients[2];
    graph::differentiate(t.b, weighted_sum(t, graph::unary(t.b, op::tanh, y)), leaves, gradients);
    for (const node_id g : gradients) EXPECT_EQ(graph::info(t.b[g].kind).kind, graph::op_class::contraction);
    for (int k = 0; k < 2; ++k)  // the adjoint of x: slid adjoints of y with the weights
        EXPECT_EQ(graph::info(t.b[t.b[gradients[0]].inputs[k]].kind).kind,
                  k == 0 ? graph::op_class::layout : graph::op_class::leaf);
}

TEST(windows, of_a_run_time_extent_keep_its_length) {
    bench t;
    t.extents.of_symbol[1] = 4;
    const node_id x = t.leaf(shape_of({{6, 1}, {2, 0}}), tensor(f64, {4, 2}, {1, 10, 2, 20, 3, 30, 4, 40}));
    const node_id seen = graph::windows(t.b, x, 0, {.taps = 3, .low = 1, .high = 1});
    EXPECT_EQ(t.value(graph::reduce(t.b, op::reduce_sum, seen, 0b10)).values(),
              (std::vector<double>{3, 30, 6, 60, 9, 90, 7, 70}));
    expect_gradient(t, weighted_sum(t, graph::unary(t.b, op::tanh, seen)), {x}, "windows of a run-time extent");
    EXPECT_THROW(graph::windows(t.b, x, 0, {.taps = 3}), graph_error);
    EXPECT_THROW(graph::slide(t.b, x, 0, 1, {3, 0}, {2, 0, 0, 1}), graph_error);
}

TEST(windows, that_cannot_be_are_refused) {
    const auto said = [](std::int64_t extent, const window &w) -> std::string {
        bench t;
        const node_id x = t.leaf(tensor(f64, {2, extent}));
        try {
            (void)graph::windows(t.b, x, 1, w);
        } catch (const graph_error &e) {
            return e.what();
        }
        return "";
    };
    EXPECT_EQ(said(4, {4}), "");
    EXPECT_EQ(
        said(4, {.taps = 5}),
        "windows: axis 1 of shape [2, 4]; a window reaches over 5 elements, with a padding of 0 in sum; expected a "
        "padded axis that is as long, and along a run-time extent a stride of 1 and a padding that keeps its "
        "length");
    EXPECT_EQ(
        said(4, {.taps = 2, .stride = 0}),
        "windows: axis 1 of shape [2, 4]; expected taps, a stride and a dilation of at least 1, found 2, 0 and 1");
    bench t;
    const node_id x = t.leaf(tensor(f64, {2, 4}));
    EXPECT_THROW(graph::windows(t.b, x, 2, {}), graph_error);
    EXPECT_THROW(graph::slide(t.b, x, 1, 1, {4, 0}, {1, 1, 0, 1}), graph_error);
    EXPECT_THROW(graph::slide(t.b, x, 1, 0, {4, 0}, {0, 1, 0, 1}), graph_error);
    EXPECT_THROW(graph::slide(t.b, x, 1, 0, {0, 0}, {1, 1, 0, 1}), graph_error);
}

}  // namespace
