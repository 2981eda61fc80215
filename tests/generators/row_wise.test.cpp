#include "check.hpp"

#include <limits>

namespace sylvite::generators::testing {
namespace {

using codegen::family;
using graph::op;
using id = graph::node_id;

struct softmax_parts {
    id exponential, probability, sum;
};

softmax_parts softmax(spec_builder &b, id x) {
    const shape s = b.at(x).dims;
    const int last = s.rank - 1;
    spec_builder::integers rows;
    for (int d = 0; d < last; ++d) rows.push_back(d);
    const id largest = b.broadcast(b.reduce(op::reduce_max, x, {last}), s, rows);
    const id e = b.apply(op::exp, {b.apply(op::subtract, {x, largest})});
    const id sum = b.reduce(op::reduce_sum, e, {last});
    return {e, b.apply(op::divide, {e, b.broadcast(sum, s, rows)}), sum};
}

TEST(row_wise, softmax_matches_reference) {
    for (const std::int64_t columns : {1, 2, 7, 10, 16, 67, 1000, 5000})
        for (const std::int64_t rows : {1, 5, 300}) {
            if (rows * columns > 400000) continue;
            spec_builder b(family::row_wise);
            const id x = b.argument(f32, b.dims({{rows, 0}, {columns, 0}}));
            b.output(softmax(b, x).probability);
            check(b.spec());
        }
}

TEST(row_wise, dynamic_rows_agree_with_one_row_at_a_time) {
    spec_builder b(family::row_wise);
    const extent rows = b.symbol(359);
    const id x = b.argument(f32, b.dims({rows, {10, 0}}));
    b.output(softmax(b, x).probability);
    const checked_kernel kernel(b.spec());
    for (const int r : {1, 7, 32, 256, 359}) {
        kernel.check({r});
        const auto arguments = random_arguments(b.spec(), {r}, 9);
        const auto together = kernel.run({r}, arguments)[0];
        for (std::size_t row = 0; row < static_cast<std::size_t>(r); ++row) {
            reference::tensor one(f32, {1, 10});
            for (std::size_t c = 0; c < 10; ++c) one.set(c, arguments[0][row * 10 + c]);
            const auto alone = kernel.run({1}, {one})[0];
            for (std::size_t c = 0; c < 10; ++c) ASSERT_NEAR(alone[c], together[row * 10 + c], 1e-7);
        }
    }
}

TEST(row_wise, rows_side_by_side_agree_with_rows_one_by_one) {
    for (const std::int64_t columns : {1, 10, 17})
        for (const std::int64_t rows : {8, 31})
            for (const bool is_dynamic : {false, true})
                for (const std::int64_t lanes : {2, 8, 16}) {
                    if (lanes > rows) continue;
                    spec_builder b(family::row_wise);
                    const extent n = is_dynamic ? b.symbol(rows) : extent{rows, 0};
                    const auto parts = softmax(b, b.argument(f32, b.dims({n, {columns, 0}})));
                    b.output(parts.probability);
                    const run_options how{.changes = {{"row_lanes", lanes}, {"grain", rows > 16 ? 8 : 0}}};
                    const checked_kernel kernel(b.spec(), how);
                    if (!is_dynamic) kernel.check({});
                    for (std::int32_t r = 1; is_dynamic && r <= rows; r += 3) kernel.check({r});
                }
}

TEST(row_wise, cross_entropy_and_its_gradient) {
    spec_builder b(family::row_wise);
    const extent rows = b.symbol(64);
    const shape s = b.dims({rows, {10, 0}});
    const id x = b.argument(f32, s), label = b.argument(i32, b.dims({rows}));
    const auto parts = softmax(b, x);
    const id hit = b.cast(b.apply(op::equal, {b.broadcast(label, s, {0}), b.iota(s, 1)}), f32);
    const id scale = b.fill(b.cast(b.run_time_extent(1), f32), s);
    b.output(b.apply(op::divide, {b.apply(op::subtract, {parts.probability, hit}), scale}));
    checked_kernel(b.spec()).check({50});

    spec_builder c(family::row_wise);
    const extent n = c.symbol(64);
    const shape t = c.dims({n, {10, 0}});
    const id z = c.argument(f32, t), y = c.argument(i32, c.dims({n}));
    const id chosen = c.cast(c.apply(op::equal, {c.broadcast(y, t, {0}), c.iota(t, 1)}), f32);
    const auto p = softmax(c, z);
    const id largest = c.reduce(op::reduce_max, z, {1});
    const id picked = c.reduce(op::reduce_sum, c.apply(op::multiply, {z, chosen}), {1});
    c.output(c.apply(op::subtract, {c.apply(op::add, {c.apply(op::log, {p.sum}), largest}), picked}));
    c.output(c.reduce(op::argmax, z, {1}));
    const checked_kernel kernel(c.spec());
    for (const int r : {1, 7, 64}) kernel.check({r});
}

TEST(row_wise, over_all_axes_and_over_two) {
    spec_builder b(family::row_wise);
    const id x = b.argument(f32, b.dims({{6, 0}, {50, 0}}));
    const shape s = b.at(x).dims;
    const id mean = b.fill(b.reduce(op::reduce_sum, x, {0, 1}), s);
    const id centred = b.apply(op::subtract, {x, b.apply(op::divide, {mean, b.number(300, x)})});
    const id square = b.reduce(op::reduce_sum, b.apply(op::multiply, {centred, centred}), {0, 1});
    b.output(b.apply(op::multiply, {centred, b.apply(op::rsqrt, {b.fill(square, s)})}));
    check(b.spec());
    spec_builder c(family::row_wise);
    const shape t = c.dims({{5, 0}, {4, 0}, {6, 0}, {7, 0}});
    const id y = c.argument(f64, t);
    const id largest = c.broadcast(c.reduce(op::reduce_max, y, {2, 3}), t, {0, 1});
    const id e = c.apply(op::exp, {c.apply(op::subtract, {y, largest})});
    c.output(c.apply(op::divide, {e, c.broadcast(c.reduce(op::reduce_sum, e, {2, 3}), t, {0, 1})}));
    check(c.spec(), {}, 1e-14);
}

TEST(row_wise, nan_stays_in_its_row) {
    spec_builder b(family::row_wise);
    const id x = b.argument(f32, b.dims({{9, 0}, {21, 0}}));
    b.output(softmax(b, x).probability);
    auto arguments = random_arguments(b.spec(), {}, 2);
    for (const std::size_t at : {3u, 4u * 21 + 20, 7u * 21 + 8})
        arguments[0].set(at, std::numeric_limits<double>::quiet_NaN());
    checked_kernel(b.spec()).check({}, arguments, 1e-5);
}

}  // namespace
}  // namespace sylvite::generators::testing
