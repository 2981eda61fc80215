// Loading by other names, in part, from other types.
#include "expect_error.hpp"
#include "fake_network.hpp"
#include "temporary_folder.hpp"

#include <sylvite/runtime/data/dataset.hpp>
#include <sylvite/runtime/io/safetensors_header.hpp>
#include <sylvite/runtime/weights/load.hpp>
#include <sylvite/runtime/weights/match_weights.hpp>
#include <sylvite/runtime/weights/stage_weights.hpp>

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <vector>

namespace {

using namespace sylvite;
using fake::line;

/// A file of tensors with the values 1, 2, 3, ... in their own types.
class weights_file {
  public:
    template <class T>
    weights_file &add(std::string name, const char *type, std::vector<std::uint64_t> extents, std::vector<T> values) {
        const std::uint64_t begin = data_.size();
        data_.append(reinterpret_cast<const char *>(values.data()), values.size() * sizeof(T));
        tensors_.push_back({std::move(name), io::find_stored_type(type), std::move(extents), begin, data_.size()});
        return *this;
    }
    [[nodiscard]] std::string text(const std::map<std::string, std::string> &metadata = {}) const {
        return io::write_header(tensors_, metadata) + data_;
    }

  private:
    std::vector<io::stored_tensor> tensors_;
    std::string data_;
};

class load : public ::testing::Test {
  protected:
    temporary_folder folder;
    line net{options{.seed = 1}};

    std::string write(const weights_file &file, const std::map<std::string, std::string> &metadata = {}) {
        return folder.write("w.safetensors", file.text(metadata));
    }
    std::vector<float> weight() const {
        const auto values = net.values(line::weight);
        return {values.begin(), values.end()};
    }
    float bias() const { return net.values(line::bias)[0]; }

    void refuses(const std::string &path, const load_options &how, const std::string &part) {
        const std::vector<std::byte> before(net.persistent().begin(), net.persistent().end());
        EXPECT_ERROR(net.load(path, how), part);
        EXPECT_EQ(std::memcmp(before.data(), net.persistent().data(), before.size()), 0) << "the network changed";
    }

    const weights_file torch =
        weights_file().add<float>("fc.weight", "F32", {3}, {1, 2, 3}).add<float>("fc.bias", "F32", {}, {4});
    const std::map<std::string, std::string> own = {{"network", "line"}, {"variables", "0123456789abcdef"}};
};

TEST_F(load, renames) {
    const load_report report = net.load(write(torch), {.names = {{"fc.*", "line.*"}}});
    EXPECT_EQ(weight(), (std::vector<float>{1, 2, 3}));
    EXPECT_EQ(bias(), 4);
    ASSERT_EQ(report.matched.size(), 2u);
    EXPECT_EQ(report.matched[0].stored_name, "fc.weight");
    EXPECT_EQ(report.matched[0].name, "line.weight");
    EXPECT_EQ(report.network, "line");
    EXPECT_TRUE(report.missing.empty() && report.unexpected.empty() && report.passed_over.empty());
}

TEST_F(load, refuses_names_that_meet_or_miss) {
    refuses(write(torch), {.names = {{"fc.weight", "line.weight"}, {"fc.bias", "line.weight"}}},
            "tensors 'fc.weight' and 'fc.bias' are both to become 'line.weight' of network 'line'");
    refuses(write(torch), {.names = {{"fc.*", "line.*"}, {"head.*", "out.*"}}, .allow_missing = true},
            "w.safetensors: the rule 'head.*' -> 'out.*' fits no tensor of the file");
    refuses(write(torch), {},
            "w.safetensors: tensor 'fc.weight' is none of network 'line', and 1 more like it; the option "
            "allow_unexpected passes over it");
    refuses(write(torch), {.names = {{"fc.weight", "line.weight"}, {"fc.*", "lime.*"}}},
            "tensor 'fc.bias' is none of network 'line'");
}

TEST_F(load, leaves_what_is_missing_when_allowed) {
    const std::string path = write(weights_file().add<float>("line.weight", "F32", {3}, {1, 2, 3}));
    refuses(path, {},
            "network 'line' needs tensor 'line.bias', which the file does not have; the option allow_missing leaves "
            "the network's as it is");
    refuses(path, {.state = with_state::yes}, "'line.bias', which the file does not have, and 1 more like it");
    const load_report report = net.load(path, {.allow_missing = true});
    EXPECT_EQ(weight(), (std::vector<float>{1, 2, 3}));
    EXPECT_EQ(bias(), 0.25f) << "as initialised";
    ASSERT_EQ(report.missing.size(), 1u);
    EXPECT_EQ(report.missing[0].name, "line.bias");
    EXPECT_EQ(report.missing[0].stored_name, "");
}

TEST_F(load, passes_over_what_is_unexpected_when_allowed) {
    weights_file file = weights_file(torch).add<std::uint8_t>("head", "F8_E4M3", {2, 2}, {1, 2, 3, 4});
    const load_options names{.names = {{"fc.*", "line.*"}}};
    refuses(write(file), names, "tensor 'head' is none of network 'line'");
    load_options allowed = names;
    allowed.allow_unexpected = true;
    const load_report report = net.load(write(file), allowed);
    EXPECT_EQ(bias(), 4);
    ASSERT_EQ(report.unexpected.size(), 1u);
    EXPECT_EQ(report.unexpected[0].stored_name, "head");
    EXPECT_EQ(report.unexpected[0].stored_type, "F8_E4M3");

    const load_report named = net.load(write(file), {.names = {{"fc.*", "line.*"}, {"head", ""}}});
    EXPECT_EQ(named.unexpected.size(), 0u);
    EXPECT_EQ(named.passed_over.size(), 1u);
}

TEST_F(load, keeps_what_has_another_shape_when_allowed) {
    const weights_file file =
        weights_file().add<float>("line.weight", "F32", {5}, {1, 2, 3, 4, 5}).add<float>("line.bias", "F32", {}, {4});
    const std::vector<float> before = weight();
    refuses(write(file), {.allow_missing = true},
            "tensor 'line.weight' has shape [5], network 'line' has [3]; the option allow_other_shapes leaves the "
            "network's as it is");
    const load_report report = net.load(write(file), {.allow_other_shapes = true});
    EXPECT_EQ(weight(), before);
    EXPECT_EQ(bias(), 4);
    ASSERT_EQ(report.other_shape.size(), 1u);
    EXPECT_EQ(report.other_shape[0].stored_extents, std::vector<std::uint64_t>{5});
    EXPECT_TRUE(report.missing.empty()) << "it is there, in another shape";
}

TEST_F(load, widens_halves) {
    net.load(write(weights_file()
                       .add<std::uint16_t>("line.weight", "F16", {3}, {0x3c00, 0xc000, 0x0001})
                       .add<std::uint16_t>("line.bias", "BF16", {}, {0x4049})));
    EXPECT_EQ(weight(), (std::vector<float>{1, -2, 0x1p-24f}));
    EXPECT_EQ(bias(), 3.140625f);
}

TEST_F(load, converts_f64_only_when_asked) {
    const std::string path = write(weights_file()
                                       .add<double>("line.weight", "F64", {3}, {0.1, NAN, 1e-50})
                                       .add<float>("line.bias", "F32", {}, {4}));
    refuses(path, {}, "tensor 'line.weight' holds F64, network 'line' has f32; the option convert_f32_f64 converts it");
    net.load(path, {.convert_f32_f64 = true});
    EXPECT_EQ(weight()[0], 0.1f);
    EXPECT_TRUE(std::isnan(weight()[1]));
    EXPECT_EQ(weight()[2], 0);
    refuses(write(weights_file()
                      .add<double>("line.weight", "F64", {3}, {0, 0, 1e39})
                      .add<float>("line.bias", "F32", {}, {4})),
            {.convert_f32_f64 = true}, "w.safetensors: tensor 'line.weight' holds 1e+39 at element 2, which no f32 is");
}

/// A network of one value, and a file of one; "matched", or why not.
std::string met(dtype ours, const char *stored, bool convert) {
    core::tensor value{};
    value.name = "value";
    value.type = ours;
    value.what = core::role::parameter;
    core::program code{};
    code.name = code.network = "one";
    code.tensors = {&value, 1};
    const io::stored_type *type = io::find_stored_type(stored);
    const bool is_packed = type->bits < 8;
    const io::stored_tensor tensors[] = {{"value", type, std::vector<std::uint64_t>(is_packed ? 1 : 0, 4), 0,
                                          is_packed ? type->bits / 2 : type->bits / 8}};
    if (is_packed) {
        value.rank = 1;
        value.extents[0] = 4;
    }
    const std::string text = io::write_header(tensors, {}) + std::string(tensors[0].end, '\0');
    io::memory_input file("f", std::as_bytes(std::span(text)));
    const load_options how{.convert_f32_f64 = convert};
    const io::safetensors_header header = io::read_safetensors_header(file);
    const load_report report = io::match_weights(code, file, header, how).report;
    try {
        io::require_allowed(report, how);
        EXPECT_EQ(report.matched.size(), 1u);
        return "matched";
    } catch (const error &problem) {
        return problem.what();
    }
}

TEST(load_types, are_taken_as_they_are_widened_or_converted_when_asked) {
    constexpr const char *stored[] = {
        "F32", "F64", "I32", "BOOL",    "F16",     "BF16",    "I64",         "I16",         "I8",      "U64",     "U32",
        "U16", "U8",  "C64", "F8_E5M2", "F8_E4M3", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ", "F6_E2M3", "F6_E3M2", "F4"};
    const std::pair<dtype, std::string> types[] = {{f32, "F32"}, {f64, "F64"}, {i32, "I32"}, {boolean, "BOOL"}};
    for (const auto &[ours, same] : types)
        for (const std::string type : stored) {
            const bool is_floating = ours == f32 || ours == f64;
            const bool is_widened = is_floating && (type == "F16" || type == "BF16");
            const bool has_an_option = is_floating && type != same && (type == "F32" || type == "F64");
            const std::string refused =
                std::string("f: tensor 'value' holds ") + type + ", network 'one' has " + name_of(ours);
            for (const bool convert : {false, true}) {
                const bool is_taken = type == same || is_widened || (has_an_option && convert);
                EXPECT_EQ(met(ours, type.c_str(), convert),
                          is_taken ? "matched"
                                   : refused + (has_an_option ? "; the option convert_f32_f64 converts it" : ""));
            }
        }
}

TEST_F(load, keeps_the_bits_of_what_is_no_number) {
    weights_file file;
    file.add<std::uint32_t>("line.weight", "F32", {3}, {0x7f800001, 0xff800000, 0x80000000})
        .add<float>("line.bias", "F32", {}, {4});
    net.load(write(file));
    for (const auto &[i, bits] : {std::pair(0, 0x7f800001u), std::pair(1, 0xff800000u), std::pair(2, 0x80000000u)})
        EXPECT_EQ(std::bit_cast<std::uint32_t>(weight()[static_cast<std::size_t>(i)]), bits);
}

TEST(load_types, of_booleans_are_0_and_1) {
    core::tensor flags{};
    flags.name = "flags";
    flags.type = boolean;
    flags.what = core::role::parameter;
    flags.rank = 1;
    flags.extents[0] = 3;
    core::program code{};
    code.name = code.network = "flags";
    code.tensors = {&flags, 1};
    const auto staged = [&](std::vector<std::uint8_t> values) {
        const std::string text = weights_file().add("flags", "BOOL", {3}, std::move(values)).text();
        io::memory_input file("f", std::as_bytes(std::span(text)));
        return io::stage_weights(code, file, {}).values;
    };
    EXPECT_EQ(staged({1, 0, 1}), (std::vector{std::byte{1}, std::byte{0}, std::byte{1}}));
    EXPECT_ERROR((void)staged({1, 0, 2}), "f: tensor 'flags' holds 2 at element 2, which no boolean is");
}

TEST_F(load, passes_over_tensors_of_sylvite_whatever_the_rules) {
    const weights_file file = weights_file(torch).add<double>("sylvite.other", "F64", {1}, {1});
    const load_report report = net.load(write(file), {.names = {{"fc.*", "line.*"}}});
    EXPECT_EQ(report.passed_over.size(), 1u);
    refuses(write(file), {.names = {{"fc.*", "line.*"}, {"sylvite.*", ""}}},
            "the rule 'sylvite.*' -> '' fits no tensor");
}

TEST_F(load, refuses_types_that_no_option_converts) {
    const load_options all{
        .allow_missing = true, .allow_unexpected = true, .allow_other_shapes = true, .convert_f32_f64 = true};
    refuses(write(weights_file().add<std::int64_t>("line.weight", "I64", {3}, {1, 2, 3})), all,
            "tensor 'line.weight' holds I64, network 'line' has f32");
    refuses(write(weights_file(torch).add<float>("old", "F32", {}, {1})),
            {.state = with_state::yes, .names = {{"fc.*", "line.*"}, {"old", "steps"}}},
            "tensor 'old', for 'steps', holds F32, network 'line' has i32");
}

TEST_F(load, passes_over_what_the_same_network_has_and_this_library_does_not_reach) {
    const weights_file file = weights_file()
                                  .add<float>("line.weight", "F32", {3}, {1, 2, 3})
                                  .add<float>("line.bias", "F32", {}, {4})
                                  .add<float>("decoder.weight", "F32", {1}, {5})
                                  .add<float>("line.weight.adam.m", "F32", {3}, {5, 6, 7});
    net.load(write(file, own));
    EXPECT_EQ(bias(), 4);
    const load_report report = net.load(write(file, own), load_options{});
    EXPECT_EQ(report.passed_over.size(), 2u);
    EXPECT_TRUE(report.unexpected.empty());
    refuses(write(file, {{"network", "line"}, {"variables", "0123456789abcdee"}}), {},
            "tensor 'decoder.weight' is none of network 'line', and 1 more like it");
    refuses(write(file, {{"network", "other"}, {"variables", "0123456789abcdef"}}), {}, "is none of network 'line'");
    refuses(write(file), {}, "is none of network 'line'");
}

TEST_F(load, reports_every_tensor_in_words) {
    const weights_file file = weights_file(torch)
                                  .add<float>("line.weight", "F32", {2, 1}, {1, 2})
                                  .add<float>("new\nname", "F32", {1}, {1})
                                  .add<std::int32_t>("steps", "I32", {}, {1});
    const std::string path = write(file);
    const load_options how{.names = {{"fc.bias", "line.bias"}, {"fc.weight", ""}, {"x", "y"}}};
    EXPECT_EQ(to_string(compare_weights(net, path, how)), path + R"( -> network 'line'
matched: 1
  fc.bias F32 [] -> line.bias f32 []
not in the network: 1
  new?name F32 [1]
of another shape: 1
  line.weight F32 [2, 1] -> line.weight f32 [3]
passed over: 2
  fc.weight F32 [3]
  steps I32 [] -> steps i32 []
states that are not loaded and start anew in a new network: 1
  steps i32 []
the rule 'x' -> 'y' fits no tensor of the file
)");
    EXPECT_EQ(bias(), 0.25f) << "nothing was loaded";
    EXPECT_EQ(to_string(compare_weights(net, write(weights_file().add<double>("line.weight", "F64", {3}, {1, 2, 3})))),
              path + R"( -> network 'line'
missing in the file: 1
  line.bias f32 []
of another type: 1
  line.weight F64 [3] -> line.weight f32 [3]
states that are not loaded and start anew in a new network: 1
  steps i32 []
)");
}

TEST_F(load, reports_the_states_that_it_does_not_fill) {
    net.save(folder / "with", sylvite::with_state::yes);
    net.save(folder / "without");
    const load_report without = net.load(folder / "with", load_options{});
    ASSERT_EQ(without.states_not_loaded.size(), 1u) << "they are in the file, and were not asked for";
    EXPECT_EQ(without.states_not_loaded[0].name, "steps");
    EXPECT_EQ(net.load(folder / "without", load_options{}).states_not_loaded.size(), 1u);
    EXPECT_TRUE(net.load(folder / "with", load_options{.state = with_state::yes}).states_not_loaded.empty());
}

}  // namespace
