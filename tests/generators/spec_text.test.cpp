#include <sylvite/generators/spec/kernel_spec.hpp>
#include <sylvite/generators/spec/schedule.hpp>
#include <sylvite/generators/support/spec_builder.hpp>

#include <gtest/gtest.h>

namespace sylvite::generators {
namespace {

kernel_spec dense_layer() {
    spec_builder b(family::contraction);
    const extent rows = b.symbol(256);
    const auto x = b.argument(f32, b.dims({rows, {64, 0}})), w = b.argument(f32, b.dims({{128, 0}, {64, 0}}));
    const auto product = b.contraction(x, w, "mk,nk->mn");
    b.output(b.apply(graph::op::multiply, {product, b.number(-0.1, product)}));
    return b.spec();
}

std::string complaint(const std::string &text) {
    try {
        static_cast<void>(parse_spec(text));
    } catch (const std::runtime_error &error) {
        return error.what();
    }
    return "";
}

TEST(spec_text, is_read_back_equal) {
    const kernel_spec spec = dense_layer();
    EXPECT_EQ(parse_spec(to_text(spec)), spec);
    kernel_spec changed = spec;
    changed.outputs[0].in_place = 1;
    EXPECT_EQ(parse_spec(to_text(changed)), changed);
    EXPECT_NE(to_text(changed), to_text(spec));
}

TEST(spec_text, every_cut_is_an_error_or_another_spec) {
    const std::string text = to_text(dense_layer());
    for (std::size_t length = 0; length + 1 < text.size(); ++length) {
        try {
            EXPECT_NE(to_text(parse_spec(text.substr(0, length))), text);
        } catch (const std::runtime_error &) {
        }
    }
}

TEST(spec_text, complaints_name_the_line) {
    std::string text = to_text(dense_layer());
    EXPECT_EQ(complaint(""), "kernel spec: the text is empty");
    EXPECT_NE(complaint("something else\n").find("line 1"), std::string::npos);
    const auto at = text.find("contraction f32");
    text.replace(at, 11, "contractiom");
    EXPECT_NE(complaint(text).find("unknown operation \"contractiom\""), std::string::npos);
    EXPECT_NE(complaint("sylvite-kernel-spec 1\nfamily reduction\nargument f16 [3]\n").find("line 3"),
              std::string::npos);
    EXPECT_NE(complaint("sylvite-kernel-spec 1\nfamily reduction\nargument f32 [3\n").find("]"), std::string::npos);
    EXPECT_NE(complaint("sylvite-kernel-spec 1\nfamily reduction\nnode 0 exp f32 f32 [3] 0\n").find("earlier node"),
              std::string::npos);
    EXPECT_NE(complaint("sylvite-kernel-spec 1\nfamily reduction\nnode 0 iota i32 i32 [3] @0+1\n").find("pool"),
              std::string::npos);
}

TEST(spec_text, shapes_have_up_to_ten_axes) {
    spec_builder b(family::elementwise);
    shape ten;
    for (std::int64_t e = 1; e <= 10; ++e) ten.push_back({e, 0});
    b.output(b.apply(graph::op::exp, {b.argument(f32, ten)}));
    std::string text = to_text(b.spec());
    EXPECT_EQ(parse_spec(text), b.spec());
    EXPECT_EQ(b.spec().shapes.size(), 2u);  // a scalar's, and one for both nodes
    text.replace(text.find("9 10]"), 5, "9 10 11]");
    EXPECT_NE(complaint(text).find("expected at most 10 extents"), std::string::npos);
}

TEST(spec_text, hash_is_the_published_fnv1a) {
    EXPECT_EQ(hash_hex(""), "6c62272e07bb014262b821756295c58d");
    EXPECT_EQ(hash_hex("a"), "d228cb696f1a8caf78912b704e4a8964");
    EXPECT_NE(hash_hex(to_text(dense_layer())), hash_hex(to_text(dense_layer()) + " "));
}

TEST(schedule_text, is_read_back_equal) {
    const schedule chosen{{"rows", 6}, {"columns", 16}, {"grain", -1}};
    EXPECT_EQ(to_text(chosen), "columns=16 grain=-1 rows=6");
    EXPECT_EQ(parse_schedule(to_text(chosen)), chosen);
    EXPECT_TRUE(parse_schedule("").empty());
    for (const char *bad : {"rows", "rows=", "=6", "rows=6x", "rows=six"})
        EXPECT_THROW(static_cast<void>(parse_schedule(bad)), std::runtime_error) << bad;
}

TEST(processor, follows_the_instruction_set) {
    EXPECT_EQ(describe("x86-64-linux").vector_bytes, 16);
    EXPECT_EQ(describe("x86-64-linux-avx-avx2-fma-sse41").vector_bytes, 32);
    EXPECT_EQ(describe("x86-64-linux-avx-avx2-avx512-avx512_skylake-fma").vector_bytes, 64);
    EXPECT_EQ(describe("x86-64-linux-avx-avx2-avx512-avx512_skylake-fma").vector_registers, 32);
    EXPECT_EQ(describe("arm-64-linux").vector_registers, 32);
}

TEST(schedule, dense_layer_fits_the_registers) {
    for (const char *target : {"x86-64-linux-sse41", "x86-64-linux-avx-avx2-fma", "x86-64-linux-avx512_skylake"}) {
        const processor cpu = describe(target);
        const auto chosen = choose_schedule(dense_layer(), cpu);
        const auto width = chosen.at("dots") != 0 ? 1 : chosen.at("vector");
        EXPECT_LT(chosen.at("rows") * chosen.at("columns") / width, cpu.vector_registers);
    }
}

}  // namespace
}  // namespace sylvite::generators
