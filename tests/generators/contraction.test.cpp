#include "check.hpp"

#include <limits>

namespace sylvite::generators::testing {
namespace {

using generators::family;
using graph::op;
using id = graph::node_id;

shape shape_of(std::string_view labels, const std::map<char, extent> &extents) {
    shape s;
    for (const char c : labels) s.push_back(extents.at(c));
    return s;
}

generators::kernel_spec einsum(const std::string &formula, const std::map<char, extent> &extents, dtype type = f32) {
    spec_builder b(family::contraction);
    for (const auto &[label, e] : extents)
        if (e.is_dynamic()) b.symbol(e.value);
    const auto comma = formula.find(','), arrow = formula.find("->");
    const id x = b.argument(type, shape_of(formula.substr(0, comma), extents));
    const id y = b.argument(type, shape_of(formula.substr(comma + 1, arrow - comma - 1), extents));
    b.output(b.contraction(x, y, formula));
    return b.spec();
}

class transposition : public ::testing::TestWithParam<std::string> {};

TEST_P(transposition, matches_reference_over_odd_extents) {
    const std::int64_t list[][3] = {{1, 1, 1},    {1, 16, 7},   {5, 7, 3},     {6, 16, 8},    {7, 17, 9},
                                    {13, 15, 64}, {12, 33, 61}, {37, 10, 128}, {10, 130, 33}, {97, 89, 101}};
    for (const auto &[m, n, k] : list) {
        SCOPED_TRACE(std::to_string(m) + " " + std::to_string(n) + " " + std::to_string(k));
        check(einsum(GetParam(), {{'m', {m, 0}}, {'n', {n, 0}}, {'k', {k, 0}}}));
    }
}
INSTANTIATE_TEST_SUITE_P(of_two_matrices, transposition,
                         ::testing::Values("mk,kn->mn", "mk,nk->mn", "km,kn->mn", "km,nk->mn", "mk,kn->nm",
                                           "km,nk->nm"),
                         [](const auto &p) {
                             std::string name;
                             for (const char c : p.param)
                                 if (c >= 'a') name += c;
                             return name;
                         });

class formula : public ::testing::TestWithParam<std::string> {};

TEST_P(formula, matches_reference) {
    for (const dtype type : {f32, f64, i32})
        check(einsum(GetParam(), {{'m', {7, 0}}, {'n', {19, 0}}, {'k', {23, 0}}, {'b', {3, 0}}, {'c', {5, 0}}}, type),
              {}, type == f32 ? 1e-5 : 1e-13);
}
INSTANTIATE_TEST_SUITE_P(einsum, formula,
                         ::testing::Values("k,k->", "mk,k->m", "km,k->m", "k,kn->n", "k,nk->n", "m,n->mn", "mk,mk->",
                                           "mk,mk->m", "bmk,bkn->bmn", "bmk,bnk->bmn", "bkm,bkn->bmn", "bmk,kn->bmn",
                                           "bmck,nk->bmcn", "mbk,nbk->mn", "bkm,bkn->mn", "bmk,bcn->mn", "mkb,knb->mnb",
                                           "bcmk,bckn->bmcn", "mk,n->mn", "bm,bm->bm", "mk,kn->n", "cmk,bkn->mcbn"),
                         [](const auto &p) {
                             std::string name;
                             for (const char c : p.param) name += c >= 'a' ? c : '_';
                             return name;
                         });

TEST(contraction, dense_layer_with_dynamic_rows) {
    for (const bool relu : {true, false}) {
        spec_builder b(family::contraction);
        const extent rows = b.symbol(359);
        const id x = b.argument(f32, b.dims({rows, {61, 0}})), w = b.argument(f32, b.dims({{45, 0}, {61, 0}}));
        const id bias = b.argument(f32, b.dims({{45, 0}}));
        const id product = b.contraction(x, w, "mk,nk->mn");
        const id sum = b.apply(op::add, {product, b.broadcast(bias, b.dims(product), {1})});
        b.output(b.apply(relu ? op::relu : op::tanh, {sum}));
        const checked_kernel kernel(b.spec());
        for (const int r : {1, 2, 3, 7, 32, 256, 359}) kernel.check({r});

        const auto arguments = random_arguments(b.spec(), {359}, 4);
        const auto together = kernel.run({359}, arguments)[0];
        for (const std::size_t row : {0u, 1u, 100u, 357u, 358u}) {
            reference::tensor one(f32, {1, 61});
            for (std::size_t c = 0; c < 61; ++c) one.set(c, arguments[0][row * 61 + c]);
            const auto alone = kernel.run({1}, {one, arguments[1], arguments[2]})[0];
            for (std::size_t c = 0; c < 45; ++c) ASSERT_NEAR(alone[c], together[row * 45 + c], 1e-5);
        }
    }
}

TEST(contraction, gradients_of_a_dense_layer_with_dynamic_rows) {
    spec_builder b(family::contraction);
    const extent rows = b.symbol(256);
    const id dz = b.argument(f32, b.dims({rows, {45, 0}})), w = b.argument(f32, b.dims({{45, 0}, {61, 0}}));
    const id h = b.argument(f32, b.dims({rows, {61, 0}}));
    const id dx = b.contraction(dz, w, "mn,nk->mk");
    const id zero = b.number(0, h);
    b.output(b.apply(op::select, {b.apply(op::less, {zero, h}), dx, zero}));
    const checked_kernel input_gradient(b.spec());
    for (const int r : {1, 7, 32, 256}) input_gradient.check({r});

    spec_builder c(family::contraction);
    const extent n = c.symbol(256);
    const id g = c.argument(f32, c.dims({n, {45, 0}})), x = c.argument(f32, c.dims({n, {61, 0}}));
    c.output(c.contraction(g, x, "rn,rk->nk"));
    const checked_kernel weight_gradient(c.spec());
    for (const int r : {1, 7, 32, 256}) weight_gradient.check({r}, 1e-4);
}

TEST(contraction, few_rows_are_a_case_of_their_own) {
    spec_builder b(family::contraction);
    const extent rows = b.symbol(200);
    const id x = b.argument(f32, b.dims({rows, {40, 0}})), w = b.argument(f32, b.dims({{40, 0}, {64, 0}}));
    b.output(b.apply(op::relu, {b.contraction(x, w, "mk,kn->mn")}));
    EXPECT_GT(generators::choose_schedule(b.spec(), generators::describe("x86-64-linux-avx-avx2-fma")).at("few_rows"),
              0);
    const checked_kernel kernel(b.spec());
    for (const int r : {1, 5, 6, 7, 8, 199, 200}) kernel.check({r});
}

TEST(contraction, updates_weights_in_place) {
    for (const std::int64_t columns : {9, 16, 61, 64}) {
        spec_builder b(family::contraction);
        const extent rows = b.symbol(64);
        const shape s = b.dims({{45, 0}, {columns, 0}});
        const id g = b.argument(f32, b.dims({rows, {45, 0}})), x = b.argument(f32, b.dims({rows, {columns, 0}}));
        const id w = b.argument(f32, s), m = b.argument(f32, s), v = b.argument(f64, s);
        const id dw = b.contraction(g, x, "rn,rk->nk");
        const id m_next = b.apply(op::add, {b.apply(op::multiply, {m, b.number(0.9, m)}), dw});
        b.output(b.apply(op::subtract, {w, b.apply(op::multiply, {m_next, b.number(0.1, m)})}), 2);
        b.output(m_next, 3);
        b.output(b.apply(op::add, {v, b.cast(dw, f64)}), 4);
        b.output(b.apply(op::less, {dw, w}));
        const checked_kernel kernel(b.spec());
        for (const int r : {1, 7, 64}) kernel.check({r}, 5e-5);
    }
}

TEST(contraction, prologues_on_both_operands) {
    for (const char *formula : {"mk,nk->mn", "mk,kn->mn", "km,kn->mn"}) {
        spec_builder b(family::contraction);
        const bool k_first = formula[0] == 'k', n_first = formula[3] == 'n';
        const id x = b.argument(f32, k_first ? b.dims({{50, 0}, {23, 0}}) : b.dims({{23, 0}, {50, 0}}));
        const id y = b.argument(f32, n_first ? b.dims({{19, 0}, {50, 0}}) : b.dims({{50, 0}, {19, 0}}));
        const id scaled = b.apply(op::divide, {x, b.number(16, x)});
        b.output(b.contraction(scaled, b.apply(op::multiply, {y, y}), formula));
        check(b.spec());
    }
}

TEST(contraction, nan_and_infinity_reach_the_result) {
    for (const op activation : {op::relu, op::sigmoid, op::tanh, op::exp})
        for (const char *formula : {"mk,nk->mn", "mk,kn->mn", "k,kn->n"}) {
            spec_builder b(family::contraction);
            const bool vector = formula[0] == 'k', n_first = !vector && formula[3] == 'n';
            const id x = b.argument(f32, vector ? b.dims({{40, 0}}) : b.dims({{17, 0}, {40, 0}}));
            const id y = b.argument(f32, n_first ? b.dims({{35, 0}, {40, 0}}) : b.dims({{40, 0}, {35, 0}}));
            const id product = b.contraction(x, y, formula);
            b.output(b.apply(activation, {product}));
            b.output(b.apply(op::is_nan, {product}));
            b.output(b.apply(op::less, {product, b.number(0, product)}));
            b.output(b.apply(op::maximum, {product, b.number(0, product)}));
            const checked_kernel kernel(b.spec());
            auto arguments = random_arguments(b.spec(), {}, 8);
            arguments[0].set(5, std::numeric_limits<double>::quiet_NaN());
            arguments[1].set(1399, std::numeric_limits<double>::infinity());
            arguments[1].set(100, std::numeric_limits<double>::quiet_NaN());
            SCOPED_TRACE(std::string(graph::info(activation).name) + " " + formula);
            kernel.check({}, arguments, 1e-5);
        }
}

TEST(contraction, views_of_operands) {
    spec_builder b(family::contraction);
    const id x = b.argument(f32, b.dims({{4, 0}, {6, 0}, {5, 0}, {8, 0}}));
    const id w = b.argument(f32, b.dims({{24, 0}, {40, 0}}));
    const id product = b.contraction(b.reshape(x, b.dims({{24, 0}, {40, 0}})), w, "mk,nk->mn");
    b.output(b.permute(b.reshape(product, b.dims({{4, 0}, {6, 0}, {24, 0}})), {0, 2, 1}));
    check(b.spec());
    spec_builder c(family::contraction);
    const id y = c.argument(f32, c.dims({{9, 0}, {5, 0}})), z = c.argument(f32, c.dims({{5, 0}, {12, 0}}));
    const id p = c.contraction(y, z, "mk,kn->mn");
    c.output(c.broadcast(p, c.dims({{3, 0}, {9, 0}, {12, 0}, {2, 0}}), {1, 2}));
    check(c.spec());
}

TEST(contraction, large_enough_for_all_loops) {
    for (const char *formula : {"mk,nk->mn", "mk,kn->mn", "km,kn->mn", "km,nk->mn"})
        check(einsum(formula, {{'m', {211, 0}}, {'n', {230, 0}}, {'k', {260, 0}}}), {}, 1e-4);
}

TEST(contraction, one_row_sweeps_a_large_matrix) {
    for (const std::int64_t k : {600, 601, 607}) {
        const auto spec = einsum("mk,kn->mn", {{'m', {1, 0}}, {'n', {1031, 0}}, {'k', {k, 0}}});
        EXPECT_GT(generators::choose_schedule(spec, generators::describe("x86-64-linux-avx-avx2-fma")).at("sweep"), 0);
        const auto arguments = random_arguments(spec, {}, 6);
        const checked_kernel one(spec, {{}, 1});
        one.check({}, arguments, 1e-4);
        EXPECT_EQ(one.run({}, arguments)[0].values(), checked_kernel(spec, {{}, 3}).run({}, arguments)[0].values());
    }
}

TEST(contraction, same_bits_on_any_number_of_threads) {
    const auto spec = einsum("mk,kn->mn", {{'m', {211, 0}}, {'n', {230, 0}}, {'k', {260, 0}}});
    const auto arguments = random_arguments(spec, {}, 6);
    const auto one = checked_kernel(spec, {{}, 1}).run({}, arguments)[0];
    const auto three = checked_kernel(spec, {{}, 3}).run({}, arguments)[0];
    EXPECT_EQ(one.values(), three.values());
}

}  // namespace
}  // namespace sylvite::generators::testing
