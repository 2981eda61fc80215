#include "check.hpp"

#include <limits>

namespace sylvite::generators::testing {
namespace {

using generators::family;
using graph::op;

struct reduction_case {
    std::vector<std::int64_t> extents, axes;
};

void PrintTo(const reduction_case &c, std::ostream *to) {
    *to << reference::to_string(c.extents) << " over " << reference::to_string(c.axes);
}

shape shape_of(const std::vector<std::int64_t> &extents) {
    shape s;
    for (const auto e : extents) s.push_back({e, 0});
    return s;
}

class reduction : public ::testing::TestWithParam<reduction_case> {};

TEST_P(reduction, matches_reference) {
    for (const op kind : {op::reduce_sum, op::reduce_max, op::reduce_min, op::argmax, op::argmin}) {
        spec_builder b(family::reduction);
        const auto x = b.argument(f32, shape_of(GetParam().extents));
        const auto y = b.apply(op::multiply, {x, x});
        b.output(b.reduce(kind, kind == op::reduce_sum ? y : x, GetParam().axes));
        SCOPED_TRACE(graph::info(kind).name);
        check(b.spec());
    }
}
INSTANTIATE_TEST_SUITE_P(
    shapes, reduction,
    ::testing::Values(reduction_case{{1}, {0}}, reduction_case{{7}, {0}}, reduction_case{{1000}, {0}},
                      reduction_case{{300007}, {0}}, reduction_case{{524288}, {0}}, reduction_case{{5, 3}, {1}},
                      reduction_case{{5, 8}, {1}}, reduction_case{{5, 67}, {1}}, reduction_case{{33, 131}, {1}},
                      reduction_case{{2000, 100}, {1}}, reduction_case{{1, 9}, {0}}, reduction_case{{9, 1}, {1}},
                      reduction_case{{67, 5}, {0}}, reduction_case{{31, 8}, {0}}, reduction_case{{31, 45}, {0}},
                      reduction_case{{20000, 10}, {0}}, reduction_case{{20000, 33}, {0}},
                      reduction_case{{64, 4099}, {0}}, reduction_case{{7, 5, 11}, {1}},
                      reduction_case{{6, 2, 14, 2}, {1, 3}}, reduction_case{{3, 4, 17}, {1}},
                      reduction_case{{2, 3, 5, 3, 16}, {1, 3}}, reduction_case{{7, 5, 11}, {0, 2}},
                      reduction_case{{7, 5, 11}, {0, 1, 2}}, reduction_case{{3, 70, 2, 9}, {1, 3}},
                      reduction_case{{5, 2, 70}, {0, 2}}, reduction_case{{300, 40, 30}, {0, 2}}));

TEST(reduction, dynamic_rows_summed_and_kept) {
    for (const bool over_rows : {true, false}) {
        spec_builder b(family::reduction);
        const extent rows = b.symbol(359);
        const auto x = b.argument(f32, b.dims({rows, {37, 0}}));
        b.output(b.reduce(op::reduce_sum, x, {over_rows ? 0 : 1}));
        const checked_kernel kernel(b.spec());
        for (const int r : {1, 7, 32, 256, 359}) kernel.check({r});
    }
    spec_builder b(family::reduction);
    const extent rows = b.symbol(100000);
    const auto x = b.argument(f32, b.dims({rows, {3, 0}}));
    b.output(b.reduce(op::reduce_sum, x, {0, 1}, f64));
    const checked_kernel kernel(b.spec());
    for (const int r : {1, 7, 1000, 99991, 100000}) kernel.check({r});
}

TEST(reduction, wide_accumulator_keeps_small_terms) {
    spec_builder b(family::reduction);
    const auto x = b.argument(f32, b.dims({{4097, 0}}));
    b.output(b.reduce(op::reduce_sum, x, {0}, f64));
    reference::tensor values(f32, {4097});
    for (std::size_t i = 0; i < 4096; ++i) values.set(i, 1e-3);
    values.set(4096, 1e5);
    checked_kernel(b.spec()).check({}, {values}, 1e-7);
}

TEST(reduction, products_match_reference) {
    for (const dtype type : {f32, f64, i32})
        for (const auto &[extents, axes] :
             {reduction_case{{7}, {0}}, reduction_case{{300}, {0}}, reduction_case{{33, 131}, {1}},
              reduction_case{{67, 5}, {0}}, reduction_case{{31, 45}, {0}}, reduction_case{{7, 5, 11}, {0, 2}},
              reduction_case{{300, 40, 30}, {0, 2}}, reduction_case{{300007}, {0}}}) {
            SCOPED_TRACE(reference::to_string(extents));
            spec_builder b(family::reduction);
            const auto x = b.argument(type, shape_of(extents));
            b.output(b.reduce(op::reduce_product, x, axes));
            auto arguments = random_arguments(b.spec(), {}, 6);
            for (std::size_t i = 0; i < arguments[0].size(); ++i) {
                const double centred = arguments[0][i] / 2;  // factors near 1: the product stays near 1
                arguments[0].set(i, type == i32 ? 2 * arguments[0][i] + 1 : 1 + 0.01 * centred);
            }
            checked_kernel(b.spec()).check({}, arguments, type == f32 ? 1e-4 : 1e-11);
        }
}

TEST(reduction, nan_wins_and_first_of_equals_wins) {
    for (const op kind : {op::reduce_max, op::reduce_min, op::argmax, op::argmin, op::reduce_sum, op::reduce_product})
        for (const std::int64_t n : {3, 21, 64}) {
            spec_builder b(family::reduction);
            const auto x = b.argument(f32, b.dims({{n, 0}, {n, 0}}));
            b.output(b.reduce(kind, x, {1}));
            const checked_kernel kernel(b.spec());
            reference::tensor values(f32, {n, n});
            for (std::int64_t row = 0; row < n; ++row)
                for (std::int64_t column = 0; column < n; ++column) {
                    const auto at = static_cast<std::size_t>(row * n + column);
                    values.set(at, static_cast<double>(column % 3));
                    if (row % 3 == 1 && column >= row) values.set(at, std::numeric_limits<double>::quiet_NaN());
                    if (row % 3 == 2) values.set(at, -std::numeric_limits<double>::infinity());
                    if (kind == op::reduce_product && row % 3 == 0) values.set(at, row == 0 ? -1 : 1);
                }
            kernel.check({}, {values}, 1e-6);
        }
}

TEST(reduction, of_few_elements_is_written_out_with_the_same_rules) {
    for (const dtype type : {f32, f64, i32})
        for (const op kind :
             {op::reduce_sum, op::reduce_product, op::reduce_max, op::reduce_min, op::argmax, op::argmin}) {
            spec_builder b(family::reduction);
            const auto x = b.argument(type, shape_of({5, 9, 2, 7, 3}));
            b.output(b.reduce(kind, x, {2, 4}));
            EXPECT_EQ(choose_schedule(b.spec(), describe("x86-64-linux-avx-avx2-fma")).at("lanes"), 0);
            auto arguments = random_arguments(b.spec(), {}, 4);
            const double nan = std::numeric_limits<double>::quiet_NaN();
            for (std::size_t i = 0; i < arguments[0].size(); ++i)
                arguments[0].set(i, type != i32 && i % 11 == 0 ? nan : static_cast<double>((i * 7) % 5) - 2);
            checked_kernel(b.spec()).check({}, arguments, 0);
        }
}

TEST(reduction, one_nan_among_many_elements_reaches_the_result) {
    for (const op kind : {op::reduce_max, op::reduce_min, op::argmax, op::argmin, op::reduce_sum, op::reduce_product})
        for (const dtype type : {f32, f64}) {
            spec_builder b(family::reduction);
            b.output(b.reduce(kind, b.argument(type, b.dims({{300007, 0}})), {0}));
            const checked_kernel kernel(b.spec());
            for (const std::size_t at : {0u, 99991u, 300000u, 300006u}) {
                reference::tensor values(type, {300007});
                for (std::size_t i = 0; i < values.size(); ++i) values.set(i, i % 2 == 0 ? 1 : -1);
                values.set(at, std::numeric_limits<double>::quiet_NaN());
                kernel.check({}, {values}, 0);
            }
        }
}

TEST(reduction, prologue_epilogue_and_update_in_place) {
    spec_builder b(family::reduction);
    const extent rows = b.symbol(256);
    const auto w = b.argument(f32, b.dims({{45, 0}}));
    const auto g = b.argument(f32, b.dims({rows, {45, 0}}));
    const auto sum = b.reduce(op::reduce_sum, b.apply(op::relu, {g}), {0});
    b.output(b.apply(op::subtract, {w, b.apply(op::multiply, {sum, b.number(0.5, sum)})}), 0);
    b.output(sum);
    const checked_kernel kernel(b.spec());
    for (const int r : {1, 31, 256}) kernel.check({r});
}

TEST(reduction, integers_and_doubles_and_booleans) {
    for (const dtype type : {i32, f64}) {
        for (const int axis : {0, 1}) {
            spec_builder b(family::reduction);
            const auto x = b.argument(type, b.dims({{53, 0}, {29, 0}}));
            b.output(b.reduce(op::reduce_sum, x, {axis}));
            b.output(b.apply(op::negate, {b.reduce(op::reduce_sum, x, {axis})}));
            check(b.spec(), {}, 1e-14);
            for (const op kind : {op::reduce_max, op::reduce_min, op::argmax, op::argmin}) {
                spec_builder c(family::reduction);
                c.output(c.reduce(kind, c.argument(type, c.dims({{53, 0}, {29, 0}})), {axis}));
                check(c.spec(), {}, 0);
            }
        }
    }
    spec_builder b(family::reduction);
    const auto hit = b.argument(boolean, b.dims({{100, 0}}));
    b.output(b.reduce(op::reduce_sum, b.cast(hit, f32), {0}, f64));
    check(b.spec());
}

TEST(reduction, same_bits_on_any_number_of_threads) {
    spec_builder b(family::reduction);
    const auto x = b.argument(f32, b.dims({{300007, 0}}));
    b.output(b.reduce(op::reduce_sum, x, {0}));
    const auto arguments = random_arguments(b.spec(), {}, 5);
    const auto one = checked_kernel(b.spec(), {{}, 1}).run({}, arguments)[0];
    for (const int threads : {2, 3, 8})
        EXPECT_EQ(checked_kernel(b.spec(), {{}, threads}).run({}, arguments)[0][0], one[0]);
}

}  // namespace
}  // namespace sylvite::generators::testing
