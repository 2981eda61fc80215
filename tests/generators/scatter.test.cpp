// scatter_add: repeated and out-of-range indices, every way of sharing out the work, the same bits on any number of
// threads.
#include "check.hpp"

#include <limits>

namespace sylvite::generators::testing {
namespace {

using generators::family;
using graph::op;
using reference::tensor;

/// Indices from -2 to beyond the rows, many of them equal.
std::vector<tensor> arguments_of(const generators::kernel_spec &spec, const std::vector<std::int32_t> &symbols,
                                 std::int64_t rows) {
    auto arguments = random_arguments(spec, symbols, 5);
    for (std::size_t i = 0; i < arguments[0].size(); ++i)
        arguments[0].set(i, static_cast<double>(static_cast<std::int64_t>(i * i * 7 % 31) % (rows + 3) - 2));
    if (arguments[0].size() > 1) arguments[0].set(1, std::numeric_limits<std::int32_t>::max());
    return arguments;
}

TEST(scatter, rows_of_any_width_add_up) {
    for (const dtype type : {f32, f64, i32})
        for (const std::int64_t columns : {1, 3, 8, 31, 64, 257})
            for (const std::int64_t rows : {1, 2, 13}) {
                spec_builder b(family::scatter);
                const auto index = b.argument(i32, b.dims({{4, 0}, {9, 0}}));
                b.output(b.scatter_add(index, b.argument(type, b.dims({{4, 0}, {9, 0}, {columns, 0}})), {rows, 0}, 0));
                checked_kernel(b.spec()).check({}, arguments_of(b.spec(), {}, rows), type == f32 ? 1e-5 : 1e-13);
            }
}

TEST(scatter, without_columns_and_without_indices) {
    spec_builder b(family::scatter);
    const auto index = b.argument(i32, b.dims({{100, 0}}));
    b.output(b.scatter_add(index, b.argument(f32, b.dims({{100, 0}})), {7, 0}, 0));
    checked_kernel(b.spec()).check({}, arguments_of(b.spec(), {}, 7), 1e-5);
    spec_builder c(family::scatter);
    const auto one = c.argument(i32, {});
    c.output(c.scatter_add(one, c.argument(f32, c.dims({{5, 0}})), {3, 0}, 0));
    for (const double i : {-1., 0., 2., 3.})
        checked_kernel(c.spec()).check({}, {tensor::scalar(i32, i), random_arguments(c.spec(), {}, 3)[1]}, 0);
}

TEST(scatter, equal_updates_count_their_indices) {
    spec_builder b(family::scatter);
    const auto index = b.argument(i32, b.dims({{100, 0}}));
    b.output(b.scatter_add(index, b.fill(b.constant(f32, 1), b.dims({{100, 0}, {4, 0}})), {7, 0}, 0));
    checked_kernel(b.spec()).check({}, arguments_of(b.spec(), {}, 7), 0);
    for (const std::int64_t rows : {1, 3}) {  // neither the index nor the update depends on where the index stands
        spec_builder c(family::scatter);
        const auto same = c.fill(c.argument(i32, {}), c.dims({{5, 0}, {2, 0}}));
        c.output(c.scatter_add(same, c.fill(c.argument(f32, {}), c.dims({{5, 0}, {2, 0}, {3, 0}})), {rows, 0}, 0));
        for (const double row : {0., 2., -1.})
            checked_kernel(c.spec()).check({}, {tensor::scalar(i32, row), tensor::scalar(f32, 1.5)}, 0);
    }
    spec_builder d(family::scatter);
    const auto at = d.argument(i32, d.dims({{9, 0}}));
    d.output(d.scatter_add(at, d.fill(d.constant(f32, 1), d.dims({{9, 0}, {4, 0}})), {1, 0}, 0));
    checked_kernel(d.spec()).check({}, arguments_of(d.spec(), {}, 1), 0);
}

TEST(scatter, tables_of_their_own_with_run_time_extents) {
    spec_builder b(family::scatter);
    const extent tables = b.symbol(12), indices = b.symbol(20), rows = b.symbol(9);
    const auto index = b.argument(i32, b.dims({tables, indices}));
    b.output(b.scatter_add(index, b.argument(f32, b.dims({tables, indices, {2, 0}, {3, 0}})), rows, 1));
    const checked_kernel kernel(b.spec());
    for (const auto &symbols : std::vector<std::vector<std::int32_t>>{{1, 1, 1}, {5, 20, 4}, {12, 7, 9}})
        kernel.check(symbols, arguments_of(b.spec(), symbols, symbols[2]), 1e-5);
}

TEST(scatter, elementwise_and_layout_in_front) {
    spec_builder b(family::scatter);
    const auto index = b.argument(i32, b.dims({{21, 0}}));
    const auto x = b.argument(f32, b.dims({{17, 0}, {21, 0}})), y = b.argument(f32, b.dims({{17, 0}}));
    const auto t = b.reverse(b.permute(x, {1, 0}), {0});
    const auto updates = b.apply(op::multiply, {b.apply(op::tanh, {t}), b.broadcast(y, b.dims(t), {1})});
    b.output(b.scatter_add(b.slice(index, {1}, {2}, b.dims({{10, 0}})),
                           b.slice(updates, {0, 0}, {2, 1}, b.dims({{10, 0}, {17, 0}})), {6, 0}, 0));
    checked_kernel(b.spec()).check({}, arguments_of(b.spec(), {}, 6), 1e-5);
}

TEST(scatter, reversed_updates_whose_last_vector_is_not_full) {
    for (const std::int64_t n : {5, 13, 21}) {
        spec_builder b(family::scatter);
        const auto index = b.argument(i32, {});
        b.output(b.scatter_add(index, b.reverse(b.argument(f32, b.dims({{n, 0}})), {0}), {7, 0}, 0));
        checked_kernel(b.spec()).check({}, arguments_of(b.spec(), {}, 7), 0);
    }
}

TEST(scatter, every_way_to_share_out_the_work_gives_the_same_bits) {
    spec_builder b(family::scatter);
    const auto index = b.argument(i32, b.dims({{3, 0}, {90, 0}}));
    b.output(b.scatter_add(index, b.argument(f32, b.dims({{3, 0}, {90, 0}, {70, 0}})), {19, 0}, 1));
    const auto arguments = arguments_of(b.spec(), {}, 19);
    const tensor serial =
        checked_kernel(b.spec(), {{{"tables", 0}, {"columns", 0}, {"ranges", 0}}, 1}).run({}, arguments)[0];
    for (const generators::schedule &chosen :
         std::vector<generators::schedule>{{{"tables", 1}, {"columns", 0}, {"ranges", 0}, {"grain", 512}},
                                           {{"tables", 0}, {"columns", 16}, {"ranges", 0}},
                                           {{"tables", 0}, {"columns", 64}, {"ranges", 0}, {"grain", 4096}},
                                           {{"tables", 0}, {"columns", 0}, {"ranges", 4}},
                                           {{"tables", 0}, {"columns", 0}, {"ranges", 7}, {"vector", 4}}}) {
        const checked_kernel kernel(b.spec(), {chosen, 2});
        kernel.check({}, arguments, 1e-5);
        for (int repeat = 0; repeat < 5; ++repeat)
            EXPECT_EQ(kernel.run({}, arguments)[0].values(), serial.values()) << generators::to_text(chosen);
    }
}

TEST(scatter, large_tables_are_shared_out_by_the_heuristic) {
    const auto chosen = [](std::int64_t tables, std::int64_t indices, std::int64_t columns) {
        spec_builder b(family::scatter);
        const auto index = b.argument(i32, b.dims({{tables, 0}, {indices, 0}}));
        b.output(
            b.scatter_add(index, b.argument(f32, b.dims({{tables, 0}, {indices, 0}, {columns, 0}})), {5000, 0}, 1));
        return generators::choose_schedule(b.spec(), generators::describe("x86-64-linux-avx-avx2-fma-sse41"));
    };
    EXPECT_EQ(chosen(16, 100, 64).at("tables"), 1);
    EXPECT_GT(chosen(1, 2000, 256).at("columns"), 0);
    EXPECT_GT(chosen(1, 20000, 16).at("ranges"), 1);
    for (const char *task : {"tables", "columns", "ranges"}) EXPECT_EQ(chosen(1, 8, 4).at(task), 0) << task;
}

}  // namespace
}  // namespace sylvite::generators::testing
