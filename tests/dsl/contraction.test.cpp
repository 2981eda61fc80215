// Contractions: every form of einsum of two operands, values and gradients.
#include "support.hpp"

namespace {

using namespace sylvite;
using namespace sylvite::test;

struct einsum_case {
    const char *equation;
    reference::dimensions a, b;
};
const einsum_case cases[] = {
    {"ab,bc->ac", {3, 5}, {5, 7}},
    {"ab,cb->ac", {3, 5}, {7, 5}},
    {"ba,bc->ac", {5, 3}, {5, 7}},
    {"ab,bc->ca", {3, 5}, {5, 7}},
    {"ab,b->a", {3, 5}, {5}},
    {"a,ab->b", {3}, {3, 5}},
    {"a,a->", {7}, {7}},
    {"a,b->ab", {3}, {5}},
    {",->", {}, {}},
    {",ab->ab", {}, {2, 3}},
    {"ab,ab->ab", {2, 3}, {2, 3}},
    {"ab,ab->", {2, 3}, {2, 3}},
    {"abc,abd->acd", {2, 3, 5}, {2, 3, 1}},
    {"abij,abjk->abik", {2, 1, 3, 2}, {2, 1, 2, 3}},
    {"aij,bjk->aibk", {2, 3, 2}, {3, 2, 2}},
    {"abc,cd->abd", {2, 3, 5}, {5, 1}},
    {"abc,d->a", {2, 3, 2}, {3}},
    {"abcd,cdbe->ea", {2, 2, 3, 2}, {3, 2, 2, 3}},
    {"abcdef,fed->abc", {1, 2, 1, 2, 3, 2}, {2, 3, 2}},
    {"ab,cd->ca", {1, 3}, {1, 2}},
    {"aa,ab->b", {3, 3}, {3, 5}},
    {"aab,cbc->ac", {2, 2, 3}, {4, 3, 4}},
    {"aaa,a->a", {3, 3, 3}, {3}},
    {"aa,bb->", {1, 1}, {5, 5}},
};

/// Straight from the definition: every assignment of the letters, in any order.
tensor by_definition(const std::string &equation, const tensor &a, const tensor &b) {
    const std::size_t comma = equation.find(','), arrow = equation.find("->");
    const std::string of_a = equation.substr(0, comma), of_b = equation.substr(comma + 1, arrow - comma - 1),
                      of_result = equation.substr(arrow + 2);
    std::map<char, std::int64_t> extents, index;
    for (std::size_t i = 0; i < of_a.size(); ++i) extents[of_a[i]] = a.dims()[i];
    for (std::size_t i = 0; i < of_b.size(); ++i) extents[of_b[i]] = b.dims()[i];
    const auto offset = [&](const std::string &letters) {
        std::int64_t at = 0;
        for (const char c : letters) at = at * extents[c] + index[c];
        return static_cast<std::size_t>(at);
    };
    reference::dimensions dims;
    for (const char c : of_result) dims.push_back(extents[c]);
    std::vector<double> sums(reference::volume_of(dims), 0);
    std::function<void(std::map<char, std::int64_t>::iterator)> loop = [&](auto letter) {
        if (letter == extents.end()) {
            sums[offset(of_result)] += a[offset(of_a)] * b[offset(of_b)];
            return;
        }
        for (index[letter->first] = 0; index[letter->first] < letter->second; ++index[letter->first])
            loop(std::next(letter));
    };
    loop(extents.begin());
    return {f64, dims, sums};
}

TEST(contraction, values_match_the_definition) {
    for (const einsum_case &c : cases) {
        bench t;
        random_numbers random(11);
        const tensor a = random.uniform(f64, c.a, -2, 2), b = random.uniform(f64, c.b, -2, 2);
        const node_id y = graph::einsum(t.b, c.equation, t.leaf(a), t.leaf(b));
        expect_near(t.value(y), by_definition(c.equation, a, b), 1e-14, c.equation);
    }
}

TEST(contraction, gradients_match_finite_differences) {
    for (const einsum_case &c : cases) {
        bench t;
        random_numbers random(12);
        const node_id a = t.leaf(random.uniform(f64, c.a, -2, 2)), b = t.leaf(random.uniform(f64, c.b, -2, 2));
        expect_gradient(t, weighted_sum(t, graph::einsum(t.b, c.equation, a, b)), {a, b}, c.equation);
    }
}

TEST(contraction, an_operand_may_stand_on_both_sides) {
    bench t;
    random_numbers random(13);
    const node_id a = t.leaf(random.uniform(f64, {3, 3}, -2, 2));
    expect_gradient(t, weighted_sum(t, graph::einsum(t.b, "ab,bc->ac", a, a)), {a}, "a a");
    expect_gradient(t, weighted_sum(t, graph::einsum(t.b, "ab,cb->ac", a, a)), {a}, "a a^T");
}

TEST(contraction, over_a_dynamic_extent_sums_the_rows_that_there_are) {
    bench t;
    t.extents.of_symbol[1] = 3;
    random_numbers random(14);
    const node_id x = t.leaf(shape_of({{8, 1}, {2, 0}}), random.uniform(f64, {3, 2}, -1, 1));
    const node_id y = t.leaf(shape_of({{8, 1}, {5, 0}}), random.uniform(f64, {3, 5}, -1, 1));
    const node_id product = graph::einsum(t.b, "ra,rb->ab", x, y);
    expect_near(t.value(product), by_definition("ra,rb->ab", t.given(x), t.given(y)), 1e-15, "rows");
    expect_gradient(t, weighted_sum(t, product), {x, y}, "rows");
}

TEST(contraction, equal_ones_are_shared_however_the_letters_are_chosen) {
    bench t;
    const node_id x = t.leaf(f32, {1, 1}, {1}), y = t.leaf(f32, {1, 1}, {1});
    EXPECT_EQ(graph::einsum(t.b, "ab,bc->ac", x, y), graph::einsum(t.b, "kz, zq -> kq", x, y));
    EXPECT_NE(graph::einsum(t.b, "ab,bc->ac", x, y), graph::einsum(t.b, "ab,bc->ca", x, y));
}

TEST(contraction, of_integers_is_exact_modulo_2_to_32) {
    bench t;
    const node_id x = t.leaf(i32, {2}, {2147483647, 3}), y = t.leaf(i32, {2}, {2, 5});
    EXPECT_EQ(t.value(graph::einsum(t.b, "a,a->", x, y))[0], 13);
}

}  // namespace
