// The digits network, generated and compiled as a user's would be.
#include "allocations.hpp"

#include <digits.gen.hpp>
#include <digits_reader.gen.hpp>

#include <sylvite/runtime/data/csv.hpp>
#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/train/fit.hpp>
#include <sylvite/runtime/weights/load.hpp>
#include <sylvite/runtime/weights/save.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <filesystem>

namespace {

sylvite::dataset all_digits() { return sylvite::read_csv(DIGITS_CSV, digits::pixels, digits::label, {.classes = 10}); }

template <class T>
std::vector<T> column(const sylvite::dataset &data, const char *name, std::size_t width) {
    std::vector<T> values(data.rows() * width);
    data.read(*data.find(name), 0, data.rows(), values.data());
    return values;
}

template <class Network>
concept predicts = requires(Network &&net, const sylvite::dataset &rows) {
    std::forward<Network>(net).predict(rows);
};
template <class Network>
concept evaluates = requires(Network &&net, const sylvite::dataset &rows) {
    std::forward<Network>(net).evaluate(rows);
};
static_assert(predicts<digits &> && !predicts<digits>, "outputs are views into the network");
static_assert(evaluates<digits &> && evaluates<digits>, "metrics are numbers");

TEST(digits, has_the_size_that_its_layers_have) {
    static_assert(digits::parameter_count == 128 * 64 + 128 + 10 * 128 + 10);
    static_assert(digits_reader::parameter_count == 9610);
}

TEST(digits, predict_alone_keeps_no_optimizer_state) {
    const digits whole;
    const digits_reader reader;
    EXPECT_LE(reader.memory().persistent, 9610 * 4 + 4 * 64);
    EXPECT_GE(whole.memory().persistent, 3 * 9610 * 4U);
    EXPECT_LT(reader.memory().workspace, whole.memory().workspace);
    EXPECT_EQ(reader.code().entries.size(), 1U);
}

TEST(digits, reads_at_least_95_percent_after_training) {
    const auto [training, held_out] = all_digits().hold_out_every(5);
    digits net({.seed = 11, .threads = 2});
    const auto done = sylvite::fit(net, training, {.epochs = 30, .rows = 32, .seed = 11, .rate = 0.002});
    const auto result = net.evaluate(held_out);
    EXPECT_EQ(done.steps, 30U * 45U);
    EXPECT_EQ(result.rows, 359U);
    EXPECT_GT(result.accuracy, 0.95);
    EXPECT_LT(result.accuracy, 1.0);
}

TEST(digits, training_gives_the_same_bits_on_one_and_two_threads) {
    const auto data = all_digits();
    std::vector<std::byte> results[2];
    for (int threads = 1; threads <= 2; ++threads) {
        digits net({.seed = 5, .threads = threads});
        sylvite::fit(net, data, {.epochs = 2, .rows = 100, .seed = 5, .rate = 0.01});
        const auto bytes = net.persistent();
        results[threads - 1].assign(bytes.begin(), bytes.end());
    }
    ASSERT_EQ(results[0].size(), results[1].size());
    EXPECT_EQ(std::memcmp(results[0].data(), results[1].data(), results[0].size()), 0);
}

TEST(digits, any_number_of_rows_gives_the_numbers_of_one_row_at_a_time) {
    const auto data = all_digits();
    const auto pixels = column<float>(data, "pixels", 64);
    const auto labels = column<std::int32_t>(data, "label", 1);
    digits net({.seed = 3, .threads = 2});
    std::vector<double> alone;
    std::vector<std::int32_t> digit;
    for (std::size_t row = 0; row < 359; ++row) {
        net.bind(digits::pixels, std::span(pixels).subspan(row * 64, 64));
        net.bind(digits::label, std::span(labels).subspan(row, 1));
        alone.push_back(net.evaluate().loss);
        digit.push_back(net.predict().digit[0]);
    }
    for (const std::size_t rows : {1U, 7U, 32U, 256U, 359U}) {
        SCOPED_TRACE(rows);
        net.bind(digits::pixels, std::span(pixels).first(rows * 64));
        net.bind(digits::label, std::span(labels).first(rows));
        double expected = 0;
        for (std::size_t i = 0; i < rows; ++i) expected += alone[i] / static_cast<double>(rows);
        EXPECT_NEAR(net.evaluate().loss, expected, 1e-5 * expected);
        const auto together = net.predict();
        for (std::size_t i = 0; i < rows; ++i) ASSERT_EQ(together.digit[i], digit[i]) << "row " << i;
    }
}

#ifdef COUNTS_ALLOCATIONS
TEST(digits, a_step_allocates_nothing) {
    const auto data = all_digits();
    const auto pixels = column<float>(data, "pixels", 64);
    const auto labels = column<std::int32_t>(data, "label", 1);
    digits net({.seed = 1, .threads = 2});
    net.bind(digits::pixels, std::span(pixels).first(359 * 64));
    net.bind(digits::label, std::span(labels).first(359));
    net.set(digits::rate, 0.002F);
    net.step(digits::train_entry, 359);
    const allocation_count before = allocations();
    for (int i = 0; i < 10; ++i) net.step(digits::train_entry, 359);
    net.step(digits::evaluate_entry, 359);
    net.step(digits::predict_entry, 359);
    EXPECT_EQ(allocations().count, before.count);
    const std::vector<int> counts(pixels.size());
    EXPECT_GT(allocations().count, before.count) << counts.size() << " zeros were not counted";
}
#endif

TEST(digits, an_instance_that_shares_weights_reads_what_the_other_has) {
    digits net({.seed = 9, .threads = 1});
    const digits sharer(net, {.threads = 1});
    EXPECT_EQ(net.values(digits::hidden_weight).data(), sharer.values(digits::hidden_weight).data());
}

TEST(digits, weights_travel_to_the_library_that_only_predicts) {
    const auto data = all_digits();
    const std::string file = (std::filesystem::temp_directory_path() / "sylvite_digits_test.safetensors").string();
    digits net({.seed = 9, .threads = 1});
    sylvite::fit(net, data, {.epochs = 1, .rows = 64, .rate = 0.01});
    net.save(file);
    digits_reader reader({.seed = 10, .threads = 1});
    reader.load(file);
    std::filesystem::remove(file);
    const auto expected = net.predict(data);
    const auto found = reader.predict(data);
    ASSERT_EQ(found.rows, 1797U);
    EXPECT_TRUE(std::equal(expected.digit.begin(), expected.digit.end(), found.digit.begin(), found.digit.end()));
}

TEST(digits, one_file_holds_what_training_and_predicting_alone_need) {
    const auto data = all_digits();
    const std::string file = (std::filesystem::temp_directory_path() / "sylvite_digits_whole.safetensors").string();
    digits net({.seed = 9, .threads = 1});
    const auto standard = sylvite::mean_and_deviation(data, digits::pixels);
    sylvite::fit(net, standard.apply(data), {.epochs = 1, .rows = 64, .rate = 0.01});
    net.save(file, {.state = sylvite::with_state::yes, .standardisations = {standard}});

    digits again({.seed = 10, .threads = 1});
    again.load(file, sylvite::with_state::yes);
    EXPECT_EQ(std::memcmp(again.persistent().data(), net.persistent().data(), net.persistent().size()), 0);

    digits_reader reader({.seed = 10, .threads = 1});
    const auto report = reader.load(file, sylvite::load_options{});
    EXPECT_EQ(report.matched.size(), 4U);
    EXPECT_EQ(report.passed_over.size(), again.load(file, sylvite::load_options{}).passed_over.size());
    EXPECT_GT(report.passed_over.size(), 2U) << "Adam's moments and the standardisation";
    const auto loaded = sylvite::load_standardisation(file, digits_reader::pixels);
    std::filesystem::remove(file);
    const auto expected = net.predict(standard.apply(data));
    const auto found = reader.predict(loaded.apply(data));
    ASSERT_EQ(found.rows, 1797U);
    EXPECT_TRUE(std::equal(expected.digit.begin(), expected.digit.end(), found.digit.begin(), found.digit.end()));
}

TEST(digits, a_label_that_is_no_class_gives_a_loss_that_is_no_number) {
    const std::vector<float> pixels(2 * 64, 1.0F);
    const std::vector<std::int32_t> labels{3, 10};
    digits net({.threads = 1});
    net.bind(digits::pixels, pixels);
    net.bind(digits::label, labels);
    EXPECT_TRUE(std::isnan(net.evaluate().loss));
}

TEST(digits, training_names_the_tensor_and_the_users_line_where_a_loss_stops_being_a_number) {
    sylvite::dataset data;
    data.add(digits::pixels, std::vector<float>(4 * 64, 1.0F))
        .add(digits::label, std::vector<std::int32_t>{1, 2, 10, 3});
    digits net({.threads = 1});
    try {
        sylvite::fit(net, data, {.rows = 2, .shuffle = false, .rate = 0.01});
        FAIL() << "a label that is no class was taken";
    } catch (const sylvite::error &e) {
        const std::string text = e.what();
        EXPECT_NE(text.find("step 2: metric 'loss' is NaN"), std::string::npos) << text;
        EXPECT_NE(text.find("is the value 'loss', written by '"), std::string::npos) << text;
        EXPECT_NE(text.find("; input 'label' is 10 in row 0 (row 2 of the dataset), and the 10 classes"),
                  std::string::npos)
            << text;
        EXPECT_NE(text.find("' (network.hpp:16)"), std::string::npos) << text;
    }
}

TEST(digits, more_rows_than_the_bound_are_refused_with_both_numbers) {
    const std::vector<float> pixels(360 * 64, 1.0F);
    digits net({.threads = 1});
    net.bind(digits::pixels, pixels);
    try {
        net.predict();
        FAIL() << "360 rows were taken";
    } catch (const sylvite::error &e) {
        const std::string text = e.what();
        EXPECT_NE(text.find("360"), std::string::npos) << text;
        EXPECT_NE(text.find("359"), std::string::npos) << text;
    }
}

}  // namespace
