// Points of each family's tuning space, on random shapes: every one gives the interpreter's values.
#include "check.hpp"

#include <sylvite/generators/lowering/compile.hpp>
#include <sylvite/generators/spec/space.hpp>
#include <sylvite/generators/support/convolutions.hpp>

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <random>

namespace sylvite::generators::testing {
namespace {

using generators::family;
using graph::op;
using engine = std::mt19937;
using id = graph::node_id;

std::int64_t between(engine &random, std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(high - low + 1));
}

generators::processor host() { return generators::describe(host_target()); }

/// Any legal point, each parameter by chance.
generators::schedule any_point(const generators::kernel_spec &spec, const generators::tuning_space &space,
                               engine &random) {
    for (int attempt = 0; attempt < 1000; ++attempt) {
        generators::schedule chosen;
        for (const auto &p : space) chosen[p.name] = p.values[random() % p.values.size()];
        if (generators::fault_of(spec, chosen, host()).empty()) return chosen;
    }
    ADD_FAILURE() << "no legal point was found by chance";
    return generators::choose_schedule(spec, host());
}

/// A static extent, or a dynamic one of that bound.
extent any_extent(spec_builder &b, engine &random, std::int64_t low, std::int64_t high) {
    const std::int64_t size = between(random, low, high);
    return random() % 3 == 0 ? b.symbol(size) : extent{size, 0};
}

generators::kernel_spec any_elementwise(engine &random) {
    spec_builder b(family::elementwise);
    const shape s = b.dims({any_extent(b, random, 1, 90), {between(random, 1, 70), 0}});
    const id x = b.argument(f32, s), y = b.argument(f32, s);
    const id z = b.apply(op::add, {b.apply(op::multiply, {x, y}), b.apply(op::tanh, {y})});
    b.output(z, random() % 2 == 0 ? 0 : -1);
    return b.spec();
}

generators::kernel_spec any_reduction(engine &random) {
    spec_builder b(family::reduction);
    const shape s = b.dims({any_extent(b, random, 1, 200), {between(random, 1, 90), 0}});
    const id x = b.argument(random() % 4 == 0 ? f64 : f32, s);
    const op kinds[] = {op::reduce_sum, op::reduce_max, op::argmax};
    b.output(b.reduce(kinds[random() % 3], x, {static_cast<std::int64_t>(random() % 2)}));
    return b.spec();
}

generators::kernel_spec any_row_wise(engine &random) {
    spec_builder b(family::row_wise);
    const shape s = b.dims({any_extent(b, random, 1, 60), {between(random, 2, 120), 0}});
    const id x = b.argument(f32, s);
    const id largest = b.broadcast(b.reduce(op::reduce_max, x, {1}), s, {0});
    const id e = b.apply(op::exp, {b.apply(op::subtract, {x, largest})});
    const id sum = b.reduce(op::reduce_sum, e, {1});
    b.output(b.apply(op::divide, {e, b.broadcast(sum, s, {0})}));
    if (random() % 2 == 0) b.output(b.apply(op::log, {sum}));  // a result of the row
    return b.spec();
}

generators::kernel_spec any_contraction(engine &random) {
    spec_builder b(family::contraction);
    const char *formulas[] = {"mk,kn->mn", "mk,nk->mn", "km,kn->mn", "km,nk->mn", "bmk,bnk->bmn", "bkm,bkn->bmn"};
    const std::string formula = formulas[random() % 6];
    std::map<char, extent> extents{{'m', any_extent(b, random, 1, 50)},
                                   {'n', {between(random, 1, 70), 0}},
                                   {'k', {between(random, 1, 90), 0}},
                                   {'b', {between(random, 1, 3), 0}}};
    const auto shape_of = [&](std::string_view labels) {
        shape s;
        for (const char c : labels) s.push_back(extents.at(c));
        return s;
    };
    const auto comma = formula.find(','), arrow = formula.find("->");
    id x = b.argument(f32, shape_of(formula.substr(0, comma)));
    const id y = b.argument(f32, shape_of(formula.substr(comma + 1, arrow - comma - 1)));
    if (random() % 3 == 0) x = b.apply(op::multiply, {x, x});
    const id product = b.contraction(x, y, formula);
    // Bias and activation behind it.
    const id bias = b.argument(f32, b.dims({extents['n']}));
    const shape s = b.dims(product);
    const id sum = b.apply(op::add, {product, b.broadcast(bias, s, {s.rank - 1})});
    b.output(b.apply(op::maximum, {sum, b.number(0, sum)}));
    return b.spec();
}

generators::kernel_spec any_convolution(engine &random) {
    const auto any = [&](std::int64_t low, std::int64_t high) { return between(random, low, high); };
    convolution_shape c{.images = any(1, 3),
                        .height = any(2, 12),
                        .width = any(2, 14),
                        .in = any(1, 20),
                        .out = any(1, 40),
                        .kernel_height = any(1, 3),
                        .kernel_width = any(2, 4),
                        .stride = any(1, 3),
                        .dilation = any(1, 2),
                        .padding = any(0, 3),
                        .groups = any(1, 2)};
    c.padding = std::max(c.padding, (c.dilation * 3 + 1) / 2);  // so that there is a window
    convolution_builder b(c, f32);
    switch (random() % 3) {
        case 0: {
            const id x = b.images(), w = b.weights();
            b.output(b.apply(op::relu, {b.forward(x, w)}));
            break;
        }
        case 1: {
            const id dy = b.results(), w = b.weights();
            b.output(b.data_gradient(dy, w));
            break;
        }
        default: {
            const id x = b.images(), dy = b.results();
            b.output(b.weight_gradient(x, dy));
        }
    }
    return b.spec();
}

generators::kernel_spec any_scatter(engine &random) {
    spec_builder b(family::scatter);
    const std::int64_t rows = between(random, 1, 40), columns = between(random, 1, 100);
    const extent indices = any_extent(b, random, 1, 60);
    const id index = b.argument(i32, b.dims({indices}));
    const id updates = b.argument(f32, b.dims({indices, {columns, 0}}));
    b.output(b.scatter_add(index, updates, {rows, 0}, 0));
    return b.spec();
}

struct family_case {
    const char *name;
    std::function<generators::kernel_spec(engine &)> any;
};

class space : public ::testing::TestWithParam<family_case> {};

/// SYLVITE_SPACE_SHAPES asks for more shapes than the tests of a day need.
int shapes() {
    const char *text = std::getenv("SYLVITE_SPACE_SHAPES");
    return text == nullptr ? 6 : std::atoi(text);
}

TEST_P(space, points_give_the_values_of_the_interpreter) {
    engine random(1);
    for (int i = 0; i < shapes(); ++i) {
        const generators::kernel_spec spec = GetParam().any(random);
        const generators::tuning_space points = generators::space_of(spec, host());
        for (int k = 0; k < 3; ++k) {
            const checked_kernel kernel(spec, {.changes = any_point(spec, points, random)});
            SCOPED_TRACE(generators::to_text(spec));
            std::vector<std::int32_t> symbols(spec.symbol_bounds.begin(), spec.symbol_bounds.end());
            kernel.check(symbols, 5e-5);
            for (auto &s : symbols) s = static_cast<std::int32_t>(between(random, 1, s));
            if (!symbols.empty()) kernel.check(symbols, 5e-5);
        }
        if (HasFailure()) return;
    }
}

TEST_P(space, holds_the_heuristic_and_more) {
    engine random(2);
    std::size_t most = 0;
    for (int i = 0; i < 200; ++i) {
        const generators::kernel_spec spec = GetParam().any(random);
        const auto chosen = generators::choose_schedule(spec, host());
        std::size_t points = 1;
        for (const auto &p : generators::space_of(spec, host())) {
            ASSERT_TRUE(std::is_sorted(p.values.begin(), p.values.end())) << p.name;
            ASSERT_TRUE(p.has(chosen.at(p.name))) << p.name << " in " << generators::to_text(spec);
            points *= p.values.size();
        }
        EXPECT_EQ(generators::fault_of(spec, chosen, host()), "");
        most = std::max(most, points);
    }
    EXPECT_GE(most, 10u);
}

TEST_P(space, names_what_is_wrong_with_a_schedule) {
    engine random(3);
    const generators::kernel_spec spec = GetParam().any(random);
    const auto chosen = generators::choose_schedule(spec, host());
    auto wrong = chosen;
    wrong.erase("vector");
    EXPECT_EQ(generators::fault_of(spec, wrong, host()), "the parameter \"vector\" is missing");
    wrong = chosen;
    wrong["swiftness"] = 3;
    EXPECT_EQ(generators::fault_of(spec, wrong, host()), std::string("a kernel of the family ") +
                                                             generators::name_of(spec.kind) +
                                                             " has no parameter \"swiftness\"");
    wrong = chosen;
    wrong["vector"] = 3;
    EXPECT_THAT(generators::fault_of(spec, wrong, host()), ::testing::HasSubstr("\"vector\" is 3, expected "));
}

const family_case cases[] = {{"elementwise", any_elementwise}, {"reduction", any_reduction},
                             {"row_wise", any_row_wise},       {"convolution", any_convolution},
                             {"contraction", any_contraction}, {"scatter", any_scatter}};
INSTANTIATE_TEST_SUITE_P(of, space, ::testing::ValuesIn(cases), [](const auto &p) { return p.param.name; });

TEST(space_cases, have_every_family) {
    for (const std::string name : generators::family_names)
        EXPECT_TRUE(std::ranges::any_of(cases, [&](const family_case &c) { return c.name == name; })) << name;
}

TEST(space_conflict, is_told_in_a_sentence) {
    spec_builder b(family::contraction);
    const id x = b.argument(f32, b.dims({{64, 0}, {64, 0}})), y = b.argument(f32, b.dims({{64, 0}, {64, 0}}));
    b.output(b.contraction(x, y, "mk,kn->mn"));
    const auto cpu = generators::describe("x86-64-linux-avx-avx2-fma");
    auto chosen = generators::choose_schedule(b.spec(), cpu);
    chosen["dots"] = 0;
    chosen["columns"] = 20;
    EXPECT_EQ(generators::fault_of(b.spec(), chosen, cpu),
              "\"columns\" is no multiple of \"vector\", and \"dots\" is 0");
    chosen["columns"] = 64;
    chosen["rows"] = 12;
    EXPECT_EQ(generators::fault_of(b.spec(), chosen, cpu),
              "\"rows\" and \"columns\" make 96 vectors of sums, and the processor has 16 registers");
}

}  // namespace
}  // namespace sylvite::generators::testing
