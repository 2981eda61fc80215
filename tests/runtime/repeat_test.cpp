// Programs that repeat calls: a recurrence with a carry in two buffers, its way back over stored values, one loop in
// another.
#include "bound_program.hpp"

#include <sylvite/runtime/core/validate.hpp>

#include <gtest/gtest.h>

#include <array>

namespace {

using namespace sylvite;
using namespace sylvite::core;
using kind = operand::kind;

// h(t + 1) = 2 h(t) + x(t), for a batch of rows; every h is stored. The carry has two buffers, of which the store is a
// copy.
constexpr std::int64_t most_rows = 4, most_steps = 5;
enum tensors : std::uint32_t { x, start, carry, stored, x_t, h_now, h_next, stored_t, back, back_t, sum, tensor_count };

int advance(void **a) {  // x_t, h_now -> h_next
    for (int i = 0; i < fake::extent_of(a, 1, 0); ++i)
        fake::data_of<float>(a, 3)[i] = 2 * fake::data_of<float>(a, 2)[i] + fake::data_of<float>(a, 1)[i];
    return 0;
}
int numbered_sum(void **a) {  // t, stored_t -> back_t: what is stored, times t + 1
    for (int i = 0; i < fake::extent_of(a, 2, 0); ++i)
        fake::data_of<float>(a, 3)[i] =
            fake::data_of<float>(a, 2)[i] * static_cast<float>(fake::scalar_of<std::int32_t>(a, 1) + 1);
    return 0;
}
std::vector<int> visited;
int note_iteration(void **a) {
    visited.push_back(fake::scalar_of<std::int32_t>(a, 1));
    return 0;
}
int fail(void **) { return -1; }

/// The tables as vectors, so that a test can damage them.
struct recurrence {
    std::vector<tensor> all = std::vector<tensor>(tensor_count);
    std::vector<symbol> symbols = {{.bound = most_rows}, {.bound = most_steps}};
    std::vector<operand> operands = {
        {kind::tensor, x_t},    {kind::tensor, h_now},                               // 0: advance
        {kind::tensor, h_next}, {kind::tensor, h_next},   {kind::tensor, stored_t},  // 2; 3: the copy
        {kind::iteration, 1},   {kind::tensor, stored_t}, {kind::tensor, back_t},    // 5: numbered_sum
        {kind::tensor, x},      {kind::tensor, carry},    {kind::tensor, stored},    // 8: the first repeat
        {kind::tensor, stored}, {kind::tensor, back},                                // 11: the second
        {kind::tensor, start},  {kind::tensor, h_now},                               // 13
    };
    std::vector<call> forward = {
        {.function = advance, .label = "advance", .operand_count = 3, .result_count = 1},
        {.label = "store", .first_operand = 3, .operand_count = 2, .result_count = 1, .what = call::kind::copy}};
    std::vector<call> backward = {
        {.function = numbered_sum, .label = "numbered", .first_operand = 5, .operand_count = 3, .result_count = 1}};
    std::vector<repeat> repeats = {
        {.count = most_steps, .symbol = 2, .first_moving = 0, .moving_count = 4},
        {.count = most_steps, .symbol = 2, .backwards = true, .first_moving = 3, .moving_count = 2}};
    std::vector<moving> movings = {
        {.tensor = x_t, .of = x, .stride = 4, .symbols = {1}},
        {.tensor = h_now, .of = carry, .stride = 64, .period = 2},
        {.tensor = h_next, .of = carry, .stride = 64, .phase = 1, .period = 2},
        {.tensor = stored_t, .of = stored, .stride = 64},
        {.tensor = back_t, .of = back, .stride = 64},
    };
    std::vector<call> calls = {{.label = "loop",
                                .first_operand = 8,
                                .operand_count = 3,
                                .result_count = 2,
                                .what = call::kind::repeat,
                                .detail = 0},
                               {.label = "way back",
                                .first_operand = 11,
                                .operand_count = 2,
                                .result_count = 1,
                                .what = call::kind::repeat,
                                .detail = 1}};
    std::vector<std::uint32_t> inputs = {x};
    std::vector<entry> entries;
    program code;

    recurrence() {
        const auto rows_of = [](const char *name, role what) {
            return tensor{.name = name, .what = what, .rank = 1, .extents = {most_rows}, .symbols = {1}};
        };
        all[x] = {.name = "x", .what = role::input, .rank = 2, .extents = {most_steps, most_rows}, .symbols = {2, 1}};
        all[start] = rows_of("", role::intermediate);
        all[carry] = {.rank = 2, .extents = {2, 16}, .offset = 64};
        all[stored] = {.name = "stored", .what = role::output, .rank = 2, .extents = {most_steps, 16}, .offset = 192};
        all[back] = {.name = "back", .what = role::output, .rank = 2, .extents = {most_steps, 16}, .offset = 512};
        all[sum] = {.rank = 0, .offset = 832};
        for (const auto part : {x_t, h_now, h_next, stored_t, back_t}) all[part] = rows_of("", role::part);
        entries = {{.name = "run", .symbol_mask = 3}};
        connect();
    }
    void connect() {
        repeats[0].body = forward;
        repeats[1].body = backward;
        entries[0].calls = calls;
        entries[0].inputs = inputs;
        code = {.name = "recurrence",
                .target = "host",
                .tensors = all,
                .operands = operands,
                .symbols = symbols,
                .entries = entries,
                .workspace_bytes = 896,
                .network = "recurrence",
                .repeats = repeats,
                .movings = movings};
    }
    template <class Change>
    std::string damaged_by(Change change) {
        change(*this);
        connect();
        message why;
        const status found = validate(code, why);
        EXPECT_EQ(found == status::ok, why.empty()) << why.text();
        return why.text();
    }
};

TEST(repeat, walks_a_sequence_with_a_carry_and_stores_what_it_passes) {
    recurrence r;
    fake::bound_program b(r.code);
    ASSERT_EQ(b.bound, status::ok) << b.net.message();
    const std::array<float, 20> given = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20};
    ASSERT_EQ(b.net.bind_input(x, given.data()), status::ok);
    for (const std::int64_t rows : {4, 1, 3})
        for (const std::int64_t steps : {5, 1, 2}) {
            ASSERT_EQ(b.net.set_extent(1, rows), status::ok);
            ASSERT_EQ(b.net.set_extent(2, steps), status::ok);
            auto *h = reinterpret_cast<float *>(b.net.data(carry));
            std::fill_n(h, 32, 0.5f);
            ASSERT_EQ(b.net.run(0), status::ok) << b.net.message();
            for (std::int64_t row = 0; row < rows; ++row) {
                float expected = 0.5f;
                for (std::int64_t t = 0; t < steps; ++t) {
                    expected = 2 * expected + given[static_cast<std::size_t>(t * rows + row)];
                    const auto at = static_cast<std::size_t>(t * 16 + row);
                    EXPECT_EQ(b.values<float>(stored)[at], expected) << "row " << row << ", step " << t;
                    EXPECT_EQ(b.values<float>(back)[at], expected * static_cast<float>(t + 1));
                }
                EXPECT_EQ(h[steps % 2 * 16 + row], expected) << "the carry ends in the buffer of the last step";
            }
        }
}

TEST(repeat, goes_backwards_and_within_another) {
    static constexpr operand operands[] = {{kind::iteration, 0}, {kind::iteration, 1}};
    static constexpr call inner[] = {{.function = note_iteration, .label = "inner", .operand_count = 1}};
    static constexpr call outer[] = {
        {.function = note_iteration, .label = "outer", .first_operand = 1, .operand_count = 1},
        {.label = "again", .what = call::kind::repeat, .detail = 0}};
    static constexpr repeat repeats[] = {{.body = inner, .count = 3, .backwards = true}, {.body = outer, .count = 2}};
    static constexpr call calls[] = {{.label = "twice", .what = call::kind::repeat, .detail = 1}};
    static constexpr entry entries[] = {{.name = "run", .calls = calls}};
    static constexpr program code{
        .name = "nested", .target = "host", .operands = operands, .entries = entries, .repeats = repeats};
    fake::bound_program b(code);
    ASSERT_EQ(b.bound, status::ok) << b.net.message();
    visited.clear();
    ASSERT_EQ(b.net.run(0), status::ok);
    EXPECT_EQ(visited, (std::vector<int>{0, 2, 1, 0, 1, 2, 1, 0}));
}

TEST(repeat, that_is_empty_does_nothing_and_a_failure_names_the_inner_call) {
    recurrence r;
    r.repeats[0].count = r.repeats[1].count = 0;
    r.repeats[0].symbol = r.repeats[1].symbol = 0;
    r.connect();
    fake::bound_program none(r.code);
    ASSERT_EQ(none.bound, status::ok) << none.net.message();
    const float given[20] = {};
    const auto run = [&](fake::bound_program &b) {
        EXPECT_EQ(b.net.set_extent(1, 1), status::ok);
        EXPECT_EQ(b.net.set_extent(2, 1), status::ok);
        EXPECT_EQ(b.net.bind_input(x, given), status::ok);
        return b.net.run(0);
    };
    EXPECT_EQ(run(none), status::ok);

    recurrence other;
    other.forward[0].function = fail;
    fake::bound_program b(other.code);
    EXPECT_EQ(run(b), status::kernel_failed);
    EXPECT_STREQ(b.net.message(), "network 'recurrence': entry 'run', call 'advance': the kernel failed with code -1");
}

TEST(repeat, is_refused_where_its_tables_contradict_themselves) {
    const std::string head = "the table of network 'recurrence' is damaged: entry 'run': call ";
    const auto said = [](auto change) { return recurrence().damaged_by(change); };
    EXPECT_EQ(said([](auto &) {}), "");
    EXPECT_EQ(said([](auto &r) { r.calls[0].detail = 2; }), head + "'loop' repeats what is not there");
    EXPECT_EQ(said([](auto &r) { r.backward[0] = {.label = "itself", .what = call::kind::repeat, .detail = 1}; }),
              head + "'itself' repeats what it stands in itself");
    EXPECT_EQ(said([](auto &r) { r.repeats[0].count = 4; }), head + "'loop' repeats an impossible number of times");
    EXPECT_EQ(said([](auto &r) { r.repeats[0].count = -1; }), head + "'loop' repeats an impossible number of times");
    EXPECT_EQ(said([](auto &r) { r.repeats[0].symbol = 3; }), head + "'loop' repeats an impossible number of times");
    EXPECT_EQ(said([](auto &r) { r.repeats[1].moving_count = 3; }), head + "'way back' moves what is not there");
    EXPECT_EQ(said([](auto &r) { r.repeats[0].moving_count = 3; }),
              head + "'store' has part of a tensor outside of the repeat that moves it");
    EXPECT_EQ(said([](auto &r) { r.operands[8].index = x_t; }),
              head + "'loop' has part of a tensor outside of the repeat that moves it");
    EXPECT_EQ(said([](auto &r) { r.operands[5].index = 0; }), head + "'numbered' has an operand that is not there");
    EXPECT_EQ(said([](auto &r) { r.movings[0].of = x_t; }), head + "'loop' moves what is no part of another tensor");
    EXPECT_EQ(said([](auto &r) { r.movings[0].tensor = carry; }),
              head + "'loop' moves what is no part of another tensor");
    EXPECT_EQ(said([](auto &r) { r.movings[0].of = back_t; }),
              head + "'loop' moves a part of a part that no repeat around it moves");
    EXPECT_EQ(said([](auto &r) { r.movings[0].symbols[1] = 3; }), head + "'loop' moves by a symbol that is not there");
    EXPECT_EQ(said([](auto &r) { r.movings[3].offset = 48; }), "") << "up to the last byte";
    EXPECT_EQ(said([](auto &r) { r.movings[3].offset = 52; }), head + "'loop' moves a part out of tensor 3");
    EXPECT_EQ(said([](auto &r) { r.movings[3].stride = 80; }), head + "'loop' moves a part out of tensor 3");
    EXPECT_EQ(said([](auto &r) { r.movings[3].stride = UINT64_MAX - 3; }),
              head + "'loop' moves a part out of tensor 3");
    EXPECT_EQ(said([](auto &r) { r.movings[3].stride = 2; }), head + "'loop' moves a part out of tensor 3")
        << "not a whole element";
    EXPECT_EQ(said([](auto &r) { r.movings[1].period = 3; }), head + "'loop' moves a part out of tensor 2");
    EXPECT_EQ(said([](auto &r) { r.movings[3].phase = 1; }), head + "'loop' moves a part out of tensor 3");
    EXPECT_EQ(said([](auto &r) { r.forward[1].operand_count = 1; }), head + "'store' copies, and has not two tensors");
    EXPECT_EQ(said([](auto &r) { r.all[stored_t].type = i32; }),
              head + "'store' copies between tensors that differ in type or extents");
    EXPECT_EQ(said([](auto &r) { r.all[stored_t].symbols[0] = 0; }),
              head + "'store' copies between tensors that differ in type or extents");
}

}  // namespace
