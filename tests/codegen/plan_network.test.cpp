// What a network must have to be planned.
#include <sylvite/codegen/plan_network.hpp>
#include <sylvite/dsl/sylvite.hpp>
#include <sylvite/dsl/trace.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sylvite::codegen {
namespace {

using ::testing::HasSubstr;

struct without_entries {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4>("x");
        static_cast<void>(dense<2>("out", x));
    }
};

struct with_two {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4>("x");
        net.entry("twice", output("y", x + x));
        net.entry("square", output("y", x * x));
    }
};

template <class Network>
std::string complaint(const std::vector<std::string> &entries) {
    plan_request wanted;
    wanted.network = "net";
    wanted.target = "host";
    wanted.reference = true;
    wanted.entries = entries;
    try {
        static_cast<void>(plan_network(graph_of<Network>(), wanted));
    } catch (const std::runtime_error &e) {
        return e.what();
    }
    return {};
}

TEST(plan_network, a_network_without_an_entry_is_refused_by_its_name) {
    EXPECT_THAT(complaint<without_entries>({}), HasSubstr("the network net declares no entry"));
    EXPECT_THAT(complaint<without_entries>({"predict"}), HasSubstr("the network net declares no entry"));
}

TEST(plan_network, an_entry_that_is_not_there_is_refused_and_those_that_are_named) {
    EXPECT_EQ(complaint<with_two>({"twice", "cube"}), "no entry is called \"cube\"; this network has twice, square");
    EXPECT_EQ(complaint<with_two>({""}), "no entry is called \"\"; this network has twice, square");
    EXPECT_EQ(complaint<with_two>({"twice"}), "");
}

}  // namespace
}  // namespace sylvite::codegen
