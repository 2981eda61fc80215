#include <sylvite/runtime/core/views.hpp>

#include <HalideRuntime.h>
#include <gtest/gtest.h>

#include <vector>

namespace {

using namespace sylvite;
using namespace sylvite::core;

TEST(views, keep_buffers_dense_when_an_inner_extent_changes) {
    const tensor tensors[] = {
        {"t", f32, role::output, segment::workspace, 3, {2, 5, 3}, {0, 1, 0}, 0, {}},
        {"fixed", boolean, role::output, segment::workspace, 2, {4, 7}, {}, 128, {}},
        {"x", f64, role::input, segment::workspace, 2, {9, 5}, {2, 1}, 0, {}},
    };
    const operand operands[] = {{operand::kind::tensor, 0}, {operand::kind::symbol, 1}, {operand::kind::tensor, 2}};
    const symbol symbols[] = {{5}, {9}};
    const call calls[] = {{nullptr, "", 0, 1, 0}, {nullptr, "", 1, 2, 0}};
    const entry entries[] = {{"e", calls, {}, {}, {}, 3, false}};
    const program code{abi_version, 1, "n", "host", tensors, operands, symbols, entries, 0, 192, 0, 0};

    alignas(64) std::byte workspace[192];
    std::vector<std::byte> memory(views::required_bytes(code) + 64);
    const std::size_t skip = (64 - reinterpret_cast<std::uintptr_t>(memory.data()) % 64) % 64;
    int context = 0;
    views all;
    all.build(code, {{}, workspace, {}, std::span(memory).subspan(skip)}, &context);
    all.set_extent(1, 2);
    all.set_extent(2, 4);

    void **arguments = all.arguments(0);
    EXPECT_EQ(*static_cast<void **>(arguments[0]), &context);
    const auto &t = *static_cast<const halide_buffer_t *>(arguments[1]);
    EXPECT_EQ(t.dimensions, 3);
    EXPECT_EQ(t.dim[0], halide_dimension_t(0, 3, 1));  // innermost first
    EXPECT_EQ(t.dim[1], halide_dimension_t(0, 2, 3));
    EXPECT_EQ(t.dim[2], halide_dimension_t(0, 2, 6));
    EXPECT_EQ(t.type, halide_type_t(halide_type_float, 32));
    EXPECT_EQ(static_cast<void *>(t.host), workspace);
    EXPECT_EQ(all.volume(0), 12u);

    EXPECT_EQ(*static_cast<void **>(arguments[2]), &context) << "the second call";
    EXPECT_EQ(*static_cast<const std::int32_t *>(arguments[3]), 4);
    const auto &x = *static_cast<const halide_buffer_t *>(arguments[4]);
    EXPECT_EQ(x.dim[0], halide_dimension_t(0, 2, 1));
    EXPECT_EQ(x.dim[1], halide_dimension_t(0, 4, 2));
    EXPECT_EQ(x.host, nullptr);
    EXPECT_EQ(all.volume(1), 28u);
    EXPECT_EQ(static_cast<void *>(all.host(1)), workspace + 128);
    all.set_extent(1, 5);
    EXPECT_EQ(t.dim[2].stride, 15);
}

}  // namespace
