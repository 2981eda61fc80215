// A gradient penalty, a product with a Hessian, and pieces that a user wrote, through compiled kernels; golden numbers
// are PyTorch's. By the interpreter: tests/dsl/second_order.test.cpp.
#include "../dsl/golden_file.hpp"

#include <own_pieces.gen.hpp>
#include <second_order.gen.hpp>

#include <gtest/gtest.h>

namespace {

using sylvite::test::json;

const json &golden() {
    static const json file = sylvite::test::read_golden("second_order.json");
    return file;
}
std::vector<float> floats(const json &tensor) { return tensor.at("values").get<std::vector<float>>(); }

const json &run_of(const char *name) {
    for (const json &run : golden().at("runs"))
        if (run.at("name") == name && (run.at("dtype") == "f32" || run.at("name") == "own")) return run;
    throw std::runtime_error(std::string("no golden run of ") + name);
}
void start(sylvite::instance &net) {
    for (const auto &[name, value] : golden().at("start").items()) {
        const std::vector<float> values = floats(value);
        net.set<float>(name, std::span<const float>(values));
    }
}
void expect_near(std::span<const float> found, const std::vector<float> &expected, const std::string &what) {
    ASSERT_EQ(found.size(), expected.size()) << what;
    for (std::size_t i = 0; i < found.size(); ++i)
        EXPECT_NEAR(found[i], expected[i], 1e-5 * std::max(1.0F, std::abs(expected[i]))) << what << " [" << i << "]";
}
void expect_end(const sylvite::instance &net, const json &run) {
    for (const auto &[name, end] : run.at("end").items()) expect_near(net.values<float>(name), floats(end), name);
}

TEST(second_order, ten_compiled_steps_with_a_gradient_penalty_agree_with_pytorch) {
    const json &run = run_of("penalty");
    const std::vector<float> x = floats(golden().at("x")), v = floats(golden().at("v"));
    second_order net({.threads = 1});
    start(net);
    net.bind(second_order::x, x);
    net.bind(second_order::v, v);
    net.set(second_order::rate, run.at("rate").get<float>());
    expect_near(net.hessian().product, floats(run.at("product")), "Hessian times vector");
    for (std::size_t step = 0; step < 10; ++step) {
        const auto result = net.train();
        EXPECT_NEAR(result.loss, run.at("losses").at(step).get<double>(), 5e-5) << "step " << step;
        EXPECT_NEAR(result.slope, run.at("slopes").at(step).get<double>(), 1e-5) << "step " << step;
    }
    expect_end(net, run);
}

TEST(own_pieces, ten_compiled_steps_of_a_users_own_pieces_agree_with_pytorch) {
    const json &run = run_of("own");
    const std::vector<float> x = floats(golden().at("x")), target = floats(golden().at("target"));
    own_pieces net({.threads = 1});
    start(net);
    net.bind(own_pieces::x, x);
    net.bind(own_pieces::target, target);
    net.set(own_pieces::rate, run.at("rate").get<float>());
    for (std::size_t step = 0; step < 10; ++step) {
        const auto result = net.train();
        EXPECT_NEAR(result.loss, run.at("losses").at(step).get<double>(), 1e-5) << "step " << step;
        EXPECT_NEAR(result.hits, run.at("hits").at(step).get<double>(), 1e-12) << "step " << step;
    }
    expect_end(net, run);
}

TEST(own_pieces, an_entry_of_fixed_inputs_needs_no_rows_in_common) {
    own_pieces net({.threads = 1});
    const std::vector<float> a{1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 3}, b{1, 2, 3, 4, 5, 6, 7, 8};
    net.bind(own_pieces::a, a);
    net.bind(own_pieces::b, b);
    const auto result = net.multiply();
    EXPECT_EQ(std::vector<float>(result.product.begin(), result.product.end()),
              (std::vector<float>{1, 2, 6, 8, 21, 24}));
    EXPECT_EQ(result.rows, 1u);
}

}  // namespace
