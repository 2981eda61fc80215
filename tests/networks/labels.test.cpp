// What a program is told of labels and words that are out of range, where kernels answer with NaN.
#include "said_by.hpp"

#include <labels.gen.hpp>

#include <sylvite/runtime/data/dataset.hpp>
#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/train/fit.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace {

using sylvite::test::said_by;

struct rows {
    std::vector<float> x;
    std::vector<std::int32_t> words, y;

    explicit rows(std::size_t n) : x(4 * n, 0.5F), words(2 * n), y(n) {
        for (std::size_t i = 0; i < 2 * n; ++i) words[i] = static_cast<std::int32_t>(i % 50);
        for (std::size_t i = 0; i < n; ++i) y[i] = static_cast<std::int32_t>(i % 3);
    }
    [[nodiscard]] sylvite::dataset data() const {
        sylvite::dataset d;
        d.add(labels::x, x).add(labels::words, words).add(labels::y, y);
        return d;
    }
    void bind(labels &net) const {
        net.bind(labels::x, x);
        net.bind(labels::words, words);
        net.bind(labels::y, y);
    }
};

TEST(labels, out_of_range_are_named_by_fit_with_row_step_and_range) {
    rows all(24);
    all.y[13] = 3;
    labels net({.seed = 1});
    const std::string said =
        said_by([&] { sylvite::fit(net, all.data(), {.epochs = 2, .rows = 8, .shuffle = false, .rate = 0.1}); });
    EXPECT_TRUE(
        said.starts_with("network 'labels', epoch 1, step 2: metric 'loss' is NaN; the first tensor that is not "
                         "finite is "))
        << said;
    EXPECT_TRUE(
        said.ends_with("; input 'y' is 3 in row 5 (row 13 of the dataset), and the 3 classes (labels.hpp:17) are "
                       "0 to 2"))
        << said;
    for (const float w : net.values(labels::out_weight)) EXPECT_TRUE(std::isfinite(w));
}

TEST(labels, out_of_range_are_found_in_shuffled_rows_of_a_choice) {
    rows all(40);
    all.y[27] = -1;
    labels net({.seed = 1});
    const auto [training, held_out] = all.data().hold_out_every(5);
    const std::string said =
        said_by([&, &some = training] { sylvite::fit(net, some, {.epochs = 2, .rows = 8, .rate = 0.1}); });
    EXPECT_NE(said.find("input 'y' is -1 in row "), std::string::npos) << said;
    EXPECT_NE(said.find(" (row 22 of the dataset, 27 before rows were chosen), and the 3 classes"), std::string::npos)
        << said;
}

TEST(labels, words_out_of_range_are_named_where_the_table_is_read) {
    rows all(16);
    all.words[2 * 9 + 1] = 50;
    labels net({.seed = 1});
    const std::string said =
        said_by([&] { sylvite::fit(net, all.data(), {.rows = 8, .shuffle = false, .rate = 0.1}); });
    EXPECT_NE(said.find("epoch 1, step 2: metric 'loss' is NaN"), std::string::npos) << said;
    EXPECT_TRUE(said.ends_with("; input 'words' is 50 at [1, 1] (row 9 of the dataset), and the 50 positions "
                               "(labels.hpp:15) are 0 to 49"))
        << said;
}

TEST(labels, in_range_are_not_blamed_for_what_overflows) {
    rows all(8);
    all.x[4] = 3e38F;
    labels net({.seed = 1});
    net.set(labels::out_weight, std::vector<float>(12, 3.F));
    all.y[6] = -100;  // left out by the mask
    const std::string said = said_by([&] { sylvite::fit(net, all.data(), {.rows = 8, .entry = "train_masked"}); });
    EXPECT_NE(said.find("the first tensor that is not finite is "), std::string::npos) << said;
    EXPECT_EQ(said.find("'x'"), std::string::npos) << said;
    EXPECT_NE(said.find("written by 'contraction"), std::string::npos) << said;
    EXPECT_EQ(said.find("'y'"), std::string::npos) << "no call had read the label: " << said;
}

TEST(labels, that_a_mask_leaves_out_train) {
    rows all(8);
    all.y[6] = -100;
    labels net({.seed = 1});
    EXPECT_EQ(said_by([&] { sylvite::fit(net, all.data(), {.rows = 8, .entry = "train_masked"}); }), "");
    EXPECT_EQ(said_by([&] { net.check_indices(labels::train_masked_entry, all.data(), {.ignore = -100}); }), "");
    EXPECT_NE(said_by([&] { net.check_indices(labels::train_masked_entry, all.data()); }), "");
}

TEST(labels, can_be_checked_before_an_evaluation_and_in_a_loop) {
    rows all(20);
    labels net({.seed = 1});
    EXPECT_EQ(said_by([&] { net.check_indices(labels::evaluate_entry, all.data()); }), "");
    all.y[19] = 3;
    EXPECT_TRUE(std::isnan(net.evaluate(all.data()).loss)) << "an evaluation by itself says nothing";
    EXPECT_EQ(said_by([&] { net.check_indices(labels::evaluate_entry, all.data()); }),
              "network 'labels', entry 'evaluate': input 'y' is 3 in row 3 (row 19 of the dataset), and the 3 classes "
              "(labels.hpp:17) are 0 to 2");

    rows batch(8);
    batch.y[2] = 7;
    batch.bind(net);
    net.set(labels::rate, 0.1F);
    EXPECT_EQ(said_by([&] {
                  net.check_indices(labels::train_entry);
                  net.train();
              }),
              "network 'labels', entry 'train': input 'y' is 7 in row 2, and the 3 classes (labels.hpp:17) are 0 to 2");
    EXPECT_NE(net.find_not_finite(labels::train_entry, 8).find("; input 'y' is 7 in row 2, and the 3 classes"),
              std::string_view::npos);
}

}  // namespace
