#include "check.hpp"

#include <limits>

namespace sylvite::generators::testing {
namespace {

using generators::family;
using graph::op;
using reference::tensor;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// Special values in every vector lane, and in the lanes behind the last whole vector.
tensor special_values(dtype type, std::int64_t count, unsigned shift) {
    const double list[] = {nan,   1.5, -infinity, 0.0,  -2.5, infinity, -0.5, 3.0,  1e-6,
                           -1e-6, 20., -20,       88.5, -87., 0.25,     -0.0, 100., -110};
    tensor t(type, {count});
    for (std::int64_t i = 0; i < count; ++i)
        t.set(static_cast<std::size_t>(i),
              list[(static_cast<unsigned>(i) * 5 + shift + static_cast<unsigned>(i) / 18) % 18]);
    return t;
}

/// All elementwise operations of one or two numbers but those of floats alone that are no exact ones.
std::vector<op> operations_of_numbers(int arity) {
    std::vector<op> kinds;
    const auto take = [&](op kind, bool is_function) {
        const graph::op_info &what = graph::info(kind);
        if (what.arity != arity || what.operands == graph::operand_types::booleans) return;
        if (arity == 2 && is_function && what.operands == graph::operand_types::floats) return;
        kinds.push_back(kind);
    };
#define SYLVITE_UNARY(name, ...) take(op::name, false);
#define SYLVITE_BINARY(name, ...) take(op::name, false);
#define SYLVITE_BINARY_FUNCTION(name, ...) take(op::name, true);
#include <sylvite/dsl/graph/operations.def>
    return kinds;
}

class unary : public ::testing::TestWithParam<op> {};

TEST_P(unary, matches_reference_with_nan_and_infinity) {
    for (const dtype type : {f32, f64}) {
        spec_builder b(family::elementwise);
        const auto x = b.argument(type, b.dims({{37, 0}}));
        b.output(b.apply(GetParam(), {x}));
        const checked_kernel kernel(b.spec());
        const double tolerance = type == f32 ? 4e-7 : 1e-15;
        kernel.check({}, tolerance);
        for (const unsigned shift : {0u, 1u, 7u}) kernel.check({}, {special_values(type, 37, shift)}, tolerance);
    }
}
INSTANTIATE_TEST_SUITE_P(operations, unary, ::testing::ValuesIn(operations_of_numbers(1)),
                         [](const auto &p) { return graph::info(p.param).name; });

class binary : public ::testing::TestWithParam<op> {};

TEST_P(binary, matches_reference_with_nan_and_infinity) {
    for (const dtype type : {f32, f64, i32}) {
        spec_builder b(family::elementwise);
        const auto x = b.argument(type, b.dims({{41, 0}})), y = b.argument(type, b.dims({{41, 0}}));
        b.output(b.apply(GetParam(), {x, y}));
        const checked_kernel kernel(b.spec());
        if (type == i32) {
            auto arguments = random_arguments(b.spec(), {}, 3);
            for (std::size_t i = 0; i < 41; ++i)
                if (arguments[1][i] == 0) arguments[1].set(i, 7);
            kernel.check({}, arguments, 0);
            continue;
        }
        kernel.check({}, 0);
        for (const unsigned shift : {0u, 3u, 11u})
            kernel.check({}, {special_values(type, 41, shift), special_values(type, 41, 2 * shift + 1)}, 0);
    }
}
// functions.test.cpp looks at functions of two floats
INSTANTIATE_TEST_SUITE_P(operations, binary, ::testing::ValuesIn(operations_of_numbers(2)),
                         [](const auto &p) { return graph::info(p.param).name; });

TEST(elementwise, logic_and_select_and_casts) {
    spec_builder b(family::elementwise);
    const shape s = b.dims({{3, 0}, {29, 0}});
    const auto p = b.argument(boolean, s), q = b.argument(boolean, s);
    const auto x = b.argument(f32, s);
    const auto i = b.argument(i32, s);
    const auto both = b.apply(op::logical_and, {p, b.apply(op::logical_not, {q})});
    const auto any = b.apply(op::logical_or, {both, b.cast(x, boolean)});
    b.output(b.apply(op::select, {any, b.cast(i, f32), b.cast(b.cast(x, i32), f32)}));
    check(b.spec());
    spec_builder c(family::elementwise);
    const auto y = c.argument(f32, s);
    c.output(c.apply(op::less, {y, c.number(0.5, y)}));
    check(c.spec());
}

TEST(elementwise, floats_beyond_the_range_of_integers_become_the_nearest) {
    for (const dtype type : {f32, f64}) {
        spec_builder b(family::elementwise);
        b.output(b.cast(b.argument(type, b.dims({{21, 0}})), i32));
        tensor values(type, {21});
        const double list[] = {nan, infinity, -infinity, 2147483520, 2147483648.0, -2147483648.0,
                               3e9, -3e9,     -1.9,      1e30,       0.99};
        for (std::size_t i = 0; i < 21; ++i) values.set(i, list[i % 11]);
        checked_kernel(b.spec()).check({}, {values}, 0);
    }
}

TEST(elementwise, layouts_become_index_arithmetic) {
    spec_builder b(family::elementwise);
    const auto x = b.argument(f32, b.dims({{6, 0}, {1, 0}, {35, 0}}));
    const auto bias = b.argument(f32, b.dims({{7, 0}}));
    const auto t = b.argument(f32, b.dims({{5, 0}, {7, 0}, {6, 0}}));
    const shape s = b.dims({{6, 0}, {5, 0}, {7, 0}});
    const auto sum = b.apply(op::add, {b.reshape(x, s), b.broadcast(bias, s, {2})});
    b.output(b.apply(op::multiply, {sum, b.permute(t, {2, 0, 1})}));
    check(b.spec());
}

TEST(elementwise, reshape_that_does_not_segment) {
    spec_builder b(family::elementwise);
    const auto x = b.argument(f32, b.dims({{6, 0}, {4, 0}}));
    const auto y = b.argument(f32, b.dims({{4, 0}, {6, 0}}));
    const auto z = b.reshape(b.permute(b.reshape(x, b.dims({{4, 0}, {6, 0}})), {1, 0}), b.dims({{4, 0}, {6, 0}}));
    b.output(b.apply(op::add, {z, y}));
    check(b.spec());
}

TEST(elementwise, iota_and_run_time_extent) {
    spec_builder b(family::elementwise);
    const extent rows = b.symbol(40);
    const shape s = b.dims({rows, {10, 0}});
    const auto label = b.argument(i32, b.dims({rows}));
    const auto hit = b.apply(op::equal, {b.broadcast(label, s, {0}), b.iota(s, 1)});
    const auto count = b.cast(b.fill(b.run_time_extent(1), s), f32);
    b.output(b.apply(op::divide, {b.cast(hit, f32), count}));
    const checked_kernel kernel(b.spec());
    for (const int r : {1, 7, 32, 40}) kernel.check({r});
}

TEST(elementwise, updates_several_outputs_in_place) {
    for (const std::int64_t n : {1, 5, 64, 1003, 200003}) {
        spec_builder b(family::elementwise);
        const shape s = b.dims({{n, 0}});
        const auto w = b.argument(f32, s), m = b.argument(f32, s), g = b.argument(f32, s);
        const auto v = b.argument(f64, s);
        const auto m_next = b.apply(op::add, {b.apply(op::multiply, {m, b.number(0.9, m)}), g});
        const auto v_next = b.apply(op::add, {v, b.apply(op::multiply, {b.cast(g, f64), b.cast(g, f64)})});
        b.output(b.apply(op::subtract, {w, b.apply(op::multiply, {m_next, b.number(0.1, m)})}), 0);
        b.output(m_next, 1);
        b.output(v_next, 3);
        b.output(b.apply(op::less, {g, w}));
        check(b.spec());
    }
}

TEST(elementwise, exchanges_two_buffers) {
    for (const dtype type : {f32, f64, i32, boolean}) {
        spec_builder b(family::elementwise);
        const shape s = b.dims({{83, 0}});
        const auto x = b.argument(type, s), y = b.argument(type, s);
        b.output(y, 0);
        b.output(x, 1);
        check(b.spec());
    }
}

TEST(elementwise, odd_extents) {
    for (const std::int64_t rows : {1, 3, 16, 17})
        for (const std::int64_t columns : {1, 2, 7, 8, 9, 13, 31, 257}) {
            spec_builder b(family::elementwise);
            const shape s = b.dims({{rows, 0}, {columns, 0}});
            const auto x = b.argument(f32, s), y = b.argument(f32, b.dims({{columns, 0}}));
            b.output(b.apply(op::add, {x, b.broadcast(y, s, {1})}));
            check(b.spec());
        }
}

TEST(elementwise, scalar_and_large) {
    spec_builder b(family::elementwise);
    const auto x = b.argument(f32, {}), y = b.argument(f32, {});
    b.output(b.apply(op::multiply, {x, y}), 0);
    check(b.spec());
    spec_builder c(family::elementwise);
    const shape s = c.dims({{301, 0}, {1027, 0}});
    const auto z = c.argument(f32, s), w = c.argument(f32, c.dims({{301, 0}}));
    c.output(c.apply(op::multiply, {c.apply(op::exp, {z}), c.broadcast(w, s, {0})}));
    check(c.spec());
}

}  // namespace
}  // namespace sylvite::generators::testing
