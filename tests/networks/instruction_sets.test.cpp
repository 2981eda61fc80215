// One library with kernels for several instruction sets: the best is taken, and each can be asked for.
#include "transformer_run.hpp"

#include <transformer_everywhere.gen.hpp>

#include <sylvite/runtime/core/processor.hpp>
#include <sylvite/runtime/error.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace {

using sylvite::test::with_golden_start;

/// All targets of the library, in order.
const std::vector<std::string> &targets() {
    static const std::vector<std::string> all = [] {
        const transformer_everywhere net({.threads = 1});
        std::vector<std::string> found;
        for (std::size_t i = 0; i < net.target_count(); ++i) found.emplace_back(net.target(i));
        return found;
    }();
    return all;
}
std::string listed(const std::string &between) {
    std::string text;
    for (const std::string &t : targets()) text += (text.empty() ? "" : between) + t;
    return text;
}
bool is_supported(const std::string &target) {
    sylvite::core::message why;
    return sylvite::core::processor_supported(target.c_str(), why);
}
std::string message_of_making(const std::string &target) {
    try {
        const transformer_everywhere net({.threads = 1, .target = target});
    } catch (const sylvite::error &e) {
        return e.what();
    }
    return "it was made";
}

TEST(instruction_sets, the_library_has_those_that_it_was_asked_for) { EXPECT_EQ(listed(","), SYLVITE_TARGETS); }

TEST(instruction_sets, the_first_that_this_processor_has_is_taken) {
    const auto best = std::ranges::find_if(targets(), is_supported);
    ASSERT_NE(best, targets().end());
    EXPECT_EQ(transformer_everywhere({.threads = 1}).code().target, *best);
}

TEST(instruction_sets, forward_backward_and_update_are_right_in_each) {
    int tried = 0;
    for (const std::string &target : targets()) {
        if (!is_supported(target)) continue;
        SCOPED_TRACE(target);
        with_golden_start<transformer_everywhere> net({.threads = 2, .target = target});
        EXPECT_EQ(net.code().target, target);
        sylvite::test::expect_golden_run(net);
        ++tried;
    }
    EXPECT_GE(tried, 1);
}

TEST(instruction_sets, weights_can_be_shared_between_them) {
    with_golden_start<transformer_everywhere> net({.threads = 1});
    const auto logits = net.predict().logits;
    transformer_everywhere reader(net, {.threads = 1, .target = targets().back()});
    EXPECT_EQ(reader.code().target, targets().back());
    reader.bind(transformer_everywhere::tokens, net.tokens);
    sylvite::test::expect_near(reader.predict().logits, std::vector<float>(logits.begin(), logits.end()), 2e-5,
                               "logits");
}

TEST(instruction_sets, one_that_this_processor_or_the_library_has_not_is_refused) {
    for (const std::string &target : targets()) {
        if (is_supported(target)) continue;
        EXPECT_NE(message_of_making(target).find("which this processor does not have"), std::string::npos) << target;
    }
    EXPECT_EQ(message_of_making("x86-64-linux-avx"), "network 'transformer_everywhere': kernels for 'x86-64-linux-avx' "
                                                     "were asked for, its library has those for " +
                                                         listed(", "));
}

}  // namespace
