#include "expect_error.hpp"

#include <sylvite/runtime/weights/name_map.hpp>

#include <gtest/gtest.h>

namespace {

using sylvite::name_map;

std::string renamed(const name_map &names, std::string_view from) { return names(from).name; }

TEST(name_map, leaves_names_without_a_rule) {
    EXPECT_EQ(renamed({}, "a.b"), "a.b");
    EXPECT_EQ(renamed({{"a", "b"}}, "aa"), "aa");
    EXPECT_EQ(name_map{}("a").rule, std::nullopt);
}

TEST(name_map, takes_exact_names_and_prefixes) {
    const name_map names{{"fc.weight", "out.weight"}, {"net.0.*", "hidden.*"}};
    EXPECT_EQ(renamed(names, "fc.weight"), "out.weight");
    EXPECT_EQ(renamed(names, "net.0.bias"), "hidden.bias");
    EXPECT_EQ(renamed(names, "net.0."), "hidden.");
    EXPECT_EQ(renamed(names, "net.01.bias"), "net.01.bias");
    EXPECT_EQ(renamed(names, "fc.weight.more"), "fc.weight.more");
    EXPECT_EQ(names("net.0.bias").rule, 1u);
}

TEST(name_map, fills_in_several_stars_in_order) {
    const name_map names{{"encoder.*.attention.*_proj.*", "layer*.*.*"}};
    EXPECT_EQ(renamed(names, "encoder.12.attention.q_proj.weight"), "layer12.q.weight");
    EXPECT_EQ(renamed(names, "encoder.12.mlp.q_proj.weight"), "encoder.12.mlp.q_proj.weight");
    EXPECT_EQ(renamed({{"*.weight", "*.w"}}, "a.weight.weight"), "a.weight.w");
    EXPECT_EQ(renamed({{"*.*", "*/*"}}, "a.b.c"), "a/b.c");
    EXPECT_EQ(renamed({{"**", "<*|*>"}}, "ab"), "<|ab>");
    EXPECT_EQ(renamed({{"a*a", "*"}}, "a"), "a") << "one letter cannot be both ends";
    EXPECT_EQ(renamed({{"a*a", "<*>"}}, "aa"), "<>");
    EXPECT_EQ(renamed({{"*b*b", "*.*"}}, "b"), "b");
}

TEST(name_map, the_first_rule_that_fits_decides) {
    const name_map names{{"a.b", "first"}, {"a.*", "second.*"}, {"*", "third.*"}};
    EXPECT_EQ(renamed(names, "a.b"), "first");
    EXPECT_EQ(renamed(names, "a.c"), "second.c");
    EXPECT_EQ(renamed(names, "b"), "third.b");
    const name_map other_way{{"*", "star.*"}, {"a.*", "prefix.*"}, {"a.b", "exact"}};
    EXPECT_EQ(renamed(other_way, "a.b"), "star.a.b");
    const name_map twice{{"a.*x", "first.*"}, {"a.*", "second.*"}, {"a.*y", "third.*"}, {"a.b.*", "fourth.*"}};
    EXPECT_EQ(renamed(twice, "a.x"), "first.");
    EXPECT_EQ(renamed(twice, "a.y"), "second.y");
    EXPECT_EQ(renamed(twice, "a.b.x"), "first.b.");
    EXPECT_EQ(renamed(twice, "a.b.y"), "second.b.y");
    const name_map same{{"a", "first"}, {"a", "second"}};
    EXPECT_EQ(same("a").rule, 0u);
    EXPECT_EQ(renamed({{"a.b", "long"}, {"a", "short"}}, "a"), "short");
}

TEST(name_map, an_empty_target_passes_over) {
    const name_map names{{"head.*", ""}};
    EXPECT_EQ(renamed(names, "head.weight"), "");
    EXPECT_EQ(names("head.weight").rule, 0u);
}

TEST(name_map, refuses_rules_without_sense) {
    EXPECT_ERROR((void)name_map({{"", "a"}}), "the rule for 'a' names no tensor of the file");
    EXPECT_ERROR((void)name_map({{"a.*", "b"}}), "the rule 'a.*' -> 'b' has 1 stars on one side and 0 on the other");
    EXPECT_ERROR((void)name_map({{"a", "b.*"}}), "has 0 stars on one side and 1 on the other");
}

}  // namespace
