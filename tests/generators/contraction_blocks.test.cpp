// Contractions whose sums are taken in blocks, and whose operands are packed in each task.
#include "check.hpp"

#include <sylvite/generators/spec/space.hpp>

namespace sylvite::generators::testing {
namespace {

using generators::family;
using graph::op;
using id = graph::node_id;

struct extents {
    std::int64_t m, n, k;
};

/// Of two matrices, with a bias and an activation behind it or without.
generators::kernel_spec product(const std::string &formula, const extents &e, bool activated, bool dynamic_rows = false,
                                bool dynamic_sum = false) {
    spec_builder b(family::contraction);
    const extent m = dynamic_rows ? b.symbol(e.m) : extent{e.m, 0};
    const extent k = dynamic_sum ? b.symbol(e.k) : extent{e.k, 0};
    const auto size = [&](char label) { return label == 'm' ? m : label == 'n' ? extent{e.n, 0} : k; };
    const id x = b.argument(f32, b.dims({size(formula[0]), size(formula[1])}));
    const id y = b.argument(f32, b.dims({size(formula[3]), size(formula[4])}));
    id z = b.contraction(x, y, formula);
    if (activated) {
        const id bias = b.argument(f32, b.dims({{e.n, 0}}));
        z = b.apply(op::relu, {b.apply(op::add, {z, b.broadcast(bias, b.dims(z), {1})})});
    }
    b.output(z);
    return b.spec();
}

struct blocks_case {
    std::string formula;
    std::int64_t sum_block, pack_columns, pack_rows;
};

class blocks : public ::testing::TestWithParam<blocks_case> {};

TEST_P(blocks, match_reference_over_odd_extents) {
    const auto &[formula, sum_block, pack_columns, pack_rows] = GetParam();
    const generators::schedule changes{{"dots", 0},      {"rows", 6},
                                       {"columns", 16},  {"pack_columns", pack_columns},
                                       {"parallel", 1},  {"pack_rows", pack_rows},
                                       {"row_block", 2}, {"column_block", 2},
                                       {"few_rows", 0},  {"sum_block", sum_block}};
    // The block and its neighbours, whole and partial tiles, extents of one.
    const extents list[] = {{13, 33, 31}, {12, 32, 32}, {11, 15, 33}, {2, 16, 97}, {25, 2, 64}, {37, 47, 101}};
    for (const auto &e : list) {
        SCOPED_TRACE(std::to_string(e.m) + " " + std::to_string(e.n) + " " + std::to_string(e.k));
        checked_kernel(product(formula, e, e.k % 2 == 0), {.changes = changes}).check();
    }
    const checked_kernel dynamic(product(formula, {41, 35, 101}, true, true), {.changes = changes});
    for (const int m : {1, 5, 6, 7, 12, 13, 41}) dynamic.check({m});
    const checked_kernel dynamic_sum(product(formula, {23, 35, 101}, false, false, true), {.changes = changes});
    for (const int k : {1, 31, 32, 33, 64, 101}) dynamic_sum.check({k});
}
INSTANTIATE_TEST_SUITE_P(of_the_sum, blocks,
                         ::testing::Values(blocks_case{"mk,kn->mn", 32, 0, 0}, blocks_case{"mk,kn->mn", 32, 1, 1},
                                           blocks_case{"mk,kn->mn", 32, 2, 0}, blocks_case{"mk,nk->mn", 32, 2, 1},
                                           blocks_case{"mk,nk->mn", 7, 1, 0}, blocks_case{"mk,nk->mn", 7, 2, 1},
                                           blocks_case{"km,kn->mn", 32, 2, 1}, blocks_case{"km,nk->mn", 32, 1, 1},
                                           blocks_case{"km,nk->mn", 0, 2, 0}, blocks_case{"mk,nk->mn", 0, 2, 1}),
                         [](const auto &p) {
                             std::string name;
                             for (const char c : p.param.formula)
                                 if (c >= 'a') name += c;
                             for (const auto n : {p.param.sum_block, p.param.pack_columns, p.param.pack_rows})
                                 name += "_" + std::to_string(n);
                             return name;
                         });

TEST(contraction_blocks, batches_updates_and_other_types) {
    const generators::schedule changes{{"dots", 0},         {"rows", 4},         {"columns", 16},
                                       {"pack_columns", 2}, {"parallel", 1},     {"pack_rows", 1},
                                       {"row_block", 2},    {"column_block", 2}, {"sum_block", 16}};
    for (const dtype type : {f32, f64, i32})
        for (const char *formula : {"bmk,bkn->bmn", "bmk,bnk->bmn", "cmk,bkn->mcbn", "mbk,nbk->mn", "bkm,bkn->mn"}) {
            spec_builder b(family::contraction);
            const std::map<char, std::int64_t> sizes{{'m', 7}, {'n', 39}, {'k', 37}, {'b', 3}, {'c', 5}};
            const std::string text = formula;
            const auto dims = [&](std::string_view labels) {
                shape s;
                for (const char c : labels) s.push_back({sizes.at(c), 0});
                return s;
            };
            const auto comma = text.find(','), arrow = text.find("->");
            const id x = b.argument(type, dims(text.substr(0, comma)));
            const id y = b.argument(type, dims(text.substr(comma + 1, arrow - comma - 1)));
            b.output(b.contraction(x, y, formula));
            SCOPED_TRACE(text);
            checked_kernel(b.spec(), {.changes = changes}).check({}, type == f32 ? 2e-5 : 1e-12);
        }
    spec_builder c(family::contraction);
    const id g = c.argument(f32, c.dims({c.symbol(50), {41, 0}})), x = c.argument(f32, c.dims({c.dims(g)[0], {33, 0}}));
    const id w = c.argument(f32, c.dims({{41, 0}, {33, 0}}));
    const id dw = c.contraction(g, x, "rn,rk->nk");
    c.output(c.apply(op::subtract, {w, c.apply(op::multiply, {dw, c.number(0.1, dw)})}), 2);
    const checked_kernel update(c.spec(), {.changes = changes});
    for (const int r : {1, 16, 17, 50}) update.check({r}, 5e-5);
}

TEST(contraction_blocks, long_sums_have_them_and_the_same_bits_on_any_number_of_threads) {
    const auto spec = product("mk,nk->mn", {131, 70, 1400}, true);
    EXPECT_GT(generators::choose_schedule(spec, generators::describe("x86-64-linux-avx-avx2-fma")).at("sum_block"), 0);
    const auto arguments = random_arguments(spec, {}, 6);
    const checked_kernel kernel(spec, {{}, 1});
    kernel.check({}, arguments, 2e-4);
    EXPECT_EQ(kernel.run({}, arguments)[0].values(), checked_kernel(spec, {{}, 3}).run({}, arguments)[0].values());
}

/// The heuristic cuts the sum into so many parts; numbers are right, and the same bits on any number of threads.
void expect_parts(const generators::kernel_spec &spec, std::int64_t parts) {
    EXPECT_EQ(generators::choose_schedule(spec, generators::describe("x86-64-linux-avx-avx2-fma")).at("sum_parts"),
              parts);
    const auto arguments = random_arguments(spec, {}, 7);
    const checked_kernel kernel(spec, {{}, 1});
    kernel.check({}, arguments, 2e-3);
    EXPECT_EQ(kernel.run({}, arguments)[0].values(), checked_kernel(spec, {{}, 3}).run({}, arguments)[0].values());
}

TEST(contraction_blocks, parts_of_a_long_sum_are_tasks) {
    for (const char *formula : {"mk,kn->mn", "mk,nk->mn", "km,kn->mn"})
        for (const std::int64_t k : {8192, 9001}) expect_parts(product(formula, {10, 17, k}, k % 2 == 0), 16);
    expect_parts(product("mk,kn->mn", {12, 60, 6001}, true), 8);
    // More parts than blocks, blocks that fill no part, several groups of tiles, any extents at run time.
    generators::schedule changes{{"dots", 0},       {"rows", 4},      {"columns", 16},  {"pack_columns", 2},
                                 {"parallel", 1},   {"pack_rows", 1}, {"row_block", 2}, {"column_block", 2},
                                 {"sum_block", 16}, {"few_rows", 0}};
    for (const std::int64_t parts : {2, 4, 16}) {
        changes["sum_parts"] = parts;
        checked_kernel(product("mk,nk->mn", {13, 37, 151}, true), {.changes = changes}).check({}, 2e-5);
        const checked_kernel rows(product("mk,kn->mn", {19, 37, 151}, false, true), {.changes = changes});
        for (const int m : {1, 8, 19}) rows.check({m}, 2e-5);
        const checked_kernel sum(product("km,kn->mn", {19, 37, 151}, true, false, true), {.changes = changes});
        for (const int k : {1, 16, 17, 151}) sum.check({k}, 2e-5);
    }
}

TEST(contraction_blocks, packing_in_tasks_asks_for_no_scratch) {
    const auto spec = product("mk,nk->mn", {128, 512, 784}, true);
    const auto cpu = generators::describe("x86-64-linux-avx-avx2-fma");
    auto chosen = generators::choose_schedule(spec, cpu);
    EXPECT_EQ(chosen.at("pack_columns"), 2);
    EXPECT_EQ(generators::scratch_bytes(spec, chosen, cpu), 0u);
    for (const auto &[name, value] : generators::schedule{
             {"rows", 6}, {"columns", 16}, {"row_block", 22}, {"column_block", 32}, {"sum_block", 512}})
        chosen[name] = value;
    EXPECT_EQ(generators::fault_of(spec, chosen, cpu),
              "a task would keep 1318912 bytes on its stack, more than 524288");
}

TEST(contraction_blocks, tasks_of_one_tile_ask_for_no_memory_for_it) {
    for (const std::int64_t pack_columns : {0, 1, 2})
        for (const std::int64_t row_block : {1, 2}) {
            SCOPED_TRACE(std::to_string(pack_columns) + " " + std::to_string(row_block));
            const generators::schedule changes{{"dots", 0},         {"rows", 8},
                                               {"columns", 16},     {"pack_columns", pack_columns},
                                               {"parallel", 1},     {"row_block", row_block},
                                               {"column_block", 1}, {"sum_block", 32},
                                               {"few_rows", 0}};
            const checked_kernel rows(product("mk,nk->mn", {41, 10, 101}, false, true), {.changes = changes});
            for (const int m : {1, 7, 8, 9, 41}) rows.check({m});
        }
}

TEST(packed_operands, fit_where_a_task_may_have_more_tiles_than_there_are) {
    for (const std::int64_t pack_columns : {1, 2}) {
        spec_builder b(family::contraction);
        const extent rows = b.symbol(9);
        const id x = b.argument(f32, b.dims({{3, 0}, rows, {101, 0}}));
        const id y = b.argument(f32, b.dims({{3, 0}, {101, 0}, {67, 0}}));
        b.output(b.contraction(x, y, "bmk,bkn->bmn"));
        const generators::schedule changes{{"dots", 0},       {"rows", 4},      {"columns", 16},
                                           {"row_block", 8},  {"few_rows", 0},  {"column_block", 8},
                                           {"sum_block", 32}, {"pack_rows", 1}, {"pack_columns", pack_columns},
                                           {"parallel", 1}};
        const checked_kernel kernel(b.spec(), {.changes = changes});
        for (const std::int32_t r : {1, 4, 5, 9}) kernel.check({r});
    }
}

TEST(packed_columns, of_dots_may_be_any_number) {
    for (const std::int64_t columns : {1, 2, 3, 4, 5, 6, 8})
        for (const std::int64_t summed : {64, 61}) {
            SCOPED_TRACE(std::to_string(columns) + " columns, " + std::to_string(summed) + " summed");
            const generators::schedule changes{
                {"dots", 1}, {"rows", 2}, {"columns", columns}, {"pack_columns", 1}, {"few_rows", 0}};
            checked_kernel(product("mk,nk->mn", {13, 30, summed}, false), {.changes = changes}).check();
        }
}

}  // namespace
}  // namespace sylvite::generators::testing
