// The parts of examples/text, and its network: what it writes a character a call is what it thinks of whole pieces.
#include <sylvite/examples/text/characters.hpp>
#include <sylvite/examples/text/counts.hpp>
#include <sylvite/examples/text/pieces.hpp>
#include <sylvite/examples/text/writer.hpp>

#include <text.gen.hpp>

#include "said_by.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

namespace {

constexpr std::size_t places = decltype(text::tokens)::elements;

/// Some text of this length, in which characters depend on each other.
std::vector<std::int32_t> some_text(std::size_t length) {
    std::vector<std::int32_t> tokens(length);
    for (std::size_t i = 0; i < length; ++i)
        tokens[i] = static_cast<std::int32_t>((i * i / 3 + i) % number_of_characters);
    return tokens;
}
std::string characters(const std::vector<std::int32_t> &tokens) {
    std::string all;
    for (const std::int32_t token : tokens) all += character_of(token);
    return all;
}

TEST(text, characters_are_numbers_and_back) {
    std::vector<std::int32_t> all(number_of_characters);
    std::iota(all.begin(), all.end(), 0);
    EXPECT_EQ(tokens_of(characters(all), "it"), all);
    EXPECT_EQ(tokens_of(" ~\n", "it"), (std::vector<std::int32_t>{0, 94, 95}));
    EXPECT_EQ(sylvite::test::said_by([] { (void)tokens_of("first\nse\tcond", "it"); }),
              "it, line 2, column 3: expected a printable character of ASCII, found the byte 0x09");
    EXPECT_EQ(sylvite::test::said_by([] { (void)tokens_of("\xc3\xa4", "it"); }),
              "it, line 1, column 1: expected a printable character of ASCII, found the byte 0xc3");
}

TEST(text, pieces_begin_at_each_step_and_end_before_the_last_character) {
    const auto all = std::make_shared<const std::vector<std::int32_t>>(some_text(3 * places + 2));
    const auto values = [](const sylvite::dataset &data, const char *name, std::size_t row) {
        std::vector<std::int32_t> of(places);
        data.read(*data.find(name), row, 1, of.data());
        return of;
    };
    const auto expected = [&](std::size_t first) {
        const auto begin = all->begin() + static_cast<std::ptrdiff_t>(first);
        return std::vector<std::int32_t>(begin, begin + places);
    };
    const auto data = pieces<text>(all, 1, 3 * places + 2, places);
    ASSERT_EQ(data.rows(), 3u);
    EXPECT_EQ(pieces<text>(all, 2, 3 * places + 2, places).rows(), 2u) << "the last one has nothing behind it";
    EXPECT_EQ(pieces<text>(all, 0, places + 1, 1).rows(), 1u);
    for (std::size_t row = 0; row < data.rows(); ++row) {
        EXPECT_EQ(values(data, "tokens", row), expected(1 + row * places));
        EXPECT_EQ(values(data, "next", row), expected(2 + row * places));
    }
    EXPECT_EQ(sylvite::test::said_by([&] { (void)pieces<text>(all, 0, places, 1); }),
              "expected more than 128 characters of text, found 128");
}

TEST(text, frequencies_are_those_of_the_formula) {
    const std::vector<std::int32_t> known = {0, 1, 0, 1, 0, 2}, next = {0, 1};
    // without any: n = 6, u = 3, p(0) = (3 + 3 / 96) / 9, p(1) = (2 + 3 / 96) / 9
    const double p0 = (3 + 3.0 / 96) / 9, p1 = (2 + 3.0 / 96) / 9;
    EXPECT_NEAR(perplexity_of_counts(known, next, 0), std::exp(-(std::log(p0) + std::log(p1)) / 2), 1e-12);
    // behind 0: n = 3, u = 2, of which two are 1
    const double behind = (2 + 2 * p1) / 5;
    EXPECT_NEAR(perplexity_of_counts(known, next, 1), std::exp(-(std::log(p0) + std::log(behind)) / 2), 1e-12);
    // 3 came never, so that behind it the shorter one counts
    EXPECT_NEAR(perplexity_of_counts(known, std::vector<std::int32_t>{3, 0}, 1),
                std::exp(-(std::log(3.0 / 96 / 9) + std::log(p0)) / 2), 1e-12);
}

/// The mean over a piece of what the network gives to the characters that come, a character a call.
double loss_of_writing(text &net, const std::vector<std::int32_t> &tokens) {
    double loss = 0;
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        net.bind(text::token, std::span(tokens).subspan(i, 1));
        net.set(text::position, static_cast<std::int32_t>(i));
        const auto logits = net.write().logits;
        const float largest = *std::max_element(logits.begin(), logits.end());
        double sum = 0;
        for (const float z : logits) sum += std::exp(static_cast<double>(z - largest));
        loss += std::log(sum) - static_cast<double>(logits[static_cast<std::size_t>(tokens[i + 1])] - largest);
    }
    return loss / static_cast<double>(tokens.size() - 1);
}

TEST(text, a_character_a_call_is_as_likely_as_in_a_whole_piece) {
    const std::vector<std::int32_t> tokens = some_text(places + 1);
    for (const int threads : {1, 2}) {
        text net({.threads = threads});
        net.bind(text::tokens, std::span(tokens).first(places));
        net.bind(text::next, std::span(tokens).last(places));
        net.set(text::rate, 0.003F);
        for (int steps = 0; steps < 2; ++steps) {
            EXPECT_NEAR(loss_of_writing(net, tokens), net.evaluate().loss, 2e-5) << "after training " << steps;
            for (int i = 0; i < 5; ++i) net.train();
        }
    }
}

TEST(text, the_writer_goes_on_with_the_last_half_when_the_places_are_full) {
    text net({.threads = 1});
    const std::string full = characters(some_text(places));
    const std::string two = writer(net, 0, 1).go_on(full, 2);
    ASSERT_EQ(two.size(), 2u);
    EXPECT_EQ(two.substr(1), writer(net, 0, 1).go_on(full.substr(places / 2 + 1) + two[0], 1));
}

TEST(text, what_is_drawn_depends_on_the_seed_alone) {
    text net({.threads = 1});
    const std::string first = writer(net, 1, 7).go_on("a", 200);
    EXPECT_EQ(first.size(), 200u);
    EXPECT_EQ(writer(net, 1, 7).go_on("a", 200), first);
    EXPECT_NE(writer(net, 1, 8).go_on("a", 200), first);
    EXPECT_EQ(writer(net, 0, 7).go_on("a", 9), writer(net, 0, 8).go_on("a", 9)) << "the likeliest";
}

}  // namespace
