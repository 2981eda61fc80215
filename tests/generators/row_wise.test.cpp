#include "check.hpp"

#include <sylvite/generators/spec/index_space.hpp>

#include <algorithm>
#include <limits>

namespace sylvite::generators::testing {
namespace {

using generators::family;
using graph::op;
using id = graph::node_id;

struct softmax_parts {
    id exponential, probability, sum;
};

softmax_parts softmax(spec_builder &b, id x) {
    const shape s = b.dims(x);
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
                    const run_options options{.changes = {{"row_lanes", lanes}, {"grain", rows > 16 ? 8 : 0}}};
                    const checked_kernel kernel(b.spec(), options);
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

/// Softmax cross entropy, one value a row, and its gradient: results of two shapes.
spec_builder loss_and_gradient(const extent &rows, std::int64_t columns, bool gradient_first = false) {
    spec_builder b(family::row_wise);
    const shape s = b.dims({rows, {columns, 0}});
    const id label = b.argument(i32, b.dims({rows})), z = b.argument(f32, s), scale = b.argument(f32, {});
    const id hit = b.apply(op::equal, {b.broadcast(label, s, {0}), b.iota(s, 1)});
    const auto p = softmax(b, z);
    const id largest = b.reduce(op::reduce_max, z, {1});
    const id picked = b.reduce(op::reduce_sum, b.apply(op::select, {hit, z, b.number(0, z)}), {1});
    const id loss = b.apply(op::subtract, {b.apply(op::add, {b.apply(op::log, {p.sum}), largest}), picked});
    const id gradient =
        b.apply(op::multiply, {b.apply(op::subtract, {p.probability, b.cast(hit, f32)}), b.fill(scale, s)});
    b.output(gradient_first ? gradient : loss);
    b.output(gradient_first ? loss : gradient);
    return b;
}

constexpr std::int64_t odd_rows[] = {1, 7, 8, 9, 31}, odd_columns[] = {1, 2, 10, 17, 48, 49, 100, 1000};

TEST(row_wise, a_result_of_the_row_beside_one_of_its_elements) {
    for (const std::int64_t columns : odd_columns)
        for (const std::int64_t rows : odd_rows) {
            SCOPED_TRACE(std::to_string(rows) + " x " + std::to_string(columns));
            check(loss_and_gradient({rows, 0}, columns, rows == 9).spec());
        }
}

TEST(row_wise, results_of_two_shapes_in_tasks_of_dynamic_rows) {
    for (const std::int64_t columns : odd_columns)
        for (const std::int64_t lanes : {0, 2, 8})
            for (const std::int64_t grain : {0, 8}) {
                SCOPED_TRACE(std::to_string(columns) + " columns");
                generators::kernel_spec spec = loss_and_gradient({31, 1}, columns).spec();
                spec.symbol_bounds = {31};
                const checked_kernel kernel(spec, {.changes = {{"row_lanes", lanes}, {"grain", grain}}});
                for (const std::int64_t rows : odd_rows) kernel.check({static_cast<std::int32_t>(rows)});
            }
}

TEST(row_wise, results_of_two_shapes_are_the_same_bits_on_any_number_of_threads) {
    for (const std::int64_t columns : {10, 1000}) {
        const generators::kernel_spec spec = loss_and_gradient({31, 0}, columns).spec();
        const auto arguments = random_arguments(spec, {}, 3);
        const auto alone = checked_kernel(spec, {.changes = {{"grain", 0}}, .threads = 1}).run({}, arguments);
        for (const int threads : {1, 2, 3}) {
            const auto shared =
                checked_kernel(spec, {.changes = {{"grain", 8}}, .threads = threads}).run({}, arguments);
            for (std::size_t k = 0; k < alone.size(); ++k) EXPECT_EQ(alone[k].values(), shared[k].values());
        }
    }
}

TEST(row_wise, dear_elements_are_computed_once) {
    for (const std::int64_t columns : {10, 1000}) {
        const generators::kernel_spec spec = loss_and_gradient({32, 0}, columns).spec();
        const index_space space(spec);
        const auto exponentials =
            std::ranges::count_if(space.values(), [](const value &v) { return v.kind == op::exp; });
        EXPECT_EQ(exponentials, 1) << "reductions and results of one row share its elements";
    }
}

TEST(row_wise, results_of_the_row_over_several_axes) {
    spec_builder b(family::row_wise);
    const shape s = b.dims({{3, 0}, b.symbol(6), {4, 0}, {5, 0}});
    const id x = b.argument(f64, s);
    const id sum = b.reduce(op::reduce_sum, x, {2, 3});
    b.output(b.apply(op::divide, {x, b.broadcast(sum, s, {0, 1})}));
    b.output(sum);
    b.output(b.apply(op::less, {b.number(0, sum), sum}));
    for (const std::int64_t lanes : {0, 2}) {
        const checked_kernel kernel(b.spec(), {.changes = {{"row_lanes", lanes}}});
        for (const int rows : {1, 2, 5, 6}) kernel.check({rows}, 1e-11);
    }
    spec_builder c(family::row_wise);  // one row
    const id y = c.argument(f32, c.dims({{70, 0}}));
    const id length = c.apply(op::sqrt, {c.reduce(op::reduce_sum, c.apply(op::multiply, {y, y}), {0})});
    c.output(length);
    c.output(c.apply(op::divide, {y, c.fill(length, c.dims(y))}));
    check(c.spec());
}

TEST(row_wise, outputs_that_share_no_rows_are_refused) {
    spec_builder b(family::row_wise);
    const id x = b.argument(f32, b.dims({{3, 0}, {4, 0}}));
    b.output(x);
    b.output(b.reduce(op::reduce_sum, x, {0}));
    EXPECT_THROW(index_space{b.spec()}, std::runtime_error);
}

TEST(row_wise, over_all_axes_and_over_two) {
    spec_builder b(family::row_wise);
    const id x = b.argument(f32, b.dims({{6, 0}, {50, 0}}));
    const shape s = b.dims(x);
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
