// The main part of NETWORK.compare, on the digits.
#include <digits.gen.hpp>
#include <digits_reference.gen.hpp>

#include <sylvite/runtime/error.hpp>
#include <sylvite/tools/compare/command.hpp>
#include <sylvite/tools/compare/comparison.hpp>
#include <sylvite/tools/inputs/random_inputs.hpp>

#include <gtest/gtest.h>

#include <algorithm>

namespace {

using namespace sylvite;

struct outcome {
    int status;
    std::string said, complaint;
};

template <class Kernels = digits, class Loops = digits_reference>
outcome compare(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "digits.compare");
    std::vector<char *> argv;
    for (std::string &a : arguments) argv.push_back(a.data());
    argv.push_back(nullptr);
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int status = tools::compare<Kernels, Loops>(static_cast<int>(arguments.size()), argv.data());
    std::string said = testing::internal::GetCapturedStdout();
    return {status, said, testing::internal::GetCapturedStderr()};
}

TEST(compare, kernels_agree_with_plain_loops) {
    const outcome o = compare({"--rows", "33", "--steps", "2", "--integers", "10"});
    EXPECT_EQ(o.status, 0) << o.said << o.complaint;
    EXPECT_NE(o.said.find("agree within 0.0001"), std::string::npos) << o.said;
    EXPECT_NE(o.said.find("hidden.weight"), std::string::npos) << o.said;
    EXPECT_NE(o.said.find("network.hpp:"), std::string::npos) << o.said;
    EXPECT_EQ(o.said.find("no counterpart"), std::string::npos) << o.said;
}

TEST(compare, says_which_tensors_are_further_off_than_allowed) {
    const outcome o = compare({"--tolerance", "0", "--rows", "33", "--integers", "10"});
    EXPECT_EQ(o.status, 1);
    EXPECT_NE(o.said.find("\n! "), std::string::npos) << o.said;
    EXPECT_NE(o.said.find("differ by more than 0"), std::string::npos) << o.said;
}

TEST(compare, finds_a_value_that_is_wrong) {
    digits kernels({.seed = 1});
    digits_reference loops({.seed = 1});
    tools::input_options wanted;
    wanted.rows = 5;
    const tools::random_inputs inputs(kernels, {0}, wanted), same(loops, {0}, wanted);
    std::vector<float> pixels(5 * 64, 0.25F);
    tools::comparison both(kernels, loops);
    both.step({0}, 5);
    const auto worst = [&] {
        double w = 0;
        for (const tools::difference &d : both.differences()) w = std::max(w, d.relative());
        return w;
    };
    EXPECT_LT(worst(), 1e-4);
    kernels.bind(digits::pixels, pixels);  // as if a kernel computed something else
    both.step({0}, 5);
    EXPECT_GT(worst(), 1e-2);
}

TEST(compare, refuses_builds_of_different_networks) {
    const outcome o = compare<digits, digits>({});
    EXPECT_EQ(o.status, 0) << "a build beside itself agrees";
    const outcome unknown = compare({"--entry", "trian"});
    EXPECT_EQ(unknown.status, 1);
    EXPECT_NE(unknown.complaint.find("has no entry 'trian'"), std::string::npos) << unknown.complaint;
}

}  // namespace
