// Normalisation in compiled networks: PyTorch's losses and running statistics, files, and batches of one.
#include "../dsl/golden_file.hpp"
#include "numbers.hpp"
#include "said_by.hpp"

#include <norms.core.hpp>
#include <norms.gen.hpp>

#include <sylvite/runtime/data/dataset.hpp>
#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/train/fit.hpp>
#include <sylvite/runtime/weights/load.hpp>
#include <sylvite/runtime/weights/save.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace {

using sylvite::with_state;
using namespace sylvite::test;

constexpr std::size_t most = 7, pixels = 2 * 5 * 4;

/// PyTorch's start and images.
struct golden_network : norms {
    explicit golden_network(int threads = 1) : norms({.seed = 1, .threads = threads}) {
        const auto order = golden.at("order").get<std::vector<std::string>>();
        for (std::size_t k = 0; k < order.size(); ++k) {
            const std::size_t count = values<float>(order[k]).size();
            std::vector<float> start;
            const bool is_scale = order[k] == "b1.weight" || order[k] == "g.weight" || order[k] == "b2.weight";
            for (const double v : numbers(k + 1, count))
                start.push_back(static_cast<float>(v / 2 + (is_scale ? 1 : 0)));
            this->template set<float>(order[k], std::span<const float>(start));
        }
        for (const double v : numbers(0, most * pixels)) images.push_back(static_cast<float>(v));
        for (std::size_t i = 0; i < most; ++i) labels.push_back(static_cast<std::int32_t>(i % 3));
        bind(x, std::span<const float>(images));
        bind(y, std::span<const std::int32_t>(labels));
        this->set(rate, golden.at("rate").get<float>());
    }
    const json golden = read_golden("norms.json").at("network");
    std::vector<float> images;
    std::vector<std::int32_t> labels;
};

void expect_near(std::span<const float> found, const std::vector<float> &expected, double tolerance,
                 const std::string &what) {
    ASSERT_EQ(found.size(), expected.size()) << what;
    for (std::size_t i = 0; i < found.size(); ++i) EXPECT_NEAR(found[i], expected[i], tolerance) << what << " " << i;
}
std::vector<float> values_of(const json &tensor) { return tensor.at("values").get<std::vector<float>>(); }

TEST(norms_network, trains_and_predicts_as_pytorch) {
    golden_network net;
    std::size_t step = 0;
    for (const json &loss : net.golden.at("losses"))
        EXPECT_NEAR(net.train(most - step++ % 3).loss, loss.get<double>(), 2e-5) << step;
    for (const auto &[name, end] : net.golden.at("end").items())
        expect_near(net.values<float>(name), values_of(end), 1e-5, name);
    expect_near(net.predict().logits, values_of(net.golden.at("logits")), 5e-5, "logits");
}

TEST(norms_network, predicts_each_row_whatever_stands_beside_it) {
    golden_network net;
    for (int i = 0; i < 3; ++i) (void)net.train();
    const auto all = net.predict(most).logits;
    const std::vector<float> expected(all.begin(), all.end());
    for (std::size_t rows = 1; rows < most; ++rows)
        expect_near(net.predict(rows).logits,
                    {expected.begin(), expected.begin() + static_cast<std::ptrdiff_t>(rows * 3)}, 1e-6, "rows");
}

TEST(norms_network, loads_the_file_of_pytorch) {
    golden_network net;
    const auto report = net.load(std::string(SYLVITE_GOLDEN) + "/norms.safetensors", sylvite::load_options{});
    EXPECT_EQ(report.matched.size(), net.golden.at("order").size() + net.golden.at("end").size());
    ASSERT_EQ(report.passed_over.size(), 2u);
    EXPECT_EQ(report.passed_over[0].stored_name, "b1.num_batches_tracked");
    expect_near(net.predict().logits, values_of(net.golden.at("logits")), 5e-5, "logits");
}

TEST(norms_network, keeps_running_statistics_in_files_of_weights) {
    const std::string path = testing::TempDir() + "norms.safetensors";
    golden_network net, other;
    for (int i = 0; i < 3; ++i) (void)net.train();
    net.save(path);
    other.load(path);
    std::filesystem::remove(path);
    const auto expected = net.predict().logits, found = other.predict().logits;
    EXPECT_TRUE(std::equal(found.begin(), found.end(), expected.begin(), expected.end()));
    EXPECT_NE(net.train().loss, 0);
    (void)other.train();
    EXPECT_NE(net.values<float>("out.bias")[0], other.values<float>("out.bias")[0]) << "the momentum was not saved";
}

TEST(norms_network, refuses_to_train_on_one_row) {
    golden_network net;
    const auto before = net.persistent();
    const std::vector<std::byte> copy(before.begin(), before.end());
    EXPECT_EQ(said_by([&] { (void)net.train(1); }),
              "network 'norms': entry 'train' averages the variance of each channel in 'b2.running_mean' "
              "(norms.hpp:16), and one element has none: give it two rows or more");
    EXPECT_TRUE(std::equal(copy.begin(), copy.end(), net.persistent().begin()));
    EXPECT_EQ(said_by([&] { (void)net.predict(1); }), "");
    EXPECT_EQ(said_by([&] { (void)net.evaluate(1); }), "");
    EXPECT_EQ(said_by([&] { (void)net.train(2); }), "");

    static norms_core<> small;
    ASSERT_EQ(small.start(1), sylvite::core::status::ok) << small.message();
    ASSERT_EQ(small.bind(norms_core<>::x, net.images), sylvite::core::status::ok);
    ASSERT_EQ(small.bind(norms_core<>::y, net.labels), sylvite::core::status::ok);
    ASSERT_EQ(small.set(norms_core<>::rate, 0.1f), sylvite::core::status::ok);
    norms_core<>::train_result result;
    EXPECT_EQ(small.train(1, result), sylvite::core::status::extent_out_of_range);
    EXPECT_EQ(small.train(2, result), sylvite::core::status::ok) << small.message();
}

TEST(norms_network, fit_says_so_before_the_first_step) {
    golden_network net;
    std::vector<float> x(13 * pixels);
    std::vector<std::int32_t> y(13);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = net.images[i % net.images.size()];
    sylvite::dataset all;
    all.add(norms::x, std::span<const float>(x)).add(norms::y, std::span<const std::int32_t>(y));
    const auto before = net.persistent();
    const std::vector<std::byte> copy(before.begin(), before.end());
    EXPECT_EQ(said_by([&] { (void)sylvite::fit(net, all, {.rows = 4, .rate = 0.1}); }),
              "network 'norms', entry 'train': 13 rows leave a partial batch of 1, of which there is no variance to "
              "average in 'b2.running_mean'; drop it with last = drop_partial");
    EXPECT_TRUE(std::equal(copy.begin(), copy.end(), net.persistent().begin()));
    EXPECT_EQ(sylvite::fit(net, all, {.rows = 4, .last = sylvite::drop_partial, .rate = 0.1}).steps, 3u);
    EXPECT_EQ(sylvite::fit(net, all, {.rows = 5, .rate = 0.1}).steps, 3u);
}

TEST(norms_network, threads_do_not_change_a_bit) {
    golden_network one(1), two(2);
    for (int step = 0; step < 3; ++step) EXPECT_EQ(one.train().loss, two.train().loss);
    EXPECT_TRUE(std::equal(one.persistent().begin(), one.persistent().end(), two.persistent().begin()));
}

}  // namespace
