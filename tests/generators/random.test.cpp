// Random numbers in kernels of every family: the interpreter's, bit for bit, whatever extents, threads, instruction
// set and part of the batch.
#include "check.hpp"

#include <sylvite/generators/lowering/compile.hpp>

namespace sylvite::generators::testing {
namespace {

using generators::family;
using graph::op;
using reference::tensor;
using id = graph::node_id;

constexpr std::uint64_t stream = 0xfedcba9876543210;

void expect_equal(const tensor &found, const tensor &expected) {
    ASSERT_EQ(found.dims(), expected.dims());
    EXPECT_EQ(found.values(), expected.values());
}

kernel_spec numbers(dtype type, const std::vector<extent> &extents, std::int64_t bound = 0) {
    spec_builder b(family::elementwise);
    if (bound != 0) b.symbol(bound);
    shape s;
    for (const extent &e : extents) s.push_back(e);
    b.output(b.random(type, s, stream));
    return b.spec();
}

/// x where a draw is at least the threshold, times 4 / 3, else 0.
id dropped(spec_builder &b, id x, id bits) {
    const id mask = b.apply(op::less_equal, {b.number(-0x1p30, bits), bits});
    const id scaled = b.apply(op::multiply, {x, b.number(4. / 3, x)});
    return b.apply(op::select, {mask, scaled, b.number(0, x)});
}

class of_type : public ::testing::TestWithParam<dtype> {};

TEST_P(of_type, are_the_interpreters_at_every_extent) {
    for (const std::int64_t n : {1, 2, 17, 63, 64, 65, 251, 1009, 70001}) {
        SCOPED_TRACE(n);
        const checked_kernel kernel(numbers(GetParam(), {{n, 0}}));
        expect_equal(kernel.run({}, {})[0], kernel.expected({}, {})[0]);
    }
}
TEST_P(of_type, are_the_same_on_any_number_of_threads_and_instruction_set) {
    const kernel_spec spec = numbers(GetParam(), {{300001, 0}});
    const checked_kernel kernel(spec);
    const tensor expected = kernel.expected({}, {})[0];
    for (const char *target : {"x86-64-linux-avx-avx2-f16c-fma-sse41", "x86-64-linux", ""})
        for (const int threads : {1, 2, 3}) {
            SCOPED_TRACE(target + std::to_string(threads));
            run_options how;
            how.threads = threads;
            how.target = target;
            expect_equal(checked_kernel(spec, how).run({}, {})[0], expected);
        }
}
TEST_P(of_type, are_those_of_the_rows_of_the_whole_batch) {
    for (const std::int64_t width : {3, 64, 100}) {
        const kernel_spec spec = numbers(GetParam(), {{40, 1}, {width, 0}}, 40);
        const tensor whole = checked_kernel(spec).run({40}, {})[0];
        std::vector<double> found;
        checked_kernel part(spec);
        for (const int rows : {1, 7, 2, 13, 17}) {
            part.now.first_row = found.size() / static_cast<std::size_t>(width);
            const tensor t = part.run({rows}, {})[0];
            expect_equal(t, part.expected({rows}, {})[0]);
            found.insert(found.end(), t.values().begin(), t.values().end());
        }
        EXPECT_EQ(found, whole.values()) << width;
    }
}
TEST_P(of_type, are_there_behind_four_thousand_million_rows_and_steps) {
    checked_kernel kernel(numbers(GetParam(), {{40, 1}, {37, 0}}, 40));
    kernel.now = {~std::uint64_t{0}, 0xfedcba9876543, 0xffffffffff};
    expect_equal(kernel.run({33}, {})[0], kernel.expected({33}, {})[0]);
    checked_kernel wrapping(numbers(GetParam(), {{64, 1}, {64, 0}}, 64));
    wrapping.now = {~std::uint64_t{0}, 0xfedcba9876543,
                    0xfffffff0};  // a block's lower word wraps around within the batch
    expect_equal(wrapping.run({64}, {})[0], wrapping.expected({64}, {})[0]);
}
INSTANTIATE_TEST_SUITE_P(random_numbers, of_type, ::testing::Values(f32, f64, i32),
                         [](const auto &p) { return name_of(p.param); });

/// Rows of a dynamic batch, and columns: multiples of a group's 64 elements, of its 16, and odd ones.
class columns : public ::testing::TestWithParam<std::int64_t> {
  protected:
    const extent width{GetParam(), 0}, inner{24, 0};

    static void check_parts(const kernel_spec &spec, double tolerance = 1e-5) {
        checked_kernel kernel(spec);
        for (const std::uint64_t first : {0U, 1U, 64U}) {
            kernel.now.first_row = first;
            for (const int rows : {33, 16, 1}) kernel.check({rows}, tolerance);
        }
    }
};

TEST_P(columns, of_dropout_match_reference) {
    spec_builder b(family::elementwise);
    const extent rows = b.symbol(33);
    const id x = b.argument(f32, b.dims({rows, width}));
    b.output(dropped(b, x, b.random(i32, b.dims({rows, width}), stream)));
    check_parts(b.spec());
}
TEST_P(columns, of_dropout_in_place_match_reference) {
    spec_builder b(family::elementwise);
    const extent rows = b.symbol(33);
    const id x = b.argument(f32, b.dims({rows, width}));
    b.output(dropped(b, x, b.random(i32, b.dims({rows, width}), stream)), 0);
    check_parts(b.spec());
}
TEST_P(columns, of_rows_that_are_dropped_match_reference) {
    spec_builder b(family::elementwise);
    const extent rows = b.symbol(33);
    const id x = b.argument(f32, b.dims({rows, width}));
    const id bits = b.broadcast(b.random(i32, b.dims({rows}), stream), b.dims({rows, width}), {0});
    b.output(dropped(b, x, bits));
    check_parts(b.spec());
}
TEST_P(columns, of_numbers_that_are_permuted_and_reversed_match_reference) {
    spec_builder b(family::elementwise);
    const extent rows = b.symbol(33);
    const id x = b.argument(f32, b.dims({width, rows}));
    const id bits = b.random(i32, b.dims({rows, width}), stream);
    b.output(dropped(b, x, b.permute(b.reverse(bits, {1}), {1, 0})));
    check_parts(b.spec());
}
TEST_P(columns, of_dropout_behind_a_contraction_match_reference) {
    spec_builder b(family::contraction);
    const extent rows = b.symbol(33);
    const id x = b.argument(f32, b.dims({rows, inner})), w = b.argument(f32, b.dims({width, inner}));
    const id y = b.apply(op::relu, {b.contraction(x, w, "mk,nk->mn")});
    b.output(dropped(b, y, b.random(i32, b.dims({rows, width}), stream)));
    check_parts(b.spec());
}
TEST_P(columns, of_a_softmax_with_dropout_match_reference) {
    spec_builder b(family::row_wise);
    const extent rows = b.symbol(33);
    const shape whole = b.dims({rows, width});
    const id x = b.argument(f32, whole);
    const id largest = b.broadcast(b.reduce(op::reduce_max, x, {1}), whole, {0});
    const id e = b.apply(op::exp, {b.apply(op::subtract, {x, largest})});
    const id p = b.apply(op::divide, {e, b.broadcast(b.reduce(op::reduce_sum, e, {1}), whole, {0})});
    b.output(dropped(b, p, b.random(i32, whole, stream)));
    check_parts(b.spec());
}
TEST_P(columns, of_a_sum_of_random_numbers_match_reference) {
    for (const std::vector<std::int64_t> &axes : {std::vector<std::int64_t>{0}, {1}, {0, 1}}) {
        spec_builder b(family::reduction);
        const extent rows = b.symbol(33);
        const id x = b.argument(f32, b.dims({rows, width}));
        const id u = b.random(f32, b.dims({rows, width}), stream);
        b.output(b.reduce(op::reduce_sum, b.apply(op::multiply, {x, u}), axes));
        check_parts(b.spec());
    }
}
TEST_P(columns, of_scattered_random_numbers_match_reference) {
    spec_builder b(family::scatter);
    const extent rows = b.symbol(33);
    const id index = b.argument(i32, b.dims({rows}));
    b.output(b.scatter_add(index, b.random(f32, b.dims({rows, width}), stream), {9, 0}, 0));
    check_parts(b.spec());
}
TEST_P(columns, of_gathered_rows_with_noise_match_reference) {
    spec_builder b(family::elementwise);
    const extent rows = b.symbol(33);
    const id table = b.argument(f32, b.dims({{9, 0}, width})), index = b.argument(i32, b.dims({rows}));
    const id x = b.gather(table, index, 0, 0);
    b.output(b.apply(op::add, {x, b.random(f32, b.dims({rows, width}), stream)}));
    check_parts(b.spec());
}
INSTANTIATE_TEST_SUITE_P(random_numbers, columns, ::testing::Values(1, 61, 64, 100, 320));

TEST(random_numbers, of_two_dynamic_extents_match_reference) {
    spec_builder b(family::elementwise);
    const extent rows = b.symbol(12), places = b.symbol(20);
    const id x = b.argument(f32, b.dims({rows, places, {5, 0}}));
    b.output(dropped(b, x, b.random(i32, b.dims({rows, places, {5, 0}}), stream)));
    checked_kernel kernel(b.spec());
    for (const std::uint64_t first : {0U, 3U}) {
        kernel.now.first_row = first;
        for (const std::vector<std::int32_t> &extents : {std::vector<std::int32_t>{12, 20}, {1, 1}, {7, 13}})
            kernel.check(extents, 1e-6);
    }
}

}  // namespace
}  // namespace sylvite::generators::testing
