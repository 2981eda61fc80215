#include "expect_error.hpp"
#include "fake_network.hpp"
#include "temporary_folder.hpp"

#include <sylvite/runtime/io/safetensors_header.hpp>
#include <sylvite/runtime/weights/load.hpp>
#include <sylvite/runtime/weights/save.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace {

using namespace sylvite;
using fake::line;

std::vector<float> column(const dataset &from, std::string_view name) {
    const data::column *c = from.find(name);
    std::vector<float> values(from.rows() * c->width);
    from.read(*c, 0, from.rows(), values.data());
    return values;
}

dataset rows(std::vector<float> x) {
    dataset d;
    std::vector<float> y(x.size() / 3);
    d.add(line::x, std::move(x)).add(line::y, std::move(y));
    return d;
}

TEST(standardisation, of_a_column_of_zeros_leaves_it) {
    dataset d;
    d.add(line::x, std::vector<float>(6));
    const standardisation s = mean_and_deviation(d, "x");
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(s.shift()[i], 0);
        EXPECT_EQ(s.scale()[i], 1);
    }
}

TEST(standardisation, learns_mean_and_deviation_of_each_value) {
    const dataset d = rows({1, 10, 5, 3, 20, 5, 5, 60, 5});
    const standardisation s = mean_and_deviation(d, line::x);
    EXPECT_EQ(s.column(), "x");
    EXPECT_EQ(s.width(), 3u);
    EXPECT_DOUBLE_EQ(s.shift()[0], 3);
    EXPECT_DOUBLE_EQ(s.shift()[1], 30);
    EXPECT_DOUBLE_EQ(s.scale()[0], std::sqrt(8.0 / 3));
    EXPECT_DOUBLE_EQ(s.scale()[1], std::sqrt((400.0 + 100 + 900) / 3));
    EXPECT_EQ(s.shift()[2], 5);
    EXPECT_EQ(s.scale()[2], 1) << "constant";
    const std::vector<float> x = column(s.apply(d), "x");
    EXPECT_FLOAT_EQ(x[0], static_cast<float>(-2 / std::sqrt(8.0 / 3)));
    for (const std::size_t constant : {2U, 5U, 8U}) EXPECT_EQ(x[constant], 0);
}

TEST(standardisation, learns_minimum_and_maximum_of_each_value) {
    const dataset d = rows({1, 10, 5, 3, 20, 5, 5, 60, 5});
    EXPECT_EQ(column(minimum_and_maximum(d, line::x).apply(d), "x"),
              (std::vector<float>{0, 0, 0, 0.5f, 0.2f, 0, 1, 1, 0}));
}

TEST(standardisation, is_steady_far_from_zero_and_for_equal_values) {
    std::vector<float> x(3000);
    for (std::size_t i = 0; i < 1000; ++i) {
        x[3 * i] = 1e6f + static_cast<float>(i % 2);
        x[3 * i + 1] = 0.1f;
        x[3 * i + 2] = -3e30f;
    }
    const standardisation s = mean_and_deviation(rows(x), line::x);
    EXPECT_NEAR(s.scale()[0], 0.5, 1e-9);
    EXPECT_EQ(s.scale()[1], 1);
    EXPECT_EQ(s.scale()[2], 1);
}

TEST(standardisation, uses_the_chosen_rows_only_and_applies_to_others) {
    const auto [training, held_out] = rows({1, 1, 1, 9, 9, 9, 3, 3, 3}).hold_out_every(2);
    const standardisation s = mean_and_deviation(training, line::x);
    EXPECT_EQ(s.shift()[0], 2);
    EXPECT_EQ(s.scale()[0], 1);
    EXPECT_EQ(column(s.apply(training), "x"), (std::vector<float>{-1, -1, -1, 1, 1, 1}));
    EXPECT_EQ(column(s.apply(held_out), "x"), (std::vector<float>{7, 7, 7}));
    EXPECT_EQ(column(s.apply(held_out), "y").size(), 1u);
    EXPECT_EQ(column(held_out, "x")[0], 9) << "what it was made from is as before";
    std::vector<float> gathered(3);
    const dataset applied = s.apply(training);
    const std::uint32_t second[] = {1};
    applied.gather(*applied.find("x"), second, gathered.data());
    EXPECT_EQ(gathered[0], 1);
}

TEST(standardisation, applies_in_place) {
    const standardisation s("x", {1, 2}, {2, 4});
    std::vector<float> x{3, 10, 1, 2};
    s.apply(std::span(x));
    EXPECT_EQ(x, (std::vector<float>{1, 2, 0, 0}));
    std::vector<double> three(3);
    EXPECT_ERROR(s.apply(std::span(three)),
                 "the standardisation of 'x' has 2 values a row, 3 values are no multiple of it");
}

TEST(standardisation, refuses_what_it_cannot_learn_from) {
    dataset d;
    d.add("x", 1, std::vector<float>{1, NAN}).add("label", 1, std::vector<std::int32_t>{1, 2});
    EXPECT_ERROR((void)mean_and_deviation(d, "x"), "dataset: column 'x' holds nan in row 1, value 0");
    EXPECT_ERROR((void)minimum_and_maximum(d, "x"), "column 'x' holds nan in row 1");
    EXPECT_ERROR((void)mean_and_deviation(d, "label"), "column 'label' holds i32; f32 and f64 can be standardised");
    EXPECT_ERROR((void)mean_and_deviation(d, "z"), "there is no column 'z' to standardise");
    EXPECT_ERROR((void)mean_and_deviation(d.select({}), "x"), "no rows to standardise column 'x' from");
    EXPECT_ERROR((void)standardisation("x", {}, {}), "'x' was given 0 shifts and 0 scales");
    EXPECT_ERROR((void)standardisation("x", {1, 2}, {1}), "'x' was given 2 shifts and 1 scales");
    EXPECT_ERROR((void)standardisation("x", {0, 0}, {1, INFINITY}), "shift 0 and scale inf for value 1");
    EXPECT_ERROR((void)standardisation("x", {0}, {0}), "shift 0 and scale 0 for value 0");
    EXPECT_ERROR((void)standardisation("x", {0}, {-1}), "a scale above 0");
    EXPECT_ERROR((void)standardisation("x", {INFINITY}, {1}), "finite numbers");
    EXPECT_ERROR((void)standardisation("x", {1, 2}, {1, 1}).apply(d),
                 "column 'x' has 1 values a row, its standardisation has 2");
}

class saved_standardisation : public ::testing::Test {
  protected:
    temporary_folder folder;
    line net{options{.seed = 1}};
    const std::string path = folder / "w.safetensors";
    const standardisation s{"x", {0.1, 2, 3}, {1, 1e-3, 7}};
};

TEST_F(saved_standardisation, comes_back_bit_for_bit_with_the_weights) {
    net.save(path, {.standardisations = {s}});
    const standardisation back = load_standardisation(path, line::x);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(back.shift()[i], s.shift()[i]);
        EXPECT_EQ(back.scale()[i], s.scale()[i]);
    }
    line other({.seed = 2});
    other.load(path);
    EXPECT_EQ(other.values(line::weight)[1], net.values(line::weight)[1]);
    EXPECT_EQ(other.load(path, load_options{}).passed_over.size(), 2u);
}

TEST_F(saved_standardisation, is_missed_in_one_sentence) {
    net.save(path);
    EXPECT_ERROR((void)load_standardisation(path, line::x), "w.safetensors: it holds no standardisation of 'x'");
    net.save(path, {.standardisations = {s}});
    EXPECT_ERROR((void)load_standardisation(path, line::y), "it holds no standardisation of 'y'");
    EXPECT_ERROR((void)load_standardisation(path, "x", 4),
                 "the standardisation of 'x' is for 3 values a row, 4 were expected");
    EXPECT_ERROR((void)load_standardisation(folder / "none", line::x), "none: cannot be opened");
}

TEST_F(saved_standardisation, is_checked_when_it_is_read) {
    const auto file = [&](const char *type, std::vector<std::uint64_t> extents, std::vector<double> scale) {
        const std::vector<double> shift(scale.size());
        const std::uint64_t bytes = scale.size() * 8;
        const std::vector<io::stored_tensor> tensors{
            {"sylvite.standardisation.x.shift", io::find_stored_type(type), extents, 0, bytes},
            {"sylvite.standardisation.x.scale", io::find_stored_type(type), extents, bytes, 2 * bytes}};
        std::string text = io::write_header(tensors, {});
        text.append(reinterpret_cast<const char *>(shift.data()), bytes);
        text.append(reinterpret_cast<const char *>(scale.data()), bytes);
        return folder.write("s", text);
    };
    EXPECT_ERROR((void)load_standardisation(file("F64", {3}, {1, 0, 1}), line::x),
                 "s: the standardisation of 'x' has shift 0 and scale 0 for value 1");
    EXPECT_ERROR((void)load_standardisation(file("F64", {3}, {1, NAN, 1}), line::x), "scale nan for value 1");
    EXPECT_ERROR((void)load_standardisation(file("F64", {3, 1}, {1, 1, 1}), line::x),
                 "expected F64 of rank 1, found F64 of rank 2");
    EXPECT_ERROR((void)load_standardisation(file("I64", {3}, {1, 1, 1}), line::x), "found I64 of rank 1");
}

TEST_F(saved_standardisation, belongs_to_an_input) {
    EXPECT_ERROR(net.save(path, {.standardisations = {{"z", {1}, {1}}}}),
                 "network 'line' has no input 'z' of rows to save");
    EXPECT_ERROR(net.save(path, {.standardisations = {{"rate", {1}, {1}}}}), "has no input 'rate' of rows");
    EXPECT_ERROR(net.save(path, {.standardisations = {{"x", {1}, {1}}}}),
                 "input 'x' takes 3 values a row, its standardisation has 1");
    EXPECT_ERROR(net.save(path, {.standardisations = {s, s}}), "two standardisations of 'x' were given");
    EXPECT_EQ(folder.files(), 0u);
}

}  // namespace
