#include "expect_error.hpp"

#include <sylvite/runtime/data/dataset.hpp>
#include <sylvite/runtime/train/shuffle.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <numeric>

namespace {

using namespace sylvite;

constexpr input_handle<float, 2> pairs{0, "pairs"};
constexpr input_handle<std::int32_t> numbers{1, "numbers"};
constexpr input_handle<bool> flags{2, "flags"};

template <class T>
std::vector<T> all(const dataset &from, std::string_view name) {
    const data::column *c = from.find(name);
    std::vector<T> values(from.rows() * c->width);
    from.read(*c, 0, from.rows(), values.data());
    return values;
}

TEST(dataset, takes_views_vectors_and_callbacks) {
    const std::vector<float> p{1, 2, 3, 4, 5, 6};
    const bool f[] = {true, false, true};
    dataset d;
    d.add(pairs, p).add(flags, f);
    d.add_rows(numbers, 3,
               [](std::size_t row, std::span<std::int32_t> to) { to[0] = static_cast<std::int32_t>(row * 10); });
    d.add("owned", 1, std::vector<double>{0.5, 1.5, 2.5});
    EXPECT_EQ(d.rows(), 3u);
    EXPECT_EQ(all<float>(d, "pairs"), p);
    EXPECT_EQ(all<std::int32_t>(d, "numbers"), (std::vector<std::int32_t>{0, 10, 20}));
    EXPECT_EQ(all<double>(d, "owned"), (std::vector<double>{0.5, 1.5, 2.5}));
    EXPECT_EQ(d.in_place(*d.find("pairs"), 1), p.data() + 2) << "a view was copied";
    EXPECT_EQ(d.in_place(*d.find("numbers"), 1), nullptr);
}

TEST(dataset, gathers_rows_in_any_order) {
    dataset d;
    d.add(pairs, std::vector<float>{1, 2, 3, 4, 5, 6});
    const std::uint32_t wanted[] = {2, 0, 2};
    std::array<float, 6> got{};
    d.gather(*d.find("pairs"), wanted, got.data());
    EXPECT_EQ(got, (std::array<float, 6>{5, 6, 1, 2, 5, 6}));
    const dataset chosen = d.select({2, 1});
    d.gather(*d.find("pairs"), std::array<std::uint32_t, 1>{1}, got.data());
    EXPECT_EQ(got[0], 3);
    chosen.gather(*chosen.find("pairs"), std::array<std::uint32_t, 1>{0}, got.data());
    EXPECT_EQ(got[0], 5);
    EXPECT_EQ(all<float>(chosen.select({1}), "pairs"), (std::vector<float>{3, 4})) << "a choice of a choice";
}

TEST(dataset, holds_out_every_kth_row_counted_from_one) {
    std::vector<std::int32_t> rows(12);
    std::iota(rows.begin(), rows.end(), 1);
    dataset d;
    d.add(numbers, rows);
    const auto [kept, held_out] = d.hold_out_every(5);
    EXPECT_EQ(all<std::int32_t>(held_out, "numbers"), (std::vector<std::int32_t>{5, 10}));
    EXPECT_EQ(all<std::int32_t>(kept, "numbers"), (std::vector<std::int32_t>{1, 2, 3, 4, 6, 7, 8, 9, 11, 12}));
}

TEST(dataset, refuses_columns_that_do_not_fit) {
    const std::vector<float> p{1, 2, 3, 4, 5};
    dataset d;
    EXPECT_ERROR(d.add(pairs, p), "column 'pairs' has 5 values, which is no multiple of its 2 values a row");
    d.add(numbers, std::vector<std::int32_t>{1, 2});
    EXPECT_ERROR(d.add("x", 1, std::span(p)), "column 'x' has 5 rows, column 'numbers' has 2");
    EXPECT_ERROR(d.add(numbers, std::vector<std::int32_t>{1, 2}), "two columns 'numbers'");
    EXPECT_ERROR(d.add("x", 0, std::span(p)), "rows of no values");
    EXPECT_ERROR((void)d.select({2}), "row 2 was chosen of 2");
    EXPECT_ERROR((void)d.hold_out_every(1), "every 1-th row");
}

TEST(shuffle, is_a_permutation_that_seed_and_epoch_fix) {
    std::vector<std::uint32_t> a(1000);
    std::vector<std::uint32_t> b(1000);
    train::shuffle(a, 3, 1);
    train::shuffle(b, 3, 1);
    EXPECT_EQ(a, b);
    train::shuffle(b, 3, 2);
    EXPECT_NE(a, b);
    train::shuffle(b, 4, 1);
    EXPECT_NE(a, b);
    std::sort(a.begin(), a.end());
    for (std::uint32_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i], i);
}

TEST(shuffle, gives_every_order_of_four_equally_often) {
    std::map<std::vector<std::uint32_t>, int> seen;
    std::vector<std::uint32_t> order(4);
    for (std::uint64_t epoch = 0; epoch < 24'000; ++epoch) {
        train::shuffle(order, 1, epoch);
        ++seen[order];
    }
    ASSERT_EQ(seen.size(), 24u);
    double chi_squared = 0;
    for (const auto &[o, n] : seen) chi_squared += (n - 1000.0) * (n - 1000.0) / 1000.0;
    EXPECT_LT(chi_squared, 41.6) << "23 degrees of freedom, 1 in 100";
}

TEST(shuffle, is_this_order_on_every_platform) {
    std::vector<std::uint32_t> order(8);
    train::shuffle(order, 1, 1);
    EXPECT_EQ(order, (std::vector<std::uint32_t>{4, 7, 0, 6, 2, 5, 1, 3}));
}

TEST(dataset, refuses_a_column_without_a_source) {
    dataset d;
    EXPECT_ERROR(d.add_column({"x", f32, 1, 2, nullptr}), "column 'x' has nothing to read its values from");
    EXPECT_EQ(d.rows(), 0u);
    d.add("x", 1, std::vector<float>{1, 2});
    EXPECT_ERROR((void)d.with_replaced({"x", f32, 1, 2, nullptr}), "column 'x' has nothing to read its values from");
}

}  // namespace
