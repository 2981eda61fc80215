// Text and weights with every cut and every changed bit; the other formats' tests hold their own.
#include "array_files.hpp"
#include "fake_network.hpp"

#include <sylvite/runtime/data/csv.hpp>
#include <sylvite/runtime/weights/stage_weights.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace {

using namespace sylvite;

constexpr const char *table = "\xef\xbb\xbf"
                              "a,\"b \"\"c\"\"\",label\r\n1,-2.5,0\r\n\r\n\"3\" ,4e-1,2\n";

dataset read_table(io::input &file) {
    std::string text(file.size(), '\0');
    file.read(0, std::as_writable_bytes(std::span(text)));
    const column_target label{"label", i32, 1};
    return data::parse_csv(file.name(), text, {"x", f32, 2}, &label, {.label = {.name = "label"}, .classes = 3});
}

/// Whatever was read, it is numbers and labels.
void expect_numbers_and_labels(const dataset &d) {
    EXPECT_GE(d.rows(), 1u);
    const std::vector<float> values = column_values<float>(d, "x");
    EXPECT_EQ(values.size(), d.rows() * 2);
    for (const float value : values) EXPECT_TRUE(std::isfinite(value)) << value;
    for (const std::int32_t label : column_values<std::int32_t>(d, "label"))
        EXPECT_TRUE(label >= 0 && label < 3) << label;
}

TEST(damaged_csv, is_refused_or_gives_fewer_rows_at_every_cut) {
    const std::string text = table;
    EXPECT_EQ(read_from(read_table, text).rows(), 2u);
    std::size_t rows = 0;
    for (std::size_t n = 0; n < text.size(); ++n) {
        try {
            const dataset d = read_from(read_table, std::string_view(text).substr(0, n));
            expect_numbers_and_labels(d);
            EXPECT_GE(d.rows(), rows) << n;
            rows = d.rows();
        } catch (const error &problem) {
            const std::string said = problem.what();
            EXPECT_TRUE(said.starts_with("f") && said.find('\n') == std::string::npos) << n << ": " << said;
        }
    }
    EXPECT_EQ(rows, 2u) << "without the last end of a line";
}

TEST(damaged_csv, gives_numbers_or_one_line_with_every_bit_changed) {
    const int taken = read_with_every_bit_changed(read_table, table, [](const dataset &d, std::size_t bit) {
        SCOPED_TRACE(bit);
        expect_numbers_and_labels(d);
    });
    EXPECT_GT(taken, 0) << "a digit may become another";
}

TEST(damaged_safetensors, load_right_or_not_at_all_with_every_bit_of_the_header_changed) {
    temporary_folder folder;
    const fake::line net({.seed = 1});
    net.save(folder / "w", with_state::yes);
    const std::string file = content(folder / "w");
    std::uint64_t length = 0;
    std::memcpy(&length, file.data(), 8);
    const auto read = [](std::string_view bytes) {
        io::memory_input from("f", std::as_bytes(std::span(bytes)));
        return io::stage_weights(fake::line_program(), from, {.state = with_state::yes});
    };
    const io::staged_weights right = read(file);
    ASSERT_EQ(right.tensors.size(), 3u);

    int taken = 0;
    for (std::size_t bit = 0; bit < 8 * (8 + length); ++bit) {
        std::string changed = file;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
        try {
            EXPECT_TRUE(std::ranges::equal(read(changed).values, right.values)) << bit;
            ++taken;
        } catch (const error &problem) {
            const std::string said = problem.what();
            EXPECT_TRUE(said.starts_with("f: ") && said.find('\n') == std::string::npos) << bit << ": " << said;
        }
    }
    EXPECT_GT(taken, 0) << "the metadata's values concern nobody";
}

}  // namespace
