// What a program may ask for besides kernels on the host: step values, calls whose results are kept, queues, ranks, a
// device, several targets.
#include "bound_program.hpp"

#include <sylvite/runtime/core/processor.hpp>
#include <sylvite/runtime/core/validate.hpp>
#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/instance.hpp>

#include <gtest/gtest.h>

namespace {

using namespace sylvite;
using namespace sylvite::core;
using kind = operand::kind;

std::uint64_t seen[3];
int note_step(void **a) {
    for (int i = 0; i < 3; ++i) seen[i] = fake::scalar_of<std::uint64_t>(a, 1 + i);
    return 0;
}
int write_one(void **a) { return *fake::data_of<float>(a, 1) = 1, 0; }
int write_two(void **a) { return *fake::data_of<float>(a, 1) = 2, 0; }

constexpr operand step_operands[] = {{kind::step_value, static_cast<std::uint32_t>(step_field::seed)},
                                     {kind::step_value, static_cast<std::uint32_t>(step_field::step)},
                                     {kind::step_value, static_cast<std::uint32_t>(step_field::first_row)},
                                     {kind::tensor, 0}};
constexpr tensor one_output[] = {{.name = "y", .what = role::output}};
constexpr output outputs[] = {{.name = "y", .tensor = 0}};

std::string fault_of(const program &code) {
    message why;
    const status found = validate(code, why);
    EXPECT_EQ(found == status::ok, why.empty()) << why.text();
    return why.text();
}

TEST(features, kernels_are_given_the_values_of_the_step) {
    static constexpr call calls[] = {{.function = note_step, .label = "note", .operand_count = 3}};
    static constexpr entry entries[] = {{.name = "run", .calls = calls}};
    program code{.name = "steps",
                 .target = "host",
                 .tensors = one_output,
                 .operands = step_operands,
                 .entries = entries,
                 .workspace_bytes = 64};
    fake::bound_program b(code);
    ASSERT_EQ(b.bound, status::ok) << b.net.message();
    ASSERT_EQ(b.net.run(0), status::ok);
    EXPECT_EQ(seen[0] + seen[1] + seen[2], 0U);
    b.net.set_step_values({.seed = 0xfedcba9876543210U, .step = 7, .first_row = 96});
    ASSERT_EQ(b.net.run(0), status::ok);
    EXPECT_EQ(seen[0], 0xfedcba9876543210U);
    EXPECT_EQ(seen[1], 7U);
    EXPECT_EQ(seen[2], 96U);

    static constexpr operand beyond[] = {{kind::step_value, 3}, {}, {}, {}};
    code.operands = beyond;
    EXPECT_EQ(fault_of(code),
              "the table of network 'steps' is damaged: entry 'run': call 'note' has an operand that is not there");
}

int fail(void **) { return 1; }

int prepared_runs = 0;
int count_preparing(void **) { return ++prepared_runs, 0; }
bool uses_fail = false;
int fail_at_will(void **) { return uses_fail ? 1 : 0; }

TEST(features, prepared_calls_run_when_what_they_read_has_changed) {
    static constexpr call calls[] = {{.function = count_preparing, .label = "prepare"},
                                     {.function = fail_at_will, .label = "use"}};
    static constexpr std::span<const call> all = calls;
    static constexpr entry entries[] = {{.name = "run", .calls = calls, .prepared_calls = 1},
                                        {.name = "change", .calls = all.subspan(1), .changes_prepared = true},
                                        {.name = "other", .calls = all.subspan(1)}};
    program code{.name = "prepares", .target = "host", .entries = entries};
    fake::bound_program b(code);
    ASSERT_EQ(b.bound, status::ok) << b.net.message();
    const auto runs_of = [&](std::initializer_list<std::uint32_t> order) {
        prepared_runs = 0;
        for (const std::uint32_t e : order) (void)b.net.run(e);
        return prepared_runs;
    };
    EXPECT_EQ(runs_of({0, 0, 0}), 3) << "nothing is kept unless that is asked for";
    b.net.set_keeps_prepared(true);
    EXPECT_EQ(runs_of({0, 0, 0}), 1);
    EXPECT_EQ(runs_of({0, 2, 0}), 0);
    EXPECT_EQ(runs_of({1, 0, 0, 1, 1, 0}), 2);
    b.net.forget_prepared();
    EXPECT_EQ(runs_of({0, 0}), 1);
    b.net.forget_prepared();
    uses_fail = true;
    EXPECT_EQ(runs_of({0, 0}), 2) << "a run that failed";
    EXPECT_EQ(runs_of({1}), 0);
    uses_fail = false;
    EXPECT_EQ(runs_of({0, 0}), 1) << "an entry that failed may have changed something";
    core::instance::finding none;
    prepared_runs = 0;
    EXPECT_EQ(b.net.run_until_not_finite(0, none), status::ok);
    EXPECT_EQ(prepared_runs, 1) << "all is looked at";
    b.net.set_keeps_prepared(false);
    EXPECT_EQ(runs_of({0, 0}), 2);

    static constexpr entry beyond[] = {{.name = "run", .calls = calls, .prepared_calls = 3}};
    code.entries = beyond;
    EXPECT_EQ(fault_of(code),
              "the table of network 'prepares' is damaged: entry 'run': it prepares more than it computes");
}

TEST(features, an_entry_that_draws_is_a_step_when_it_has_run) {
    static constexpr call notes[] = {{.function = note_step, .label = "note", .operand_count = 3}};
    static constexpr call fails[] = {{.function = fail, .label = "fail", .operand_count = 3}};
    static constexpr entry entries[] = {{.name = "draws", .calls = notes, .draws = true},
                                        {.name = "looks", .calls = notes},
                                        {.name = "fails", .calls = fails, .draws = true}};
    const program code{.name = "steps",
                       .target = "host",
                       .tensors = one_output,
                       .operands = step_operands,
                       .entries = entries,
                       .workspace_bytes = 64};
    fake::bound_program b(code);
    ASSERT_EQ(b.bound, status::ok) << b.net.message();
    b.net.set_step_values({.seed = 3, .step = 7, .first_row = 5});
    for (const std::uint64_t expected : {7U, 8U, 9U}) {
        ASSERT_EQ(b.net.run(0), status::ok);
        EXPECT_EQ(seen[1], expected);
    }
    ASSERT_EQ(b.net.run(1), status::ok);
    EXPECT_EQ(b.net.run(2), status::kernel_failed);
    core::instance::finding where;
    ASSERT_EQ(b.net.run_until_not_finite(0, where), status::ok);
    EXPECT_EQ(b.net.step_values_now(), (step_values{3, 10, 5}));
}

TEST(features, calls_wait_for_earlier_ones_of_other_queues) {
    call calls[] = {{.function = write_one, .label = "first", .first_operand = 3, .operand_count = 1},
                    {.function = write_two,
                     .label = "second",
                     .first_operand = 3,
                     .operand_count = 1,
                     .queue = 1,
                     .wait_count = 1}};
    std::uint32_t waits[] = {0};
    const entry entries[] = {{.name = "run", .calls = calls}};
    const program code{.name = "queues",
                       .target = "host",
                       .tensors = one_output,
                       .operands = step_operands,
                       .entries = entries,
                       .workspace_bytes = 64,
                       .waits = waits};
    fake::bound_program b(code);
    ASSERT_EQ(b.bound, status::ok) << b.net.message();
    ASSERT_EQ(b.net.run(0), status::ok);
    EXPECT_EQ(b.values<float>(0)[0], 2);

    const std::string head = "the table of network 'queues' is damaged: entry 'run': call 'second' waits for ";
    waits[0] = 1;
    EXPECT_EQ(fault_of(code), head + "a call that is not an earlier one of another queue");
    waits[0] = 0;
    calls[0].queue = 1;
    EXPECT_EQ(fault_of(code), head + "a call that is not an earlier one of another queue");
    calls[0].queue = 0;
    calls[1].first_wait = 1;
    EXPECT_EQ(fault_of(code), head + "calls that are not there");
    calls[1].first_wait = 0;
    EXPECT_EQ(fault_of(code), "");
    calls[1].what = static_cast<call::kind>(9);
    EXPECT_EQ(fault_of(code),
              "the table of network 'queues' is damaged: entry 'run': call 'second' is of no known kind");
}

TEST(features, a_program_for_ranks_is_read_and_not_run) {
    collective together[] = {{.what = collective::kind::all_reduce}};
    call calls[] = {{.label = "sum", .first_operand = 3, .operand_count = 1, .what = call::kind::collective}};
    const entry entries[] = {{.name = "run", .calls = calls}};
    const program code{.name = "ranks",
                       .target = "host",
                       .tensors = one_output,
                       .operands = step_operands,
                       .entries = entries,
                       .workspace_bytes = 64,
                       .collectives = together};
    EXPECT_EQ(fault_of(code), "");
    fake::bound_program b(code);
    EXPECT_EQ(b.bound, status::unsupported_program);
    EXPECT_STREQ(b.net.message(), "network 'ranks': it was built for several ranks, this runtime is one alone");
    EXPECT_EQ(b.net.run(0), status::not_bound);

    const std::string head = "the table of network 'ranks' is damaged: entry 'run': call 'sum' is a collective ";
    calls[0].detail = 1;
    EXPECT_EQ(fault_of(code), head + "that is not there");
    calls[0].detail = 0;
    calls[0].operand_count = 0;
    EXPECT_EQ(fault_of(code), head + "of nothing");
    calls[0].first_operand = 2;
    calls[0].operand_count = 2;
    EXPECT_EQ(fault_of(code), head + "of something else than tensors");
}

TEST(features, an_entry_that_averages_a_variance_needs_two_elements) {
    static constexpr call calls[] = {{.function = write_one, .label = "one", .first_operand = 3, .operand_count = 1}};
    sample samples[] = {{.symbol_mask = 3, .state = "norm.running_mean", .location = "network.hpp:5"}};
    entry entries[] = {{.name = "train", .calls = calls, .symbol_mask = 3, .samples = samples}};
    const symbol symbols[] = {{.bound = 8}, {.bound = 4}};
    program code{.name = "norm",
                 .target = "host",
                 .tensors = one_output,
                 .operands = step_operands,
                 .symbols = symbols,
                 .entries = entries,
                 .workspace_bytes = 64};
    ASSERT_EQ(fault_of(code), "");
    fake::bound_program b(code);
    ASSERT_EQ(b.bound, status::ok) << b.net.message();
    const auto run = [&](std::int64_t rows, std::int64_t width) {
        EXPECT_EQ(b.net.set_extent(1, rows), status::ok);
        EXPECT_EQ(b.net.set_extent(2, width), status::ok);
        return b.net.run(0);
    };
    EXPECT_EQ(run(2, 1), status::ok) << b.net.message();
    EXPECT_EQ(run(1, 2), status::ok) << b.net.message();
    EXPECT_EQ(run(1, 1), status::extent_out_of_range);
    EXPECT_STREQ(b.net.message(),
                 "network 'norm': entry 'train' averages the variance of each channel in 'norm.running_mean' "
                 "(network.hpp:5), and one element has none: give it two rows or more");
    const std::string damaged = "the table of network 'norm' is damaged: entry 'train': state 'norm.running_mean' "
                                "averages over a symbol that it does not use";
    samples[0].symbol_mask = 4;
    EXPECT_EQ(fault_of(code), damaged);
    samples[0].symbol_mask = 0;
    EXPECT_EQ(fault_of(code), damaged);
}

TEST(features, a_program_for_a_device_is_read_and_not_run) {
    tensor tensors[] = {{.name = "y", .what = role::output, .offset = 64},
                        {.rank = 1, .extents = {16}, .offset = 64, .lies_in = space::device}};
    const operand operands[] = {{kind::tensor, 1}, {kind::tensor, 0}};
    const call calls[] = {{.label = "back", .operand_count = 1, .what = call::kind::copy}};
    const entry entries[] = {{.name = "run", .calls = {calls, 0}, .outputs = outputs}};
    device gpu{.kind = "cuda", .workspace_bytes = 128};
    program code{.name = "gpu",
                 .target = "host",
                 .tensors = tensors,
                 .operands = operands,
                 .entries = entries,
                 .workspace_bytes = 128,
                 .on = &gpu};
    EXPECT_EQ(fault_of(code), "");
    fake::bound_program b(code);
    EXPECT_EQ(b.bound, status::unsupported_program);
    EXPECT_STREQ(b.net.message(),
                 "network 'gpu': it was built for a device ('cuda'), this runtime computes on the host alone");

    gpu.workspace_bytes = 127;
    EXPECT_EQ(fault_of(code), "the table of network 'gpu' is damaged: tensor 1 '' does not lie in its segment");
    code.on = nullptr;
    EXPECT_EQ(fault_of(code), "the table of network 'gpu' is damaged: tensor 1 '' lies on a device, and it has none");
}

/// Two plans of one network: the second has a tensor between two kernels, and other offsets.
struct library {
    tensor first_tensors[2] = {{.name = "x", .what = role::input}, {.name = "y", .what = role::output}};
    tensor second_tensors[3] = {first_tensors[0], {.name = "y", .what = role::output, .offset = 64}, {}};
    operand operands[1] = {{kind::tensor, 1}};
    call first_calls[1] = {{.function = write_one, .label = "one", .operand_count = 1}};
    call second_calls[2] = {{.function = write_one, .label = "one", .operand_count = 1},
                            {.function = write_two, .label = "two", .operand_count = 1}};
    output results[1] = {{.name = "y", .tensor = 1}};
    entry first_entries[1] = {{.name = "run", .calls = first_calls, .outputs = results}};
    entry second_entries[1] = {{.name = "run", .calls = second_calls, .outputs = results}};
    symbol symbols[1] = {{.bound = 8}};
    program second{.hash = 1,
                   .name = "two",
                   .target = "host",
                   .tensors = second_tensors,
                   .operands = operands,
                   .symbols = symbols,
                   .entries = second_entries,
                   .workspace_bytes = 128};
    program first{.hash = 1,
                  .name = "two",
                  .target = "hexagon-32-noos",
                  .tensors = first_tensors,
                  .operands = operands,
                  .symbols = symbols,
                  .entries = first_entries,
                  .workspace_bytes = 64,
                  .others = &second,
                  .other_count = 1};

    [[nodiscard]] std::string fault() const {
        message why;
        (void)validate_targets(first, why);
        return why.text();
    }
};

TEST(features, targets_have_plans_of_their_own) {
    library l;
    EXPECT_EQ(l.fault(), "");
    EXPECT_EQ(&best_program(l.first), &l.second);
    sylvite::instance net(l.first);
    EXPECT_EQ(net.run({0}, 1).output<float>(0)[0], 2);
}

TEST(features, targets_that_disagree_on_what_has_a_name_are_refused) {
    const std::string head = "the table of network 'two' is damaged: its programs for "
                             "'hexagon-32-noos' and 'host' ";
    const auto said = [](auto change) {
        library l;
        change(l);
        return l.fault();
    };
    EXPECT_EQ(said([](auto &l) { l.second.hash = 2; }), head + "come from different networks");
    EXPECT_EQ(said([](auto &l) { l.second.variables = 2; }), head + "come from different networks");
    EXPECT_EQ(said([](auto &l) { l.second.persistent_bytes = 64; }),
              head + "differ in the bytes of their parameters and states");
    EXPECT_EQ(said([](auto &l) { l.second.symbols = {}; }), head + "differ in their entries or dynamic extents");
    static constexpr symbol other[] = {{.bound = 9}};
    EXPECT_EQ(said([](auto &l) { l.second.symbols = other; }), head + "differ in the bound of a dynamic extent");
    const std::string tensors = head + "differ in a tensor with a name", entries = head + "differ in an entry";
    EXPECT_EQ(said([](auto &l) { l.second_tensors[0].name = "z"; }), tensors);
    EXPECT_EQ(said([](auto &l) { l.second_tensors[1].name = ""; }), tensors);
    EXPECT_EQ(said([](auto &l) { l.second_tensors[2].name = "z"; }), tensors);
    EXPECT_EQ(said([](auto &l) { l.second_tensors[1].type = f64; }), tensors);
    EXPECT_EQ(said([](auto &l) { l.second_tensors[1].what = role::metric; }), tensors);
    EXPECT_EQ(said([](auto &l) { l.second_tensors[1].where = segment::persistent; }), tensors);
    EXPECT_EQ(said([](auto &l) {
                  l.second_tensors[0].rank = 1;
                  l.second_tensors[0].extents[0] = 1;
              }),
              tensors);
    EXPECT_EQ(said([](auto &l) { l.second_entries[0].name = "walk"; }), entries);
    EXPECT_EQ(said([](auto &l) { l.second_entries[0].outputs = {}; }), entries);
    EXPECT_EQ(said([](auto &l) { l.second_entries[0].writes_persistent = true; }), entries);
    EXPECT_EQ(said([](auto &l) { l.second_entries[0].symbol_mask = 1; }), entries);

    library l;
    l.second.hash = 2;
    try {
        sylvite::instance net(l.first);
        ADD_FAILURE() << "expected an error";
    } catch (const error &e) {
        EXPECT_EQ(e.what(), head + "come from different networks");
    }
}

}  // namespace
