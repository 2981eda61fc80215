// Labels and indices out of range, on a network written by hand; tests/networks has generated ones.
#include "expect_error.hpp"
#include "fake_network.hpp"

#include <sylvite/runtime/data/dataset.hpp>
#include <sylvite/runtime/train/fit.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace {

using namespace sylvite;
using core::index_use;
using fake::line;

/// The line, whose y is to be one of three classes.
struct indices : ::testing::Test {
    fake::tables made;
    std::vector<index_use> uses{{fake::y, index_use::kind::label, true, 3, 0, {}, "network.hpp:16"}};
    std::vector<float> x = std::vector<float>(24, 1.f);
    std::vector<float> y = {0, 2, 1, 0, 2, 1, 0, 0};

    sylvite::instance network() {
        for (core::entry &e : made.entries)
            if (e.inputs.size() > 1) e.index_uses = uses;
        made.code.entries = made.entries;
        return sylvite::instance(made.code, {.threads = 1});
    }
    void bind(sylvite::instance &net) {
        net.bind(line::x, x);
        net.bind(line::y, y);
    }
};

TEST_F(indices, in_range_pass_without_a_word) {
    auto net = network();
    bind(net);
    EXPECT_NO_THROW(net.check_indices({fake::evaluate}));
    EXPECT_NO_THROW(net.check_indices({fake::predict})) << "the entry has no labels";
}

TEST_F(indices, out_of_range_are_named_with_row_and_range) {
    auto net = network();
    y[5] = 3;
    bind(net);
    EXPECT_ERROR(net.check_indices({fake::evaluate}), "network 'line', entry 'evaluate': input 'y' is 3 in row 5, and "
                                                      "the 3 classes (network.hpp:16) are 0 to 2");
    EXPECT_NO_THROW(net.check_indices({fake::evaluate}, 5)) << "the sixth row is not asked for";
    y[5] = -100;
    EXPECT_ERROR(net.check_indices({fake::evaluate}), "input 'y' is -100 in row 5");
    EXPECT_NO_THROW(net.check_indices({fake::evaluate}, 8, {.ignore = -100}));
    EXPECT_ERROR(net.check_indices({fake::evaluate}, 8, {.ignore = -1}), "input 'y' is -100 in row 5");
}

TEST_F(indices, are_cut_off_towards_0_as_kernels_take_them) {
    auto net = network();
    bind(net);
    for (const float good : {2.9f, -0.5f, 0.f, std::nanf("")}) {
        y[0] = good;
        EXPECT_NO_THROW(net.check_indices({fake::evaluate})) << good;
    }
    for (const float bad : {3.f, -1.f, 1e20f, -INFINITY}) {
        y[0] = bad;
        EXPECT_ERROR(net.check_indices({fake::evaluate}), "in row 0, and the 3 classes");
    }
}

TEST_F(indices, of_a_dataset_are_named_by_its_rows) {
    auto net = network();
    std::vector<float> many_x(3 * 20, 1.f), many_y(20, 1.f);
    many_y[17] = 7;
    dataset all;
    all.add(line::x, many_x).add(line::y, many_y);
    EXPECT_ERROR(net.check_indices({fake::evaluate}, all),
                 "input 'y' is 7 in row 1 (row 17 of the dataset), and the 3 classes");
    EXPECT_ERROR(net.check_indices({fake::evaluate}, all.select({0, 4, 17})),
                 "in row 2 (row 2 of the dataset, 17 before rows were chosen), and");
    EXPECT_NO_THROW(net.check_indices({fake::evaluate}, all.select({0, 4, 16})));
    EXPECT_ERROR(net.check_indices({fake::evaluate}), "no input is bound");
    y[2] = 7;
    bind(net);
    EXPECT_ERROR(net.check_indices({fake::evaluate}), "input 'y' is 7 in row 2, and the 3 classes");
    net.unbind_tensor(fake::y);
    EXPECT_ERROR(net.check_indices({fake::evaluate}, 3), "entry 'evaluate': input 'y' is not bound");
}

TEST_F(indices, are_looked_at_in_the_part_that_is_used_alone) {
    uses = {{fake::x, index_use::kind::position, true, 10, 0, {{}, {1, 1, 2}}, ""}};  // all rows, columns 1 and 2
    auto net = network();
    x[3] = 99;  // column 0
    bind(net);
    EXPECT_NO_THROW(net.check_indices({fake::evaluate}));
    x[5] = 10;
    EXPECT_ERROR(net.check_indices({fake::evaluate}), "input 'x' is 10 at [1, 2], and the 10 positions are 0 to 9");
    uses[0].part[1] = {0, 2, 2};  // columns 0 and 2
    EXPECT_ERROR(net.check_indices({fake::evaluate}), "input 'x' is 99 at [1, 0]");
}

TEST_F(indices, may_have_a_range_that_is_chosen_at_each_call) {
    uses = {{fake::y, index_use::kind::position, false, 8, 1, {}, ""}};  // as many as there are rows
    auto net = network();
    bind(net);
    EXPECT_ERROR(net.check_indices({fake::evaluate}, 2), "input 'y' is 2 in row 1, and the 2 positions are 0 to 1");
    EXPECT_NO_THROW(net.check_indices({fake::evaluate}, 8));
}

TEST_F(indices, out_of_range_explain_what_is_written_by_calls_that_read_them_or_follow) {
    const float largest = std::numeric_limits<float>::max();
    auto net = network();
    net.set(line::weight, std::vector<float>{1, 1, 1});
    y[4] = 5;
    bind(net);
    x[3] = x[4] = largest;  // finite, as are its products; the sum of them is not
    EXPECT_EQ(net.find_not_finite({fake::evaluate}, 8),
              "'z' at [1], written by 'contraction add -> z' (network.hpp:14)")
        << "that call and those before it read no label";
    uses.push_back({fake::x, index_use::kind::position, false, 100, 0, {}, ""});
    auto other = network();
    other.set(line::weight, std::vector<float>{1, 1, 1});
    bind(other);
    EXPECT_TRUE(other.find_not_finite({fake::evaluate}, 8)
                    .starts_with("'z' at [1], written by 'contraction add -> z' (network.hpp:14); input 'x' is "
                                 "2147483647 at [1, 0], and the 100 "
                                 "positions are 0 to 99"));
    EXPECT_EQ(net.find_not_finite({fake::evaluate}, 1), "");
}

TEST_F(indices, of_damaged_tables_are_refused) {
    const auto refused = [&](index_use use, const char *part) {
        uses = {use};
        EXPECT_ERROR(network(), part);
    };
    refused({99, index_use::kind::label, true, 3, 0}, "tensor 99, whose range is to be checked, is no input");
    refused({fake::weight, index_use::kind::label, true, 3, 0}, "tensor 3, whose range is to be checked, is no input");
    refused({fake::y, index_use::kind::label, true, 0, 0}, "input 'y' has an impossible range");
    refused({fake::y, index_use::kind::label, true, 3, 2}, "input 'y' has an impossible range");
    refused({fake::y, index_use::kind::label, true, 3, 0, {{0, 1, 2}}}, "less than is to be checked");
    refused({fake::x, index_use::kind::label, true, 3, 0, {{}, {1, 1, 3}}}, "less than is to be checked");
    refused({fake::x, index_use::kind::label, true, 3, 0, {{}, {3, 1, 1}}}, "less than is to be checked");
    refused({fake::x, index_use::kind::label, true, 3, 0, {{}, {0, 2, 3}}}, "less than is to be checked");
    refused({fake::x, index_use::kind::label, true, 3, 0, {{}, {-1, 1, 1}}}, "less than is to be checked");
    refused({fake::x, index_use::kind::label, true, 3, 0, {{}, {0, 0, 1}}}, "less than is to be checked");
    uses = {{fake::x, index_use::kind::label, true, 3, 0, {{}, {0, 2, 2}}}};
    EXPECT_NO_THROW(network());
}

}  // namespace
