// What is said of updates that make no sense.
#include <sylvite/dsl/graph/graph_error.hpp>
#include <sylvite/dsl/sylvite.hpp>

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace sylvite::test {
namespace {

template <class Mistake>
std::string sentence_of(Mistake mistake) {
    try {
        graph::builder b;
        network net(b);
        const auto w = net.parameter<f32, 2>("encoder.w"), v = net.parameter<f32, 2>("head.w");
        mistake(net, w, v, net.scalar("rate"));
    } catch (const graph_error &e) {
        return e.what();
    }
    return "nothing was thrown";
}

TEST(optimizers, mistakes_are_named) {
    const auto says = [](auto mistake, const char *sentence) { EXPECT_EQ(sentence_of(mistake), sentence); };
    says([](auto &, auto w, auto, auto rate) { (void)minimize(sum(w), gradient_descent{rate}); },
         "the loss does not depend on \"head.w\", so there is no gradient; where that is meant, freeze it or allow it "
         "with allow_unused");
    says([](auto &, auto w, auto v, auto) { grad(sum(w), v); },
         "the loss does not depend on \"head.w\", so there is no gradient; where that is meant, freeze it or allow it "
         "with allow_unused");
    says([](auto &, auto w, auto v,
            auto rate) { (void)minimize(sum(w * v), gradient_descent{rate}, freeze("decoder.*")); },
         "\"decoder.*\" matches the name of no parameter; those declared so far: encoder.w, head.w");
    says([](auto &, auto w, auto v,
            auto rate) { (void)minimize(sum(w * v), gradient_descent{rate}, l2_decay(1, except("*.b"))); },
         "\"*.b\" matches the name of no parameter; those declared so far: encoder.w, head.w");
    says([](auto &, auto w, auto v, auto rate) { (void)minimize(sum(w * v), gradient_descent{rate}, freeze("*")); },
         "there is no parameter to train: none is declared before minimize, or all are frozen");
    says(
        [](auto &, auto w, auto v, auto rate) {
            (void)minimize(sum(w * v), adam{rate});
            (void)minimize(sum(w * v), adam{rate}, freeze("head.*"));
        },
        "two entries train \"head.w\" with one shared state, but together with different parameters; give the rule of "
        "one "
        "another name");
    says(
        [](auto &, auto w, auto v, auto rate) {
            (void)minimize(sum(w * v), adam{rate});
            (void)minimize(sum(w * v), adam{.rate = rate, .name = "second"}, freeze("head.*"));
        },
        "nothing was thrown");
    says([](auto &, auto w, auto v,
            auto rate) { (void)minimize(sum(w * v), gradient_descent{rate}, freeze("encoder.*", "head.*")); },
         "there is no parameter to train: none is declared before minimize, or all are frozen");
    says([](auto &, auto w, auto,
            auto rate) { (void)minimize(sum(w), gradient_descent{rate}, allow_unused("head.w", "encoder.*")); },
         "nothing was thrown");
    says([](auto &net, auto, auto, auto rate) { (void)apply_gradients(net, gradient_descent{rate}); },
         "no entry before this one stores the gradient of \"encoder.w\"");
    says(
        [](auto &net, auto w, auto v, auto rate) {
            (void)store_gradients(sum(w * v), freeze("encoder.*"));
            (void)apply_gradients(net, gradient_descent{rate});
        },
        "no entry before this one stores the gradient of \"encoder.w\"");
    says(
        [](auto &net, auto w, auto v, auto rate) {
            (void)store_gradients(sum(w * v));
            (void)apply_accumulated(net, gradient_descent{rate});
        },
        "no entry before this one stores the gradient of \"encoder.w\"");
    says([](auto &, auto w, auto v, auto) { (void)minimize(sum(w * v), momentum{any_expr()}); },
         "the update rule has no learning rate; write {.rate = net.scalar(\"rate\")} or {.rate = 0.001}");
    says([](auto &, auto w, auto v, auto) { (void)minimize(sum(w * v), momentum{-0.1}); },
         "the learning rate: expected at least 0, found -0.100000");
}

TEST(optimizers, refuse_numbers_of_options_where_nothing_is_trained) {
    const auto mistake = [](auto &net, auto, auto, auto rate) {
        (void)minimize(sum(net.template input<f32, 3>("x")), momentum{rate}, allow_unused("*"), l2_decay(-1));
    };
    EXPECT_EQ(sentence_of(mistake), "l2_decay: expected at least 0, found -1.000000");
}

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

TEST(optimizers, refuse_numbers_out_of_range) {
#define SYLVITE_REFUSED(sentence, ...)                                                                                 \
    EXPECT_EQ(sentence_of([](auto &, auto w, auto v, auto rate) { (void)minimize(sum(w) + sum(v), __VA_ARGS__); }),    \
              sentence);
#include "../networks/optimizers.def"
}

}  // namespace
}  // namespace sylvite::test
