// Nodes remember the user's line, which is no part of what they are.
#include "support.hpp"

namespace sylvite::test {
namespace {

struct two_lines {
    static constexpr std::uint32_t first = __LINE__ + 2;
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, dynamic<9>, 4>("x");
        const auto hidden = relu(dense<3>("hidden", x));
        const auto sum_of_both = hidden * 2 + 1;
        const auto loss = mean(square(sum_of_both));
        net.entry("train", minimize(loss, gradient_descent{net.scalar("rate")}));
    }
};
constexpr graph::table_view table = graph_of<two_lines>();

std::vector<std::uint32_t> lines_of(op kind) {
    std::vector<std::uint32_t> lines;
    for (node_id i = 0; i < table.size(); ++i)
        if (table[i].kind == kind) lines.push_back(table.location_of(i).line - two_lines::first);
    return lines;
}

TEST(location, layers_and_functions_give_their_callers_line) {
    EXPECT_EQ(lines_of(op::input), (std::vector<std::uint32_t>{0, 4}));
    EXPECT_EQ(lines_of(op::relu), (std::vector<std::uint32_t>{1}));
    EXPECT_EQ(lines_of(op::parameter), (std::vector<std::uint32_t>{1, 1}));
    EXPECT_EQ(lines_of(op::assign), (std::vector<std::uint32_t>{4, 4}));
    for (node_id i = 0; i < table.size(); ++i)
        if (table.location_of(i).known()) {
            EXPECT_TRUE(std::string_view(table.location_of(i).file).ends_with("location.test.cpp"));
        }
}

TEST(location, gradients_stand_where_what_they_differentiate_does) {
    EXPECT_EQ(lines_of(op::contraction), (std::vector<std::uint32_t>{1, 1}));
    EXPECT_EQ(lines_of(op::select), (std::vector<std::uint32_t>{1}));
}

TEST(location, what_the_rules_made_is_told_from_what_the_user_wrote) {
    std::vector<bool> contractions, assigns;
    for (node_id i = 0; i < table.size(); ++i) {
        if (table[i].kind == op::contraction) contractions.push_back(table[i].is_derivative);
        if (table[i].kind == op::assign) assigns.push_back(table[i].is_derivative);
        if (table[i].kind == op::relu) {
            EXPECT_FALSE(table[i].is_derivative);
        }
    }
    EXPECT_EQ(contractions, (std::vector<bool>{false, true}));
    EXPECT_EQ(assigns, (std::vector<bool>{false, false}));
}

TEST(location, operators_take_their_newest_operands) {
    for (node_id i = 0; i < table.size(); ++i) {
        if (table[i].kind != op::add || table[i].dims.rank != 2) continue;
        EXPECT_GE(table.location_of(i).line, two_lines::first + 1);
    }
}

TEST(location, equal_nodes_of_two_lines_are_one) {
    graph::builder b;
    shape dims;
    const node_id x = b.declare(op::input, "x", f32, dims, {0});
    const auto exp_at = [&](std::uint32_t line) {
        const graph::at here(b, {"network.hpp", line});
        return graph::unary(b, op::exp, x);
    };
    const node_id first = exp_at(3);
    EXPECT_EQ(exp_at(4), first);
    EXPECT_EQ(b.table().view().location_of(first).line, 3u);
    EXPECT_EQ(b.current_location(), 0u);
}

TEST(location, the_outermost_call_counts) {
    graph::builder b;
    const graph::at user(b, {"network.hpp", 7});
    const graph::at library(b, {"dense.hpp", 30});
    const node_id x = b.declare(op::input, "x", f32, {}, {0});
    EXPECT_EQ(b.table().view().location_of(x).line, 7u);
}

}  // namespace
}  // namespace sylvite::test
