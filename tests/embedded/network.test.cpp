#include <gate_teacher.gen.hpp>
#include <gate_weights.weights.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using sylvite::core::status;
using sylvite::embedded::variables;
using learner = gate_core<variables::writable>;
using reader = gate_core<variables::constant>;

// Temporaries would be gone before they are read; the learner copies its table.
template <class Network, class Values>
concept binds = requires(Network &net, Values &&values) {
    (void)net.bind(Network::switches, std::forward<Values>(values));
};
template <class Network>
concept starts_from_a_temporary_table = requires(Network &net) {
    (void)net.start(typename Network::weights());
};
static_assert(binds<reader, std::vector<float> &> && binds<reader, std::span<const float>>);
static_assert(!binds<reader, std::vector<float>> && !binds<learner, std::vector<float>>);
static_assert(starts_from_a_temporary_table<learner> && !starts_from_a_temporary_table<reader>);

constexpr float switches[] = {0, 0, 0, 1, 1, 0, 1, 1};
constexpr float target[] = {0, 1, 1, 0};

template <class Network>
std::vector<float> light_of(Network &net, std::size_t rows = 4) {
    typename Network::predict_result result;
    EXPECT_EQ(net.bind(Network::switches, switches), status::ok);
    EXPECT_EQ(net.predict(rows, result), status::ok) << net.message();
    return {result.light.begin(), result.light.end()};
}

TEST(embedded_network, trains_like_one_with_a_heap) {
    static learner small;
    gate_teacher large({.seed = 11, .threads = 1});
    ASSERT_EQ(small.start(11), status::ok) << small.message();
    ASSERT_EQ(small.bind(learner::switches, switches), status::ok);
    ASSERT_EQ(small.bind(learner::target, target), status::ok);
    ASSERT_EQ(small.set(learner::rate, 0.25f), status::ok);
    large.bind(gate_teacher::switches, switches);
    large.bind(gate_teacher::target, target);
    large.set(gate_teacher::rate, 0.25f);
    for (int step = 0; step < 100; ++step) {
        learner::train_result result;
        ASSERT_EQ(small.train(4, result), status::ok) << small.message();
        ASSERT_EQ(result.loss, large.train().loss) << step;
    }
    const auto ours = small.values(learner::hidden_weight_momentum);
    const auto theirs = large.values(gate_teacher::hidden_weight_momentum);
    EXPECT_TRUE(std::equal(ours.begin(), ours.end(), theirs.begin(), theirs.end()));
    const auto expected = large.predict().light;
    EXPECT_EQ(light_of(small), std::vector<float>(expected.begin(), expected.end()));
}

TEST(embedded_network, reads_a_table_where_it_stands) {
    static reader first, second;
    ASSERT_EQ(first.start(gate_weights), status::ok) << first.message();
    ASSERT_EQ(second.start(gate_weights), status::ok) << second.message();
    EXPECT_EQ(static_cast<const void *>(first.values(reader::hidden_weight).data()), &gate_weights);
    EXPECT_EQ(light_of(first), light_of(second));
    gate_teacher large({.threads = 1});
    large.load(GATE_SAFETENSORS);
    large.bind(gate_teacher::switches, switches);
    const auto expected = large.predict().light;
    EXPECT_EQ(light_of(first), std::vector<float>(expected.begin(), expected.end()));
    EXPECT_LT(sizeof(reader), sizeof(learner));
}

template <class Network>
constexpr bool can_train = requires(Network &net, typename Network::train_result &result) {
    net.train(4, result);
};
static_assert(can_train<learner> && !can_train<reader>);

TEST(embedded_network, goes_on_from_a_table) {
    static learner net;
    static reader still;
    ASSERT_EQ(net.start(gate_weights), status::ok) << net.message();
    ASSERT_EQ(still.start(gate_weights), status::ok);
    EXPECT_EQ(light_of(net), light_of(still));
    ASSERT_EQ(net.bind(learner::target, target), status::ok);
    ASSERT_EQ(net.set(learner::rate, 0.5f), status::ok);
    learner::train_result result;
    ASSERT_EQ(net.train(4, result), status::ok);
    EXPECT_LT(result.loss, 1e-3);
    EXPECT_NE(light_of(net), light_of(still));
}

TEST(embedded_network, takes_fewer_rows) {
    static reader net;
    ASSERT_EQ(net.start(gate_weights), status::ok);
    const std::vector<float> all = light_of(net);
    for (std::size_t rows = 1; rows <= 4; ++rows)
        EXPECT_EQ(light_of(net, rows),
                  std::vector<float>(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(rows)));
}

TEST(embedded_network, refuses_with_a_sentence) {
    static reader net;
    reader::predict_result result;
    EXPECT_EQ(net.predict(1, result), status::not_bound);
    ASSERT_EQ(net.start(gate_weights), status::ok);
    EXPECT_EQ(net.predict(1, result), status::input_not_bound);
    EXPECT_NE(std::string(net.message()).find("'switches'"), std::string::npos) << net.message();
    ASSERT_EQ(net.bind(reader::switches, std::span(switches).first(6)), status::ok);
    EXPECT_EQ(net.predict(3, result), status::ok);
    EXPECT_EQ(net.predict(4, result), status::input_too_short);
    EXPECT_STREQ(net.message(), "network 'gate', entry 'predict': input 'switches' has 6 values bound, 8 are needed");
    EXPECT_EQ(net.predict(5, result), status::extent_out_of_range);
    EXPECT_NE(std::string(net.message()).find("5"), std::string::npos) << net.message();
    EXPECT_EQ(net.predict(0, result), status::extent_out_of_range);
    EXPECT_EQ(net.predict(std::size_t(-1), result), status::extent_out_of_range);
    EXPECT_EQ(net.predict(3, result), status::ok);
}

}  // namespace
