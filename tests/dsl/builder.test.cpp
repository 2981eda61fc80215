// The builder: sharing of equal nodes, names, and mistakes at run time, one clear sentence each.
#include "support.hpp"

#include <gmock/gmock.h>

namespace {

using namespace sylvite;
using namespace sylvite::test;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(list, grows_by_a_value_of_its_own) {
    constexpr auto last = [] {
        graph::list<int> numbers(1, 7);
        numbers.resize(100, numbers[0]);
        return numbers.back();
    }();
    EXPECT_EQ(last, 7);
}

TEST(builder, shares_equal_nodes) {
    graph::builder b;
    const node_id x = b.declare(op::input, "x", f32, fixed({2, 3}), {0});
    EXPECT_EQ(graph::unary(b, op::exp, x), graph::unary(b, op::exp, x));
    EXPECT_NE(graph::unary(b, op::exp, x), graph::unary(b, op::tanh, x));
    EXPECT_EQ(graph::reduce(b, op::reduce_sum, x, 1), graph::reduce(b, op::reduce_sum, x, 1));
    EXPECT_NE(graph::reduce(b, op::reduce_sum, x, 1), graph::reduce(b, op::reduce_sum, x, 2));
    EXPECT_EQ(graph::constant(b, f32, 0.5), graph::constant(b, f32, 0.5));
    EXPECT_NE(graph::constant(b, f32, 0.5), graph::constant(b, f64, 0.5));
    EXPECT_NE(graph::constant(b, f32, 0.0), graph::constant(b, f32, -0.0));
}

TEST(builder, shares_among_thousands) {
    graph::builder b;
    std::vector<node_id> ids;
    for (int i = 0; i < 5000; ++i) ids.push_back(graph::constant(b, f64, i));
    for (int i = 0; i < 5000; ++i) EXPECT_EQ(graph::constant(b, f64, i), ids[static_cast<std::size_t>(i)]);
    EXPECT_EQ(b.size(), 5000u);
}

TEST(builder, gives_equal_shapes_one_number) {
    static_assert(sizeof(graph::node) == 40);
    graph::builder b;
    EXPECT_EQ(b.intern(shape{}), graph::shape_id{});
    std::vector<graph::shape_id> ids;
    for (std::int64_t e = 1; e <= 300; ++e) ids.push_back(b.intern(fixed({e, 7})));
    shape dynamic = fixed({5, 7}), ten;
    dynamic[0].symbol = 1;
    const graph::shape_id of_dynamic = b.intern(dynamic);
    while (ten.rank < max_rank) ten.push_back({ten.rank + 1, 0});
    const graph::shape_id of_ten = b.intern(ten);
    for (std::int64_t e = 1; e <= 300; ++e) {
        EXPECT_EQ(b.intern(fixed({e, 7})), ids[static_cast<std::size_t>(e - 1)]);
        EXPECT_EQ(b.dims(ids[static_cast<std::size_t>(e - 1)]), fixed({e, 7}));
    }
    EXPECT_NE(of_dynamic, ids[4]);
    EXPECT_EQ(b.dims(of_dynamic), dynamic);
    EXPECT_EQ(b.dims(of_ten), ten);
    EXPECT_EQ(b.intern(ten), of_ten);
}

TEST(builder, drops_shapes_that_no_node_has) {
    graph::builder b;
    const node_id x = b.declare(op::input, "x", f32, fixed({2, 3}), {0});
    const node_id unused = b.declare(op::input, "unused", f32, fixed({9}), {0});
    static_cast<void>(graph::unary(b, op::exp, unused));
    const node_id y = graph::reduce(b, op::reduce_sum, x, 1);
    const graph::root root{graph::root_kind::output, b.intern("y"), y};
    b.add_entry("run", {&root, 1});
    const graph::table t = graph::compact(b.table().view());
    ASSERT_EQ(t.shapes.size(), 3u);  // a scalar's, and these two
    EXPECT_EQ(t.view().dims(0), fixed({2, 3}));
    EXPECT_EQ(t.view().dims(1), fixed({3}));
}

TEST(builder, never_shares_operations_with_effects) {
    graph::builder b;
    const node_id s = b.declare(op::state, "s", f32, fixed({}), {0, 0, 0});
    const node_id next = graph::with_literal(b, op::add, s, 1);
    EXPECT_NE(graph::assign(b, s, next), graph::assign(b, s, next));
}

TEST(builder, finds_every_name) {
    graph::builder b;
    std::vector<node_id> leaves;
    for (int i = 0; i < 500; ++i) leaves.push_back(b.declare(op::input, "leaf" + std::to_string(i), f32, {}, {0}));
    for (int i = 0; i < 500; ++i)
        EXPECT_EQ(b.find_leaf("leaf" + std::to_string(i)), leaves[static_cast<std::size_t>(i)]);
    EXPECT_EQ(b.find_leaf("leaf500"), graph::no_node);
    b.intern("a result");
    EXPECT_EQ(b.find_leaf("a result"), graph::no_node);
    EXPECT_EQ(b.intern("leaf7"), b.intern("leaf7"));
}

template <class Mistake>
std::string sentence_of(Mistake mistake) {
    try {
        mistake();
    } catch (const graph_error &e) {
        return e.what();
    }
    return "nothing was thrown";
}

TEST(fault, says_what_where_and_what_was_found) {
    graph::builder b;
    const node_id x = b.declare(op::input, "x", f32, fixed({2, 3}), {0});
    const node_id y = b.declare(op::input, "y", f32, shape_of({{9, 1}, {4, 0}}), {0});
    const node_id z = b.declare(op::input, "z", f64, fixed({2, 3}), {0});
    const node_id i = b.declare(op::input, "i", i32, fixed({2}), {0});
    const node_id w = b.declare(op::parameter, "w", f32, fixed({2, 3}), {0, 0, 0});
    const auto says = [](auto mistake, const char *sentence) { EXPECT_EQ(sentence_of(mistake), sentence); };

    says([&] { graph::binary(b, op::add, x, y); }, "add: shapes [2, 3] and [up to 9, 4] do not match");
    says([&] { graph::binary(b, op::multiply, x, z); }, "multiply: element types f32 and f64 do not match; use cast");
    says([&] { graph::unary(b, op::tanh, i); }, "tanh: element type i32 is not supported");
    says([&] { graph::binary(b, op::logical_and, x, x); }, "logical_and: element type f32 is not supported");
    says([&] { graph::select(b, x, x, x); }, "select: element type f32 is not supported");
    const std::int64_t two[] = {2}, twice[] = {0, 0};
    says([&] { graph::axis_mask("sum", fixed({2, 3}), two); }, "sum: axis 2 is not an axis of shape [2, 3]");
    says([&] { graph::permute(b, x, twice); }, "permute: axis 0 is not an axis of shape [2, 3]");
    says([&] { graph::reshape(b, x, fixed({7})); }, "reshape: shapes [2, 3] and [7] do not match");
    says([&] { graph::einsum(b, "ab,bc->ac", x, w); }, "einsum: shapes [2, 3] and [2, 3] do not match");
    EXPECT_THAT(sentence_of([&] { graph::einsum(b, "ab,bc->aa", x, w); }), HasSubstr("einsum \"ab,bc->aa\": expected"));
    says([&] { graph::mean(b, i, 1); }, "mean: element type i32 is not supported");
    EXPECT_THAT(sentence_of([&] {
                    b.declare(op::state, "w", f32, {}, {0, 0, 0});
                }),
                StartsWith("the name \"w\" is declared twice; give each layer"));
    EXPECT_THAT(sentence_of([&] { b.declare(op::input, "", f32, {}, {0}); }), HasSubstr("empty name"));
    says([&] { graph::assign(b, x, x); },
         "assign needs a parameter or a state as its target, found input; declare the target with net.parameter or "
         "net.state");
    says([&] { graph::assign(b, w, z); }, "assign: element types f32 and f64 do not match; use cast");
    node_id gradient = graph::no_node;
    says(
        [&] {
            graph::differentiate(b, x, {&w, 1}, {&gradient, 1});
        },
        "the loss must be a scalar (use mean or sum), found shape [2, 3]");
    const node_id scalar = graph::reduce(b, op::reduce_sum, x, 3);
    says(
        [&] {
            graph::differentiate(b, graph::cast(b, scalar, i32), {&w, 1}, {&gradient, 1});
        },
        "the loss must be f32 or f64, found i32");
    says(
        [&] {
            graph::differentiate(b, scalar, {&i, 1}, {&gradient, 1});
        },
        "a gradient is taken with respect to f32 or f64, found i32");
    says([&] { b.add_entry("train", {}); },
         "the entry \"train\" has no output, metric or update; write net.entry(\"train\", output(\"y\", y))");
}

TEST(fault, of_entries_and_networks) {
    graph::builder b, other;
    network net(b), another(other);
    const auto x = net.input<f32, 2>("x"), y = another.input<f32, 2>("y");
    const auto w = net.parameter<f32, 2>("w");
    const auto says = [](auto mistake, const char *sentence) { EXPECT_EQ(sentence_of(mistake), sentence); };
    says([&] { (void)(x + y); }, "add: the operands belong to different networks");
    says([&] { net.entry("e", assign(w, x), assign(w, w + x)); },
         "one entry assigns to \"w\" twice; minimize one loss, the sum of several, or use an entry for each");
    says([&] { net.entry("e", output("a", x), output("a", w)); },
         "one entry gives two results the name \"a\"; outputs and metrics of an entry have different names");
    says([&] { net.entry("e", output("", x)); }, "output: empty name; expected at least one character");
    net.entry("e", output("a", x));
    says([&] { net.entry("e", output("a", x)); },
         "there are two entries \"e\"; put all outputs, metrics and updates of one entry into one call of net.entry");
    EXPECT_THAT(sentence_of([&] { net.input<f32>("x"); }), StartsWith("the name \"x\" is declared twice"));
}

TEST(interpreter, says_what_is_missing_or_does_not_fit) {
    struct one {
        constexpr void operator()(network &net) const {
            const auto x = net.input<f32, dynamic<4>, 2>("x");
            net.entry("e", output("y", x * net.parameter<f32, 2>("w")));
        }
    };
    const graph::table_view table = graph_of<one>();
    reference::tensors variables = {{"w", tensor(f32, {2}, {1, 2})}};
    reference::symbol_extents three;
    three.of_symbol[1] = 3;
    const auto run = [&](const reference::tensors &inputs, const reference::symbol_extents &extents) {
        try {
            run_entry(table, reference::entry_of(table, "e"), variables, inputs, extents);
        } catch (const std::invalid_argument &e) {
            return std::string(e.what());
        }
        return std::string("nothing was thrown");
    };
    EXPECT_EQ(run({}, three), "no value is given for the input \"x\"");
    EXPECT_THAT(run({{"x", tensor(f32, {2, 2})}}, three), HasSubstr("expected f32 [3, 2], found f32 [2, 2]"));
    EXPECT_THAT(run({{"x", tensor(f64, {3, 2})}}, three), HasSubstr("expected f32 [3, 2], found f64 [3, 2]"));
    EXPECT_THAT(run({{"x", tensor(f32, {3, 2})}}, {}), HasSubstr("symbol 1: expected an extent of 1 to 4, found 0"));
    EXPECT_EQ(run({{"x", tensor(f32, {3, 2})}}, three), "nothing was thrown");
    EXPECT_THROW((void)reference::entry_of(table, "f"), std::invalid_argument);
}

}  // namespace
