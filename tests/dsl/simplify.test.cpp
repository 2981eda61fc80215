// The table of rewrite rules: each fires, and keeps the values that the graph without it has.
#include "support.hpp"

#include <set>

namespace {

using namespace sylvite;
using namespace sylvite::test;

/// A node put in as it is, whatever rule would apply.
node_id raw(graph::builder &b, op kind, std::initializer_list<node_id> inputs, const shape &dims, dtype type,
            std::vector<std::int64_t> attributes = {}) {
    graph::node n;
    n.kind = kind;
    n.type = n.accumulator = type;
    for (const node_id i : inputs) n.inputs[n.input_count++] = i;
    n.dims = b.intern(dims);
    return b.insert(n, attributes);
}

struct rewrite_case {
    const char *what;
    std::function<node_id(bench &, node_id x)> build;  // x: f64 [2, 3], positive; returns the node as written
};

const shape whole = fixed({2, 3});

node_id unary(bench &t, op kind, node_id x) { return raw(t.b, kind, {x}, t.b.dims(x), f64); }
node_id binary(bench &t, op kind, node_id x, node_id y) { return raw(t.b, kind, {x, y}, t.b.dims(x), f64); }
node_id literal(bench &t, double value) { return graph::broadcast(t.b, graph::constant(t.b, f64, value), whole, {}); }
node_id row(bench &t) { return t.leaf(f64, {2}, {0.5, 1.5}); }
node_id repeated(bench &t, node_id of_rows) { return raw(t.b, op::broadcast, {of_rows}, whole, f64, {0}); }

const std::int64_t half = std::bit_cast<std::int64_t>(0.5);

const rewrite_case cases[] = {
    {"- -x", [](bench &t, node_id x) { return unary(t, op::negate, unary(t, op::negate, x)); }},
    {"log exp x", [](bench &t, node_id x) { return unary(t, op::log, unary(t, op::exp, x)); }},
    {"log (exp x / s)",
     [](bench &t, node_id x) { return unary(t, op::log, binary(t, op::divide, unary(t, op::exp, x), x)); }},
    {"log sigmoid x", [](bench &t, node_id x) { return unary(t, op::log, unary(t, op::sigmoid, x)); }},
    {"cast to the same", [](bench &t, node_id x) { return unary(t, op::cast, x); }},
    {"x + 0", [](bench &t, node_id x) { return binary(t, op::add, x, literal(t, 0)); }},
    {"0 + x", [](bench &t, node_id x) { return binary(t, op::add, literal(t, 0), x); }},
    {"x + -y", [](bench &t, node_id x) { return binary(t, op::add, x, unary(t, op::negate, unary(t, op::exp, x))); }},
    {"-y + x", [](bench &t, node_id x) { return binary(t, op::add, unary(t, op::negate, unary(t, op::exp, x)), x); }},
    {"x - 0", [](bench &t, node_id x) { return binary(t, op::subtract, x, literal(t, 0)); }},
    {"0 - x", [](bench &t, node_id x) { return binary(t, op::subtract, literal(t, 0), x); }},
    {"x - -y", [](bench &t, node_id x) { return binary(t, op::subtract, x, unary(t, op::negate, x)); }},
    {"x * 1", [](bench &t, node_id x) { return binary(t, op::multiply, x, literal(t, 1)); }},
    {"1 * x", [](bench &t, node_id x) { return binary(t, op::multiply, literal(t, 1), x); }},
    {"x * -1", [](bench &t, node_id x) { return binary(t, op::multiply, x, literal(t, -1)); }},
    {"x / 1", [](bench &t, node_id x) { return binary(t, op::divide, x, literal(t, 1)); }},
    {"x / -1", [](bench &t, node_id x) { return binary(t, op::divide, x, literal(t, -1)); }},
    {"x^0", [](bench &t, node_id x) { return binary(t, op::pow, x, literal(t, 0)); }},
    {"1^x", [](bench &t, node_id x) { return binary(t, op::pow, literal(t, 1), x); }},
    {"x^1", [](bench &t, node_id x) { return binary(t, op::pow, x, literal(t, 1)); }},
    {"x^2", [](bench &t, node_id x) { return binary(t, op::pow, x, literal(t, 2)); }},
    {"x^3", [](bench &t, node_id x) { return binary(t, op::pow, x, literal(t, 3)); }},
    {"x^-1", [](bench &t, node_id x) { return binary(t, op::pow, x, literal(t, -1)); }},
    {"x^-2", [](bench &t, node_id x) { return binary(t, op::pow, x, literal(t, -2)); }},
    {"x^0.5", [](bench &t, node_id x) { return binary(t, op::pow, x, literal(t, 0.5)); }},
    {"x^-0.5", [](bench &t, node_id x) { return binary(t, op::pow, x, literal(t, -0.5)); }},
    {"operation on broadcasts",
     [](bench &t, node_id) { return binary(t, op::multiply, repeated(t, row(t)), repeated(t, row(t))); }},
    {"sum of broadcast",
     [](bench &t, node_id) {
         return raw(t.b, op::reduce_sum, {repeated(t, row(t))}, fixed({}), f64, {0, 1});
     }},
    {"sum over what a broadcast added",
     [](bench &t, node_id) { return raw(t.b, op::reduce_sum, {repeated(t, row(t))}, fixed({2}), f64, {1}); }},
    {"sum of sum",
     [](bench &t, node_id x) {
         return raw(t.b, op::reduce_sum, {raw(t.b, op::reduce_sum, {x}, fixed({3}), f64, {0})}, fixed({}), f64, {0});
     }},
    {"product of product",
     [](bench &t, node_id x) {
         return raw(t.b, op::reduce_product, {raw(t.b, op::reduce_product, {x}, fixed({3}), f64, {0})}, fixed({}), f64,
                    {0});
     }},
    {"reshape of reshape",
     [](bench &t, node_id x) {
         return raw(t.b, op::reshape, {raw(t.b, op::reshape, {x}, fixed({6}), f64)}, fixed({3, 2}), f64);
     }},
    {"reshape back",
     [](bench &t, node_id x) {
         return raw(t.b, op::reshape, {raw(t.b, op::reshape, {x}, fixed({6}), f64)}, whole, f64);
     }},
    {"permute that keeps all",
     [](bench &t, node_id x) {
         return raw(t.b, op::permute, {x}, whole, f64, {0, 1});
     }},
    {"permute of permute",
     [](bench &t, node_id x) {
         return raw(t.b, op::permute, {raw(t.b, op::permute, {x}, fixed({3, 2}), f64, {1, 0})}, whole, f64, {1, 0});
     }},
    {"broadcast of broadcast",
     [](bench &t, node_id) {
         return raw(t.b, op::broadcast, {repeated(t, row(t))}, fixed({5, 2, 3}), f64, {1, 2});
     }},
    {"pad that only cuts",
     [](bench &t, node_id x) {
         return raw(t.b, op::pad, {x}, fixed({2, 1}), f64, {0, 0, -1, 0, -1, 0, 0});
     }},
    {"pad of pad",
     [](bench &t, node_id x) {
         const node_id inner = raw(t.b, op::pad, {x}, fixed({3, 5}), f64, {half, 1, 0, 0, 2, 0, 0});
         return raw(t.b, op::pad, {inner}, fixed({3, 3}), f64, {half, -2, 1, 2, -3, 0, 0});
     }},
    {"slice of slice",
     [](bench &t, node_id x) {
         const node_id wide = raw(t.b, op::pad, {x}, fixed({2, 13}), f64, {half, 0, 5, 0, 5, 0, 0});
         const node_id inner = raw(t.b, op::slice, {wide}, fixed({2, 6}), f64, {0, 1, 1, 2});
         return raw(t.b, op::slice, {inner}, fixed({1, 2}), f64, {1, 2, 1, 3});
     }},
    {"slice of pad",
     [](bench &t, node_id x) {
         const node_id padded = raw(t.b, op::pad, {x}, fixed({5, 6}), f64, {half, 1, 2, 2, 1, 0, 0});
         return raw(t.b, op::slice, {padded}, fixed({2, 2}), f64, {1, 2, 1, 2});
     }},
    {"slice of broadcast",
     [](bench &t, node_id) {
         return raw(t.b, op::slice, {repeated(t, row(t))}, fixed({1, 2}), f64, {1, 0, 1, 2});
     }},
    {"reverse of reverse",
     [](bench &t, node_id x) {
         return raw(t.b, op::reverse, {raw(t.b, op::reverse, {x}, whole, f64, {0})}, whole, f64, {0, 1});
     }},
    {"reverse of broadcast",
     [](bench &t, node_id) {
         return raw(t.b, op::reverse, {repeated(t, row(t))}, whole, f64, {0, 1});
     }},
};

TEST(simplify, each_rule_fires_and_keeps_the_values) {
    for (const rewrite_case &c : cases) {
        bench t;
        random_numbers random(31);
        const node_id x = t.leaf(random.uniform(f64, {2, 3}, 0.5, 2));
        const node_id written = c.build(t, x);
        const graph::node candidate = t.b[written];
        const std::vector<std::int64_t> attributes(t.b.attributes(written).begin(), t.b.attributes(written).end());
        const node_id simpler = graph::rewrite(t.b, candidate, attributes);
        ASSERT_NE(simpler, graph::no_node) << c.what << ": no rule fires";
        EXPECT_NE(simpler, written) << c.what;
        ASSERT_EQ(t.b.dims(simpler), t.b.dims(candidate)) << c.what;
        expect_near(t.value(simpler), t.value(written), 1e-14, c.what);
    }
}

TEST(simplify, a_padding_that_cut_something_off_is_no_part_of_another) {
    bench t;
    const node_id x = t.leaf(f64, {3}, {1, 2, 3});
    const node_id y = graph::pad(t.b, graph::pad(t.b, x, 0, {-1, 0, 0}, 0), 0, {1, 0, 0}, 0);
    EXPECT_EQ(t.value(y).values(), (std::vector<double>{0, 2, 3}));
    t.extents.of_symbol[1] = 2;
    const node_id z = t.leaf(shape_of({{4, 1}}), tensor(f64, {2}, {1, 2}));
    const node_id back = graph::shift(t.b, graph::shift(t.b, z, 0, 1, 0), 0, -1, 0);
    EXPECT_EQ(t.value(back).values(), (std::vector<double>{1, 0}));
    const node_id other = graph::pad(t.b, graph::pad(t.b, x, 0, {1, 0, 0}, 5), 0, {1, 0, 0}, 6);
    EXPECT_EQ(t.value(other).values(), (std::vector<double>{6, 5, 1, 2, 3}));
}

TEST(simplify, literals_are_folded_as_the_kernels_would_compute_them) {
    graph::builder b;
    const auto folded = [&](op kind, dtype type, double x, double y) {
        const node_id id = graph::binary(b, kind, graph::constant(b, type, x), graph::constant(b, type, y));
        EXPECT_EQ(b[id].kind, op::constant);
        return graph::literal_of(b, id).value;
    };
    EXPECT_EQ(folded(op::add, f64, 0.1, 0.2), 0.1 + 0.2);
    EXPECT_EQ(folded(op::multiply, f32, 0.1, 3), static_cast<double>(0.1f * 3.f));
    EXPECT_EQ(folded(op::subtract, f32, 16777216, -1), 16777216);
    EXPECT_EQ(folded(op::multiply, i32, 6, 7), 42);
    // a division is not folded, and neither is an integer that wraps around
    const node_id quotient = graph::binary(b, op::divide, graph::constant(b, f32, 1), graph::constant(b, f32, 3));
    EXPECT_EQ(b[quotient].kind, op::divide);
    const node_id wraps =
        graph::binary(b, op::multiply, graph::constant(b, i32, 65536), graph::constant(b, i32, 65536));
    EXPECT_EQ(b[wraps].kind, op::multiply);
}

TEST(simplify, a_cast_literal_is_a_literal) {
    graph::builder b;
    const node_id id = graph::cast(b, graph::constant(b, f32, 0.1), f64);
    ASSERT_EQ(b[id].kind, op::constant);
    EXPECT_EQ(graph::literal_of(b, id).value, static_cast<double>(0.1f));  // rounded to f32 before
}

TEST(simplify, log_of_softmax_is_finite_for_any_logits) {
    bench t;
    const expr<shape_type<1, 3>, f32> x(t.b, t.leaf(f32, {1, 3}, {1000, -1000, 0}));
    expect_near(t.value(log(softmax(x)).id()), tensor(f32, {1, 3}, {0, -2000, -1000}), 1e-6, "log softmax");
}

TEST(simplify, log_of_sigmoid_is_finite_for_any_logit) {
    bench t;
    const expr<shape_type<3>, f32> x(t.b, t.leaf(f32, {3}, {-500, 0, 500}));
    expect_near(t.value(log(sigmoid(x)).id()), tensor(f32, {3}, {-500, -std::log(2.), 0}), 1e-6, "log sigmoid");
}

TEST(simplify, sums_over_dynamic_extents_that_were_broadcast_count_the_run_time_rows) {
    bench t;
    t.extents.of_symbol[1] = 3;
    const node_id x = t.leaf(f64, {2}, {1, 2});
    const std::int64_t last[] = {1};
    const node_id rows = graph::broadcast(t.b, x, shape_of({{9, 1}, {2, 0}}), last);
    EXPECT_EQ(t.value(graph::reduce(t.b, op::reduce_sum, rows, 0b01)).values(), (std::vector<double>{3, 6}));
    EXPECT_EQ(t.value(graph::reduce(t.b, op::reduce_sum, rows, 0b11))[0], 9);
}

}  // namespace
