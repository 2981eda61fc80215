// The memory plan by brute force.
#include "planned_entry.hpp"

namespace {

using namespace sylvite;
using namespace sylvite::test;

void expect_sound(std::span<const plan::block> blocks, const plan::memory_plan &memory) {
    ASSERT_EQ(memory.offsets.size(), blocks.size());
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        EXPECT_EQ(memory.offsets[i] % plan::block_alignment, 0u);
        EXPECT_LE(memory.offsets[i] + blocks[i].bytes, memory.bytes);
        for (std::size_t j = 0; j < i; ++j) {
            const bool both_live = blocks[i].first <= blocks[j].last && blocks[j].first <= blocks[i].last;
            const bool apart = memory.offsets[i] + blocks[i].bytes <= memory.offsets[j] ||
                               memory.offsets[j] + blocks[j].bytes <= memory.offsets[i];
            EXPECT_TRUE(!both_live || apart) << "blocks " << i << " and " << j;
        }
    }
}

/// The bytes that are live at the worst step: no plan takes less.
std::uint64_t lower_bound(std::span<const plan::block> blocks) {
    std::uint64_t most = 0;
    for (const plan::block &at : blocks) {
        std::uint64_t live = 0;
        for (const plan::block &b : blocks)
            if (b.first <= at.first && at.first <= b.last) live += plan::aligned(b.bytes);
        most = std::max(most, live);
    }
    return most;
}

TEST(memory, no_two_live_blocks_overlap) {
    random_numbers random(random_graph_seed());
    std::uint64_t planned = 0, needed = 0;
    for (int round = 0; round < 300; ++round) {
        std::vector<plan::block> blocks;
        const std::int64_t count = 1 + random.below(60), steps = 1 + random.below(40);
        for (std::int64_t i = 0; i < count; ++i) {
            plan::block b;
            b.bytes =
                static_cast<std::uint64_t>(random.chance(0.1) ? 0 : random.below(random.chance(0.2) ? 100000 : 500));
            b.first = static_cast<std::uint32_t>(random.below(steps));
            b.last = b.first + static_cast<std::uint32_t>(random.below(random.chance(0.2) ? steps : 4));
            blocks.push_back(b);
        }
        const plan::memory_plan memory = plan::plan_memory(blocks);
        expect_sound(blocks, memory);
        if (HasFailure()) return;
        planned += memory.bytes;
        needed += lower_bound(blocks);
    }
    EXPECT_LE(static_cast<double>(planned), 1.3 * static_cast<double>(needed));
}

TEST(memory, many_small_free_ranges_are_no_trouble) {
    std::vector<plan::block> blocks;  // every other one ends early: more holes than the list of free ranges keeps
    for (std::uint32_t i = 0; i < 400; ++i) blocks.push_back({64, 0, i % 2 == 0 ? 0u : 9u});
    for (std::uint32_t i = 0; i < 100; ++i) blocks.push_back({64 * (1 + i % 3), 1 + i % 5, 5 + i % 7});
    expect_sound(blocks, plan::plan_memory(blocks));
}

TEST(memory, a_block_is_reused_once_its_last_reader_is_done) {
    const std::vector<plan::block> chain = {{1000, 0, 1}, {1000, 1, 2}, {1000, 2, 3}, {1000, 3, 4}};
    const plan::memory_plan memory = plan::plan_memory(chain);
    expect_sound(chain, memory);
    EXPECT_EQ(memory.bytes, 2048u);
    EXPECT_EQ(memory.offsets[0], memory.offsets[2]);
}

constexpr std::uint64_t planned_bytes() {
    const plan::block blocks[] = {{4, 0, 0}, {65, 0, 2}, {64, 1, 2}};
    return plan::plan_memory(blocks).bytes;
}
static_assert(planned_bytes() == 192);

TEST(memory, of_random_networks_is_sound) {
    const std::uint64_t first = random_graph_seed();
    for (std::uint64_t seed = first; seed < first + random_graph_count(); ++seed) {
        const graph::table table = make_random_graph(seed);
        for (const graph::entry_record &entry : table.entries) {
            const planned_entry planned(table.view(), entry);
            expect_sound(planned.blocks(), planned.memory());
        }
    }
}

}  // namespace
