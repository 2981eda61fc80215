// Random numbers of whole networks: which entries draw, what they depend on, and that files keep them.
#include <chance.core.hpp>
#include <chance.gen.hpp>
#include <chance_reference.gen.hpp>

#include <sylvite/runtime/data/dataset.hpp>
#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/train/fit.hpp>
#include <sylvite/runtime/weights/save.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <vector>

namespace {

using sylvite::step_values;

constexpr std::size_t most = 50;

struct batch {
    std::vector<float> x;
    std::vector<std::int32_t> y;
    batch() {
        for (std::size_t i = 0; i < most * 20; ++i) x.push_back(std::sin(static_cast<float>(i * i % 97)));
        for (std::size_t i = 0; i < most; ++i) y.push_back(static_cast<std::int32_t>(i * 7 % 3));
    }
    template <class Network>
    void bind(Network &net, std::size_t first = 0) const {
        net.bind(Network::x, std::span(x).subspan(first * 20));
        net.bind(Network::y, std::span(y).subspan(first));
        net.set(Network::rate, 0.01f);
    }
};
const batch data;

template <class T>
std::vector<T> copy(std::span<const T> values) {
    return {values.begin(), values.end()};
}
std::vector<std::byte> trained(chance &net, int steps, std::size_t rows = 37) {
    data.bind(net);
    for (int i = 0; i < steps; ++i) (void)net.train(rows);
    return copy(net.persistent());
}

TEST(chance, is_in_entries_that_train_and_in_those_that_ask_for_it) {
    const chance net;
    const auto draws = [&](sylvite::entry_handle e) { return net.code().entries[e.index].draws; };
    EXPECT_TRUE(draws(chance::train_entry));
    EXPECT_TRUE(draws(chance::uncertain_entry));
    EXPECT_TRUE(draws(chance::draw_entry));
    EXPECT_FALSE(draws(chance::predict_entry));
    EXPECT_FALSE(draws(chance::evaluate_entry));
    for (const sylvite::entry_handle e : {chance::predict_entry, chance::evaluate_entry})
        for (const sylvite::core::call &c : net.code().entries[e.index].calls)
            EXPECT_EQ(std::string(c.label).find("random"), std::string::npos) << c.label;
}
TEST(chance, is_another_in_each_step_and_the_same_from_the_same_state) {
    chance net({.seed = 3, .threads = 1});
    data.bind(net);
    EXPECT_EQ(net.random_state(), (step_values{3, 0, 0}));
    const auto first = copy(net.uncertain(40).z), second = copy(net.uncertain(40).z);
    EXPECT_NE(first, second);
    EXPECT_EQ(net.random_state(), (step_values{3, 2, 0}));
    net.set_random_state({3, 0, 0});
    EXPECT_EQ(copy(net.uncertain(40).z), first);
    net.set_random_state({4, 0, 0});
    EXPECT_NE(copy(net.uncertain(40).z), first);
    EXPECT_EQ(copy(net.predict(40).z), copy(net.predict(40).z));
    EXPECT_EQ(net.random_state().step, 1u) << "a prediction is no step";
}
TEST(chance, is_the_same_on_any_number_of_threads) {
    chance one({.seed = 5, .threads = 1}), two({.seed = 5, .threads = 2}), three({.seed = 5, .threads = 3});
    const auto expected = trained(one, 4);
    EXPECT_EQ(trained(two, 4), expected);
    EXPECT_EQ(trained(three, 4), expected);
}
TEST(chance, is_that_of_the_rows_however_a_batch_is_cut) {
    chance whole({.seed = 7}), part({.seed = 7});
    data.bind(whole);
    const auto all = copy(whole.uncertain(50).z);
    whole.set_random_state({7, 0, 0});
    const auto drawn = whole.draw(50);
    const auto u = copy(drawn.uniform), n = copy(drawn.normal);
    const auto w = copy(drawn.wide);
    const auto coin = copy(drawn.coin);
    for (const auto &[first, rows] : {std::pair<std::size_t, std::size_t>{0, 1}, {1, 31}, {32, 18}}) {
        data.bind(part, first);
        part.set_random_state({7, 0, first});
        const auto z = copy(part.uncertain(rows).z);
        for (std::size_t i = 0; i < z.size(); ++i) EXPECT_NEAR(z[i], all[first * 3 + i], 1e-5) << first << " " << i;
        part.set_random_state({7, 0, first});
        const auto d = part.draw(rows);
        EXPECT_TRUE(std::equal(d.uniform.begin(), d.uniform.end(), u.begin() + static_cast<std::ptrdiff_t>(first * 5)));
        EXPECT_TRUE(std::equal(d.wide.begin(), d.wide.end(), w.begin() + static_cast<std::ptrdiff_t>(first * 5)));
        EXPECT_TRUE(std::equal(d.normal.begin(), d.normal.end(), n.begin() + static_cast<std::ptrdiff_t>(first * 7)));
        EXPECT_TRUE(std::equal(d.coin.begin(), d.coin.end(), coin.begin() + static_cast<std::ptrdiff_t>(first * 3)));
        EXPECT_EQ(d.one[0], drawn.one[0]);
    }
}
TEST(chance, of_a_reference_build_is_the_same) {
    chance net({.seed = 9});
    chance_reference reference({.seed = 9});
    data.bind(net);
    data.bind(reference);
    const auto found = net.draw(50);
    const auto expected = reference.draw(50);
    EXPECT_EQ(copy(found.uniform), copy(expected.uniform));
    EXPECT_EQ(copy(found.wide), copy(expected.wide));
    EXPECT_EQ(copy(found.coin), copy(expected.coin));
    for (std::size_t i = 0; i < found.normal.size(); ++i) EXPECT_NEAR(found.normal[i], expected.normal[i], 1e-6);
    for (int i = 0; i < 3; ++i) EXPECT_NEAR(net.train(50).loss, reference.train(50).loss, 1e-4);
    const auto z = copy(net.uncertain(50).z), reference_z = copy(reference.uncertain(50).z);
    for (std::size_t i = 0; i < z.size(); ++i) EXPECT_NEAR(z[i], reference_z[i], 1e-3);
}
TEST(chance, in_static_memory_is_the_same) {
    using small_chance = chance_core<>;
    static small_chance small;
    chance large({.seed = 9, .threads = 1});
    data.bind(large);
    ASSERT_EQ(small.start(9), sylvite::core::status::ok) << small.message();
    ASSERT_EQ(small.bind(small_chance::x, data.x), sylvite::core::status::ok);
    ASSERT_EQ(small.bind(small_chance::y, data.y), sylvite::core::status::ok);
    ASSERT_EQ(small.set(small_chance::rate, 0.01f), sylvite::core::status::ok);
    for (int i = 0; i < 5; ++i) {
        small_chance::train_result result;
        ASSERT_EQ(small.train(37, result), sylvite::core::status::ok) << small.message();
        EXPECT_EQ(result.loss, large.train(37).loss);
    }
    EXPECT_EQ(small.random_state(), large.random_state());
    small.set_random_state({1, 2, 3});
    large.set_random_state({1, 2, 3});
    small_chance::uncertain_result z;
    ASSERT_EQ(small.uncertain(11, z), sylvite::core::status::ok) << small.message();
    EXPECT_EQ(copy(z.z), copy(large.uncertain(11).z));
}
TEST(chance, goes_on_where_a_file_ended) {
    const std::string path = testing::TempDir() + "chance.safetensors";
    chance straight({.seed = 11}), first({.seed = 11}), second({.seed = 1});
    const auto expected = trained(straight, 6);
    (void)trained(first, 3);
    first.save(path, sylvite::with_state::yes);
    second.load(path, sylvite::with_state::yes);
    EXPECT_EQ(second.random_state(), (step_values{11, 3, 0}));
    EXPECT_EQ(trained(second, 3), expected);
    chance weights({.seed = 2});
    weights.load(path, sylvite::with_state::no);
    EXPECT_EQ(weights.random_state(), (step_values{2, 0, 0})) << "weights alone have no place in a run";
    std::filesystem::remove(path);
}
TEST(chance, loads_files_without_and_refuses_what_is_no_number) {
    const std::string path = testing::TempDir() + "chance_damaged.safetensors";
    chance net({.seed = 12});
    (void)trained(net, 1);
    net.save(path, sylvite::with_state::yes);
    std::string text;
    {
        std::ifstream in(path, std::ios::binary);
        text.assign(std::istreambuf_iterator<char>(in), {});
    }
    const auto with = [&](const std::string &from, const std::string &to) {
        std::string changed = text;
        const std::size_t at = changed.find(from);
        EXPECT_NE(at, std::string::npos);
        changed.replace(at, from.size(), to);
        std::ofstream(path, std::ios::binary) << changed;
    };
    std::string both = text;
    both.replace(both.find("random_seed"), 11, "other__seed");
    both.replace(both.find("random_step"), 11, "other__step");
    std::ofstream(path, std::ios::binary) << both;
    chance old({.seed = 13});
    old.load(path, sylvite::with_state::yes);
    EXPECT_EQ(old.random_state(), (step_values{13, 0, 0}));
    with("\"random_step\":\"1\"", "\"random_step\":\"x\"");
    const auto before = copy(old.persistent());
    EXPECT_THROW(old.load(path, sylvite::with_state::yes), sylvite::error);
    EXPECT_EQ(copy(old.persistent()), before);
    std::filesystem::remove(path);
}
TEST(chance, begins_anew_with_new_starting_values) {
    chance net({.seed = 14});
    const auto expected = trained(net, 2);
    net.initialise(14);
    EXPECT_EQ(net.random_state(), (step_values{14, 0, 0}));
    EXPECT_EQ(trained(net, 2), expected);
}
TEST(chance, lets_fit_find_what_is_not_finite_again) {
    chance net({.seed = 15});
    std::vector<float> x = data.x;
    x[33 * 20 + 4] = std::nanf("");
    sylvite::dataset bad;
    bad.add(chance::x, std::span<const float>(x)).add(chance::y, std::span<const std::int32_t>(data.y));
    const auto before = copy(net.persistent());
    try {
        (void)sylvite::fit(net, bad, {.epochs = 1, .rows = 10, .shuffle = false, .rate = 0.01});
        FAIL() << "a NaN went unnoticed";
    } catch (const sylvite::error &e) {
        EXPECT_NE(std::string(e.what()).find("'x'"), std::string::npos) << e.what();
    }
    EXPECT_NE(copy(net.persistent()), before) << "three steps were right";
    EXPECT_EQ(net.random_state(), (step_values{15, 3, 0})) << "as before the step that failed";
}

}  // namespace
