// Very many names: what would take minutes if anything looked at all of them for each of them.
#include "expect_error.hpp"

#include <sylvite/runtime/weights/match_weights.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace {

using namespace sylvite;

constexpr std::size_t tensor_count = 100'000;

std::string file_name(std::size_t i) {
    return "layers." + std::to_string(i / 12) + ".block_" + std::to_string(i % 12) + ".weight";
}
std::string network_name(std::size_t i) { return "part" + std::to_string(i); }

class many_names : public ::testing::Test {
  protected:
    many_names() {
        std::vector<io::stored_tensor> tensors;
        for (std::size_t i = 0; i < tensor_count; ++i) {
            tensors.push_back({file_name(i), io::find_stored_type("U8"), {1}, i, i + 1});
            names.push_back(network_name(i));
        }
        text = io::write_header(tensors, {});
        text.append(tensor_count, '\0');
        for (const std::string &name : names) {
            core::tensor t{};
            t.name = name.c_str();
            t.type = f32;
            t.rank = 1;
            t.extents[0] = 1;
            t.what = core::role::parameter;
            network.push_back(t);
        }
        code.name = code.network = "many";
        code.tensors = network;
    }

    std::string text;  // of the file
    std::vector<std::string> names;
    std::vector<core::tensor> network;
    core::program code{};
};

TEST_F(many_names, of_a_file_are_read_and_matched_by_as_many_rules) {
    io::memory_input file("f", std::as_bytes(std::span(text)));
    const io::safetensors_header header = io::read_safetensors_header(file);
    ASSERT_EQ(header.tensors.size(), tensor_count);
    EXPECT_EQ(header.tensors[12'345].name, file_name(12'345));
    load_options how;
    for (std::size_t i = 0; i < tensor_count; ++i) how.names.add({file_name(i), network_name(i)});
    const load_report report = io::match_weights(code, file, header, how).report;
    ASSERT_EQ(report.other_type.size(), tensor_count);
    EXPECT_EQ(report.other_type[12'345].name, network_name(12'345));
    EXPECT_TRUE(report.missing.empty() && report.unused_rules.empty());
    const std::string words = to_string(report);
    EXPECT_EQ(std::count(words.begin(), words.end(), '\n'), static_cast<std::ptrdiff_t>(tensor_count + 2));
}

TEST(many_rules, of_different_beginnings_are_looked_up) {
    constexpr std::size_t count = 300'000;
    name_map rules;
    for (std::size_t i = 0; i < count; ++i)
        rules.add({"layers." + std::to_string(i) + ".*", "part" + std::to_string(i) + ".*"});
    for (std::size_t i = 0; i < count; ++i) {
        const name_map::found found = rules("layers." + std::to_string(i) + ".bias");
        ASSERT_EQ(found.name, "part" + std::to_string(i) + ".bias");
        ASSERT_EQ(found.rule, i);
    }
}

TEST_F(many_names, given_twice_are_found_out) {
    const std::string last = '"' + file_name(tensor_count - 1) + '"';
    const std::string first = '"' + file_name(0) + '"';
    std::string twice = text;
    const std::size_t at = twice.find(last);
    twice.replace(at, last.size(), first + std::string(last.size() - first.size(), ' '));
    io::memory_input file("f", std::as_bytes(std::span(twice)));
    EXPECT_ERROR((void)io::read_safetensors_header(file), "f: the header names 'layers.0.block_0.weight' twice");
}

}  // namespace
