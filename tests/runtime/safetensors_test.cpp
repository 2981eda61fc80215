#include "expect_error.hpp"
#include "fake_network.hpp"
#include "temporary_folder.hpp"

#include <sylvite/runtime/data/dataset.hpp>
#include <sylvite/runtime/io/safetensors_header.hpp>
#include <sylvite/runtime/weights/load.hpp>

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

namespace {

using namespace sylvite;
using fake::line;

std::string file_of(std::string header, std::size_t data_bytes) {
    std::string file(8, '\0');
    const std::uint64_t length = header.size();
    std::memcpy(file.data(), &length, 8);
    return file + header + std::string(data_bytes, '\0');
}

class safetensors : public ::testing::Test {
  protected:
    temporary_folder folder;
    line net{options{.seed = 1}};

    /// Loading fails with this text and changes nothing.
    void refuses(const std::string &file, const std::string &part) {
        const std::vector<std::byte> before(net.persistent().begin(), net.persistent().end());
        const std::string path = folder.write("bad.safetensors", file);
        EXPECT_ERROR(net.load(path), part);
        EXPECT_EQ(std::memcmp(before.data(), net.persistent().data(), before.size()), 0) << "the network changed";
    }
    void refuses_header(const std::string &header, std::size_t data_bytes, const std::string &part) {
        refuses(file_of(header, data_bytes), part);
    }
};

constexpr const char *weight = R"("line.weight":{"dtype":"F32","shape":[3],"data_offsets":[0,12]})";
constexpr const char *bias = R"("line.bias":{"dtype":"F32","shape":[],"data_offsets":[12,16]})";

TEST_F(safetensors, saves_and_loads) {
    net.save(folder / "w.safetensors");
    line other({.seed = 2});
    other.load(folder / "w.safetensors");
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(other.values(line::weight)[i], net.values(line::weight)[i]);
    EXPECT_EQ(folder.files(), 1u);
}

TEST_F(safetensors, writes_the_format) {
    net.set(line::weight, std::vector<float>{1, 2, 3});
    net.save(folder / "w.safetensors");
    const std::string file = content(folder / "w.safetensors");
    std::uint64_t length = 0;
    std::memcpy(&length, file.data(), 8);
    EXPECT_EQ(length % 8, 0u);
    const std::string header = file.substr(8, length);
    EXPECT_EQ(header.substr(0, header.find_last_not_of(' ') + 1),
              std::string(R"({"__metadata__":{"network":"line","variables":"0123456789abcdef"},)") + weight + "," +
                  bias + "}");
    EXPECT_EQ(file.size(), 8 + length + 16);
    float stored[4];
    std::memcpy(stored, file.data() + 8 + length, 16);
    EXPECT_EQ(stored[0], 1);
    EXPECT_EQ(stored[2], 3);
    EXPECT_EQ(stored[3], 0.25f);
}

TEST_F(safetensors, keeps_state_when_asked) {
    dataset d;
    d.add(line::x, std::vector<float>(6)).add(line::y, std::vector<float>(2));
    net.set(line::rate, 0.1f);
    net.train(d);
    net.save(folder / "all.safetensors", with_state::yes);
    net.save(folder / "weights.safetensors");
    line other({.seed = 2});
    other.load(folder / "all.safetensors");
    EXPECT_EQ(other.values(line::steps)[0], 0) << "state was not asked for";
    other.load(folder / "all.safetensors", with_state::yes);
    EXPECT_EQ(other.values(line::steps)[0], 1);
    EXPECT_ERROR(other.load(folder / "weights.safetensors", with_state::yes), "needs tensor 'steps', which the file");
}

TEST_F(safetensors, accepts_any_order_of_tensors) {
    const std::string header = std::string("{") + bias + "," + weight + R"(,"__metadata__":{"format":"pt"}}   )";
    net.load(folder.write("w", file_of(header, 16)));
    EXPECT_EQ(net.values(line::weight)[0], 0);
}

TEST_F(safetensors, refuses_a_file_cut_at_any_byte) {
    net.save(folder / "w.safetensors");
    const std::string file = content(folder / "w.safetensors");
    for (std::size_t bytes = 0; bytes < file.size(); ++bytes) refuses(file.substr(0, bytes), "bad.safetensors: ");
    refuses(file + '\0', "the data has 17 bytes, the tensors use 16");
    refuses("", "it has 0 bytes, its header's length alone takes 8");
    refuses(file.substr(0, 20), "the file is cut: its header has");
}

TEST_F(safetensors, survives_any_changed_byte_of_the_header) {
    net.save(folder / "w.safetensors");
    const std::string file = content(folder / "w.safetensors");
    for (std::size_t at = 0; at + 16 < file.size(); ++at) {
        for (const char change : {'\0', ' ', '"', '9', '}', '\xff'}) {
            std::string changed = file;
            changed[at] = change;
            line other({.seed = 2});
            try {
                other.load(folder.write("changed", changed));  // a change within the metadata harms nothing
            } catch (const error &) {
            }
        }
    }
}

TEST_F(safetensors, refuses_impossible_headers) {
    std::string huge(16, '\0');
    huge[7] = '\x7f';
    refuses(huge, "is longer than possible");
    const auto of_length = [](std::uint64_t length) {
        std::string file(16, '\0');
        std::memcpy(file.data(), &length, 8);
        return file;
    };
    refuses(of_length(100u << 20), "the file is cut: its header has 104857600 bytes, 8 follow");
    refuses(of_length((100u << 20) + 1), "a header of 104857601 bytes is longer than possible");
    refuses(of_length(9), "the file is cut: its header has 9 bytes, 8 follow");
    refuses(of_length(8), "does not begin with '{'");
    refuses(std::string(8, '\0'), "does not begin with '{'");
    refuses(file_of("[]", 0), "does not begin with '{'");
    refuses(file_of("{\"a\":", 0), "not valid JSON");
    refuses(file_of(std::string(100'000, '{'), 0), "not valid JSON");
    refuses(file_of("{\"a\":" + std::string(100'000, '['), 0), "nested deeper than the format's");
    refuses(file_of(R"({"a":{"shape":[)" + std::string(1'000, '1') + "]}}", 0), "not valid JSON");
    std::string many = R"({"a":{"shape":[1)";
    for (int i = 0; i < 64; ++i) many += ",1";
    refuses(file_of(many + "]}}", 0), "an array of more than 64 numbers");
    refuses(file_of("{} {}", 0), "not valid JSON");
    std::string most = R"({"line.weight":{"dtype":"F32","shape":[3)";
    for (int i = 0; i < 63; ++i) most += ",1";
    most += R"(],"data_offsets":[0,12]}})";
    refuses(file_of(most, 12), "tensor 'line.weight' has shape [3, 1, ");
}

TEST_F(safetensors, refuses_repeated_names) {
    refuses_header(std::string("{") + weight + "," + weight + "}", 12, "the header names 'line.weight' twice");
    for (const char *field : {R"("dtype":"F32")", R"("shape":[3])", R"("data_offsets":[0,12])"}) {
        const std::string name = std::string(field).substr(1, std::string(field).find('"', 1) - 1);
        refuses_header(std::string(R"({"line.weight":{)") + field +
                           R"(,"dtype":"F32","shape":[3],"data_offsets":[0,12]}})",
                       12, "the header names '" + name + "' twice");
    }
}

TEST_F(safetensors, refuses_wrong_types_and_shapes) {
    const auto with = [](const char *type, const char *shape, const char *offsets) {
        return std::string(R"({"line.weight":{"dtype":)") + type + R"(,"shape":)" + shape + R"(,"data_offsets":)" +
               offsets + "}}";
    };
    refuses_header(with(R"("F24")", "[3]", "[0,9]"), 9, "dtype 'F24', which the format does not know");
    refuses_header(with(R"("F4")", "[3]", "[0,2]"), 2, "a shape that ends within a byte");
    refuses_header(with(R"("F8_E4M3")", "[3]", "[0,3]"), 3, "'line.weight' holds F8_E4M3, network 'line' has f32");
    refuses_header(with("3", "[3]", "[0,12]"), 12, "has no dtype");
    refuses_header(with(R"(["F32"])", "[3]", "[0,12]"), 12, "has no dtype");
    refuses_header(R"({"line.weight":{"shape":"F32","data_offsets":[0,12]}})", 12, "has no dtype");
    refuses_header(with(R"("F32")", "{}", "[0,12]"), 12, "has no shape");
    for (const char *value : {"3", "-3", R"("F32")"})
        refuses_header(with(R"("F32")", (std::string(R"({"x":)") + value + "}").c_str(), "[0,12]"), 12,
                       "has 'x', which the format");
    refuses_header(with(R"("F32")", R"({"x":[3]})", "[0,12]"), 12, "nested deeper than the format's");
    refuses_header(R"({"line.weight":["F32",[3],[0,12]]})", 12, "is not described by an object");
    refuses_header(with(R"("I32")", "[3]", "[0,12]"), 12, "'line.weight' holds I32, network 'line' has f32");
    refuses_header(with(R"("F32")", "3", "[0,12]"), 12, "has no shape");
    refuses_header(with(R"("F32")", "[-3]", "[0,12]"), 12, "extent that is no whole number");
    refuses_header(with(R"("F32")", "[3.0]", "[0,12]"), 12, "extent that is no whole number");
    refuses_header(with(R"("F32")", "[3,1]", "[0,12]"), 12, "has shape [3, 1], network 'line' has [3]");
    refuses_header(with(R"("F32")", "[4]", "[0,16]"), 16, "has shape [4], network 'line' has [3]");
    refuses_header(with(R"("F32")", "[4294967296,4294967296]", "[0,0]"), 0, "more than 2^61 bytes");
    refuses_header(with(R"("F32")", "[4611686018427387904]", "[0,0]"), 0, "more than 2^61 bytes");
    refuses_header(with(R"("U8")", "[2305843009213693951]", "[0,0]"), 0, "need 2305843009213693951");
    refuses_header(with(R"("U8")", "[2305843009213693952]", "[0,0]"), 0, "more than 2^61 bytes");
    refuses_header(with(R"("F32")", "[0]", "[0,0]"), 0, "has shape [0], network 'line' has [3]");
    refuses_header(with(R"("F32")", "[0,4611686018427387904]", "[0,0]"), 0, "has shape [0, 4611686018427387904]");
    refuses_header(with(R"("F4")", "[1]", "[0,1]"), 1, "a shape that ends within a byte");
    refuses_header(with(R"("F4")", "[2]", "[0,1]"), 1, "has shape [2], network");
    refuses_header(with(R"("F32")", "[3]", "[0,8]"), 8, "takes 8 bytes, its shape and type need 12");
    refuses_header(R"({"line.weight":[]})", 0, "is not described by an object");
    refuses_header(R"({"line.weight":{"dtype":"F32","shape":[3],"data_offsets":[0,12],"extra":1}})", 12,
                   "has 'extra', which the format does not know");
}

TEST_F(safetensors, takes_tensors_without_values_wherever_they_lie) {
    const std::string empty = R"("empty":{"dtype":"F32","shape":[0],"data_offsets":)";
    for (const char *place : {"[0,0]", "[12,12]", "[16,16]"}) {
        const std::string header = std::string("{") + empty + place + "}," + weight + "," + bias + "}";
        const load_report report = net.load(folder.write("w", file_of(header, 16)), {.allow_unexpected = true});
        EXPECT_EQ(report.matched.size(), 2u) << place;
        EXPECT_EQ(report.unexpected.size(), 1u) << place;
    }
}

/// A network whose tensor has a name that no file may have.
class named final : public instance {
  public:
    explicit named(const core::program &code) : instance(code, {}) {}
};

TEST_F(safetensors, refuses_to_save_names_that_could_not_be_read_again) {
    for (const auto &[name, part] : {std::pair("sylvite.weight", "a tensor called 'sylvite.weight' cannot be saved"),
                                     std::pair("w\xff", "cannot be saved: it is not UTF-8")}) {
        fake::tables tables;
        tables.tensors[fake::weight].name = name;
        tables.connect();
        const named other(tables.code);
        EXPECT_ERROR(other.save(folder / "w"), part);
        EXPECT_EQ(folder.files(), 0u);
    }
}

TEST_F(safetensors, refuses_wrong_offsets) {
    const auto two = [](const char *a, const char *b) {
        return std::string(R"({"line.weight":{"dtype":"F32","shape":[3],"data_offsets":)") + a +
               R"(},"line.bias":{"dtype":"F32","shape":[],"data_offsets":)" + b + "}}";
    };
    refuses_header(two("[0,12]", "[12,17]"), 16, "lies at bytes 12 to 17 of 16");
    refuses_header(two("[0,12]", "[16,12]"), 16, "lies at bytes 16 to 12 of 16");
    refuses_header(two("[0,12]", "[8,12]"), 16, "overlaps the one before it");
    refuses_header(two("[0,12]", "[0,4]"), 16, "overlaps");
    refuses_header(two("[0,12]", "[16,20]"), 20, "no tensor uses bytes 12 to 16");
    refuses_header(two("[4,16]", "[16,20]"), 20, "no tensor uses bytes 0 to 4");
    refuses_header(two("[0,12]", "[12,16]"), 20, "the data has 20 bytes, the tensors use 16");
    refuses_header(two("[0,12]", "[18446744073709551612,18446744073709551616]"), 16, "no pair of data_offsets");
    refuses_header(two("[0,12]", "[18446744073709551611,18446744073709551615]"), 16, "lies at bytes");
    refuses_header(two("[0,12]", "[-4,0]"), 16, "no pair of data_offsets");
    refuses_header(two("[0,12]", "[12]"), 16, "no pair of data_offsets");
    refuses_header(two("[0,12]", "[12,16,16]"), 16, "no pair of data_offsets");
    refuses_header(two("[0,12]", "[12,16,-4]"), 16, "no pair of data_offsets");
    refuses_header(two("[0,12]", "[12,null,16]"), 16, "no pair of data_offsets");
    refuses_header(two("[0,12]", "12"), 16, "no pair of data_offsets");
    refuses_header(two("[0,12]", "[11,15]"), 16, "'line.bias' overlaps the one before it");
    refuses_header(two("[0,12]", "[13,17]"), 17, "no tensor uses bytes 12 to 13 of the data");
    refuses_header(two("[0,12]", "[12,16]"), 17, "the data has 17 bytes, the tensors use 16");
    refuses_header(two("[0,12]", "[13,12]"), 16, "lies at bytes 13 to 12 of 16");
}

TEST_F(safetensors, refuses_another_networks_weights) {
    refuses_header(std::string("{") + weight + "}", 12, "needs tensor 'line.bias', which the file does not have");
    refuses_header(std::string("{") + weight + "," + bias +
                       R"(,"conv.weight":{"dtype":"F32","shape":[1],"data_offsets":[16,20]}})",
                   20, "tensor 'conv.weight' is none of network 'line'");
    refuses_header("{}", 0, "needs tensor 'line.weight'");
}

TEST_F(safetensors, refuses_what_cannot_be_read_or_written) {
    EXPECT_ERROR(net.load(folder / "missing"), "missing: cannot be opened: No such file");
    EXPECT_ERROR(net.load(folder.path().string()), "expected a regular file, found a directory");
    EXPECT_ERROR(net.save(folder.path().string()), "cannot be written: it is a directory");
    EXPECT_ERROR(net.save(folder / "no/such/file"), "cannot be created: No such file");
}

TEST_F(safetensors, refuses_metadata_that_is_no_text) {
    refuses_header(R"({"__metadata__":[]})", 0, "the metadata is no object");
    refuses_header(R"({"__metadata__":"pt"})", 0, "the metadata is no object");
    refuses_header(R"({"__metadata__":{"a":1}})", 0, "the metadata's 'a' is no text");
    refuses_header(R"({"__metadata__":{"a":{"dtype":"b"}}})", 0, "the metadata's 'a' is no text");
    refuses_header(R"({"__metadata__":{"a":null,"b":"c"}})", 0, "the metadata's 'a' is no text");
    refuses_header(R"({"__metadata__":{"a":["b"]}})", 0, "the metadata's 'a' is no text");
    refuses_header(R"({"__metadata__":["b",["c"]]})", 0, "the metadata is no object");
    refuses_header(R"({"__metadata__":{"a":"b","a":"c"}})", 0, "the header names 'a' twice");
    refuses_header(R"({"__metadata__":{},"__metadata__":{}})", 0, "the header names '__metadata__' twice");
    refuses_header(R"({"__metadata__":null,"__metadata__":null})", 0, "the header names '__metadata__' twice");
}

TEST_F(safetensors, reads_metadata_of_any_length) {
    std::string header = R"({"__metadata__":{"0":"")";
    for (int i = 1; i < 100; ++i) header += ",\"" + std::to_string(i) + "\":\"text\"";
    net.load(folder.write("w", file_of(header + "}," + weight + "," + bias + "}", 16)));
    EXPECT_EQ(net.values(line::bias)[0], 0);
}

TEST_F(safetensors, reads_a_file_whose_metadata_is_null) {
    const std::string header = std::string(R"({"__metadata__":null,)") + weight + "," + bias + "}";
    net.load(folder.write("w", file_of(header, 16)));
    EXPECT_EQ(net.values(line::weight)[0], 0);
    EXPECT_EQ(net.values(line::bias)[0], 0);
    refuses_header(std::string(R"({"line.weight":null,)") + bias + "}", 16, "is not described by an object");
}

TEST_F(safetensors, tells_of_text_that_is_no_json_before_what_is_wrong_with_a_tensor) {
    refuses_header(R"({"line.weight":{"dtype":"F24"},"b":})", 0, "not valid JSON");
    refuses_header(R"({"line.weight":{"dtype":"F24","shape":[],"data_offsets":[0,0]},"b":{}})", 0,
                   "tensor 'line.weight' has dtype 'F24'");
}

TEST(safetensors_format, round_trips_names_that_json_must_escape) {
    const std::vector<io::stored_tensor> tensors{{"a \"quoted\"\n\\ näme", io::find_stored_type("BOOL"), {2}, 0, 2},
                                                 {"b", io::find_stored_type("F64"), {}, 2, 10}};
    const std::string text = io::write_header(tensors, {{"key", "value"}}) + std::string(10, '\1');
    io::memory_input file("f", std::as_bytes(std::span(text)));
    const io::safetensors_header parsed = io::read_safetensors_header(file);
    ASSERT_EQ(parsed.tensors.size(), 2u);
    EXPECT_EQ(parsed.tensors[0].name, tensors[0].name);
    EXPECT_EQ(parsed.tensors[0].type, tensors[0].type);
    EXPECT_EQ(parsed.tensors[1].extents.size(), 0u);
    EXPECT_EQ(parsed.data_begin, text.size() - 10);
    EXPECT_EQ(parsed.metadata_of("key"), "value");
    EXPECT_EQ(parsed.metadata_of("other"), "");
}

}  // namespace
