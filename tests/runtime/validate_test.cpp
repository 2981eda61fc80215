// What a program's tables may hold: each limit is met, and passed by one.
#include "fake_network.hpp"

#include <sylvite/runtime/core/message.hpp>
#include <sylvite/runtime/core/validate.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace {

using namespace sylvite;
using core::status;

constexpr std::int64_t most_elements = 0x7fffffff;

/// What validate says of the tables after a change; "" where they are sound.
template <class Change>
std::string said(Change change) {
    fake::tables t;
    change(t);
    t.connect();
    core::message why;
    const status found = core::validate(t.code, why);
    EXPECT_EQ(found == status::ok, why.text()[0] == '\0') << why.text();
    return why.text();
}

std::string damaged(const std::string &what) { return "the table of network 'line' is damaged: " + what; }

TEST(core_validate, takes_the_tables_of_a_generator) {
    EXPECT_EQ(said([](auto &) {}), "");
}

TEST(core_validate, refuses_another_abi) {
    for (const std::uint32_t abi : {core::abi_version - 1, core::abi_version + 1})
        EXPECT_EQ(said([&](auto &t) { t.code.abi = abi; }),
                  "the library of network 'line' was generated for program ABI " + std::to_string(abi) +
                      ", this runtime has ABI " + std::to_string(core::abi_version));
}

TEST(core_validate, takes_32_symbols_of_1_to_the_most_elements) {
    EXPECT_EQ(said([](auto &t) { t.symbols.resize(32, {1}); }), "");
    EXPECT_EQ(said([](auto &t) { t.symbols.resize(33, {1}); }), damaged("it has more than 32 symbols"));
    EXPECT_EQ(said([](auto &t) { t.symbols[0].bound = 1; }), "");
    EXPECT_EQ(said([](auto &t) { t.symbols[0].bound = 0; }), damaged("a symbol's bound is 0"));
    EXPECT_EQ(said([](auto &t) { t.symbols.push_back({most_elements}); }), "");
    EXPECT_EQ(said([](auto &t) { t.symbols.push_back({most_elements + 1}); }),
              damaged("a symbol's bound is 2147483648"));
}

TEST(core_validate, takes_tensors_of_10_axes_and_the_most_elements) {
    const auto shaped = [](int rank, std::int64_t first, std::int64_t second) {
        return said([=](auto &t) {
            core::tensor &x = t.tensors[fake::x];  // an input lies in no segment
            x.rank = static_cast<std::uint8_t>(rank);
            for (std::int64_t &n : x.extents) n = 1;
            x.extents[0] = first;
            x.extents[1] = second;
            x.symbols[0] = 0;
        });
    };
    const std::string none = damaged("tensor 0 'x' is empty or too large");
    EXPECT_EQ(shaped(10, 1, 1), "");
    EXPECT_EQ(shaped(11, 1, 1), damaged("tensor 0 has no valid type"));
    EXPECT_EQ(said([](auto &t) { t.tensors[fake::x].type = static_cast<dtype>(99); }),
              damaged("tensor 0 has no valid type"));
    EXPECT_EQ(shaped(2, 1, 0), none);
    EXPECT_EQ(shaped(2, 1, -1), none);
    EXPECT_EQ(shaped(2, 1, most_elements), "");
    EXPECT_EQ(shaped(2, 1, most_elements + 1), none);
    EXPECT_EQ(shaped(1, most_elements + 1, 1), none);
    EXPECT_EQ(shaped(2, 0x10000, 0x7fff), "");
    EXPECT_EQ(shaped(2, 0x10000, 0x8000), none);
}

TEST(core_validate, takes_orders_of_axes_that_name_each_once) {
    const auto ordered = [](core::role what, std::initializer_list<int> axes) {
        return said([=](auto &t) {
            core::tensor &x = t.tensors[fake::x];
            x.what = what;
            x.rank = 3;
            for (std::int64_t &n : x.extents) n = 1;
            for (auto &symbol : x.symbols) symbol = 0;
            std::size_t i = 0;
            for (const int axis : axes) x.axes[i++] = static_cast<std::uint8_t>(axis);
        });
    };
    const std::string none = damaged("tensor 0 'x' has no valid order of axes");
    EXPECT_NE(ordered(core::role::intermediate, {2, 0, 1}), none);
    for (const auto &axes : {std::initializer_list<int>{1, 1, 0}, {3, 0, 1}, {0, 1, 1}, {2, 0, 33}})
        EXPECT_EQ(ordered(core::role::intermediate, axes), none);
    EXPECT_EQ(ordered(core::role::input, {2, 0, 1}), none);  // what has a name lies as it is declared
}

TEST(core_validate, takes_symbols_that_are_there_and_fit_the_extent) {
    EXPECT_EQ(said([](auto &t) { t.tensors[fake::x].symbols[1] = 2; }),
              damaged("tensor 0 uses a symbol that is not there"));
    EXPECT_EQ(said([](auto &t) {
                  t.symbols.push_back({3});
                  t.tensors[fake::x].symbols[1] = 2;
              }),
              "");
    EXPECT_EQ(said([](auto &t) { t.symbols[0].bound = 9; }), damaged("tensor 0 is smaller than its symbol's bound"));
}

TEST(core_validate, takes_tensors_within_their_segment) {
    const auto placed = [](fake::tensor which, std::uint64_t offset) {
        return said([=](auto &t) { t.tensors[which].offset = offset; });
    };
    const std::string none = damaged("tensor 6 'z' does not lie in its segment");
    EXPECT_EQ(placed(fake::x, 8), "") << "an input is the user's";
    EXPECT_EQ(placed(fake::z, 64), "");
    EXPECT_EQ(placed(fake::z, 32), none);
    EXPECT_EQ(placed(fake::z, 256), none);
    EXPECT_EQ(placed(fake::z, 320), none);
    EXPECT_EQ(placed(fake::z, UINT64_MAX - 63), none);
    EXPECT_EQ(placed(fake::z, 192), "");
    EXPECT_EQ(said([](auto &t) { t.code.workspace_bytes = 192 + 32; }), "") << "to the last byte of eight values";
    const auto ending = [](std::uint64_t bytes) {
        return said([=](auto &t) {
            t.tensors[fake::z].offset = 192;
            t.code.workspace_bytes = bytes;
        });
    };
    EXPECT_EQ(ending(192 + 32), "");
    EXPECT_EQ(ending(192 + 31), none);
    EXPECT_EQ(said([](auto &t) { t.code.persistent_bytes = 128 + 4; }), "");
    EXPECT_EQ(said([](auto &t) { t.code.persistent_bytes = 128 + 3; }),
              damaged("tensor 5 'steps' does not lie in its segment"));
}

TEST(core_validate, takes_entries_of_symbols_inputs_outputs_and_metrics_that_are_there) {
    const auto in = [](const std::string &entry, const std::string &what) {
        return damaged("entry '" + entry + "': " + what);
    };
    EXPECT_EQ(said([](auto &t) { t.entries[0].symbol_mask = 3; }), in("predict", "it uses a symbol that is not there"));
    EXPECT_EQ(said([](auto &t) { t.inputs[0][0] = fake::weight; }), in("predict", "tensor 3 is no input"));
    EXPECT_EQ(said([](auto &t) { t.inputs[0][0] = 10; }), in("predict", "tensor 10 is no input"));
    EXPECT_EQ(said([](auto &t) { t.outputs[0][0].tensor = 9; }), "");
    EXPECT_EQ(said([](auto &t) { t.outputs[0][0].tensor = 10; }), in("predict", "output 'z' has no tensor"));
    const std::string no_scalar = in("evaluate", "metric 'loss' is not an f64 scalar");
    EXPECT_EQ(said([](auto &t) { t.metrics[1][0].tensor = 10; }), no_scalar);
    EXPECT_EQ(said([](auto &t) { t.metrics[1][0].tensor = fake::rate; }), no_scalar);
    EXPECT_EQ(said([](auto &t) {
                  t.tensors[fake::z].type = f64;
                  t.metrics[1][0].tensor = fake::z;
              }),
              no_scalar);
    EXPECT_EQ(said([](auto &t) { t.metrics[1][0].symbol_mask = 2; }),
              in("evaluate", "metric 'loss' uses a symbol that is not there"));
    EXPECT_EQ(said([](auto &t) { t.metrics[1][0].symbol_mask = 0; }), "");
}

TEST(core_validate, looks_at_no_tensor_behind_the_last) {
    fake::tables t;
    t.tensors.push_back(t.tensors[fake::loss]);  // which a metric could be
    t.metrics[1][0].tensor = 10;
    t.connect();
    t.code.tensors = t.code.tensors.first(10);
    core::message why;
    EXPECT_EQ(core::validate(t.code, why), status::invalid_program);
    EXPECT_EQ(why.text(), damaged("entry 'evaluate': metric 'loss' is not an f64 scalar"));
    t.code.tensors = t.tensors;
    EXPECT_EQ(core::validate(t.code, why), status::ok);

    fake::tables other;
    other.tensors.push_back(other.tensors[fake::x]);
    other.inputs[0][0] = 10;
    other.connect();
    EXPECT_EQ(core::validate(other.code, why), status::ok);
    other.code.tensors = other.code.tensors.first(10);
    EXPECT_EQ(core::validate(other.code, why), status::invalid_program);
    EXPECT_EQ(why.text(), damaged("entry 'predict': tensor 10 is no input"));
}

TEST(core_validate, takes_calls_of_operands_costs_and_scratch_that_are_there) {
    const std::string call = "entry 'predict': call 'contraction add -> z' ";
    const auto changed = [](auto change) { return said([&](auto &t) { change(t.calls[0][0]); }); };
    const auto operands = [&](std::uint32_t first, std::uint32_t count) {
        return changed([=](core::call &c) {
            c.first_operand = first;
            c.operand_count = count;
        });
    };
    const auto works = [&](std::uint32_t first, std::uint32_t count) {
        return changed([=](core::call &c) {
            c.first_work = first;
            c.work_count = count;
        });
    };
    EXPECT_EQ(changed([](core::call &c) { c.function = nullptr; }), damaged(call + "has no function"));
    EXPECT_EQ(operands(19, 0), "");
    EXPECT_EQ(operands(20, 0), damaged(call + "has operands that are not there"));
    EXPECT_EQ(operands(18, 1), "");
    EXPECT_EQ(operands(18, 2), damaged(call + "has operands that are not there"));
    EXPECT_EQ(works(2, 0), "");
    EXPECT_EQ(works(3, 0), damaged(call + "has costs that are not there"));
    EXPECT_EQ(works(1, 1), "");
    EXPECT_EQ(works(1, 2), damaged(call + "has costs that are not there"));
    EXPECT_EQ(changed([](core::call &c) { c.scratch_bytes = 8 * 128 + 1; }),
              damaged(call + "needs more scratch than the program reserves"));
    EXPECT_EQ(said([](auto &t) { t.operands[0].index = 1; }), damaged(call + "has an operand that is not there"));
    EXPECT_EQ(said([](auto &t) { t.operands[1].index = 9; }), "");
    EXPECT_EQ(said([](auto &t) { t.operands[1].index = 10; }), damaged(call + "has an operand that is not there"));
    EXPECT_EQ(said([](auto &t) { t.works[0].symbols[5] = 1; }), "");
    EXPECT_EQ(said([](auto &t) { t.works[0].symbols[5] = 2; }),
              damaged(call + "has costs of a symbol that is not there"));
}

}  // namespace
