#include <sylvite/runtime/core/scratch.hpp>

#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <thread>
#include <vector>

namespace {

using sylvite::core::scratch_block;

struct memory {
    alignas(128) std::byte bytes[64 * 128];
};

TEST(scratch_block, gives_exactly_its_capacity_and_then_null) {
    memory m;
    scratch_block block;
    block.bind(m.bytes);
    EXPECT_EQ(block.allocate(64 * 128), m.bytes);
    EXPECT_EQ(block.refused_bytes(), 0u);
    EXPECT_EQ(block.allocate(1), nullptr);
    EXPECT_EQ(block.refused_bytes(), 1u);
    EXPECT_EQ(block.peak_bytes(), sizeof m.bytes);
    block.reset();
    EXPECT_EQ(block.refused_bytes(), 0u);
    EXPECT_EQ(block.allocate(64 * 128 + 1), nullptr);
    EXPECT_EQ(block.allocate(std::size_t(-1)), nullptr);
    EXPECT_NE(block.allocate(0), nullptr);
}

TEST(scratch_block, reuses_what_was_released) {
    memory m;
    scratch_block block;
    block.bind(m.bytes);
    for (int i = 0; i < 10'000; ++i) {
        void *a = block.allocate(1000);
        void *b = block.allocate(3000);
        ASSERT_NE(a, nullptr);
        ASSERT_NE(b, nullptr);
        block.release(i % 2 == 0 ? a : b);
        block.release(i % 2 == 0 ? b : a);
    }
    EXPECT_EQ(block.peak_bytes(), 8u * 128 + 24 * 128);
    EXPECT_NE(block.allocate(sizeof m.bytes), nullptr) << "released neighbours were not merged";
}

TEST(scratch_block, pieces_never_overlap_under_random_use) {
    memory m;
    std::mt19937 random(7);
    scratch_block block;
    block.bind(m.bytes);
    struct piece {
        std::byte *at;
        std::size_t size;
        unsigned char mark;
    };
    std::vector<piece> live;
    for (int i = 0; i < 20'000; ++i) {
        if (live.empty() || random() % 2 == 0) {
            const std::size_t size = random() % 900 + 1;
            auto *at = static_cast<std::byte *>(block.allocate(size));
            if (at == nullptr) continue;
            ASSERT_EQ(reinterpret_cast<std::uintptr_t>(at) % 128, 0u);
            ASSERT_GE(at, m.bytes);
            ASSERT_LE(at + size, m.bytes + sizeof m.bytes);
            const auto mark = static_cast<unsigned char>(i);
            std::memset(at, mark, size);
            live.push_back({at, size, mark});
        } else {
            const std::size_t which = random() % live.size();
            for (std::size_t b = 0; b < live[which].size; ++b)
                ASSERT_EQ(static_cast<unsigned char>(live[which].at[b]), live[which].mark);
            block.release(live[which].at);
            live.erase(live.begin() + static_cast<std::ptrdiff_t>(which));
        }
    }
    for (const piece &p : live) block.release(p.at);
    EXPECT_EQ(block.allocate(sizeof m.bytes), m.bytes);
}

TEST(scratch_block, serves_several_threads) {
    memory m;
    scratch_block block;
    block.bind(m.bytes);
    std::atomic<int> faults = 0;
    const auto work = [&](unsigned char mark) {
        for (int i = 0; i < 5'000; ++i) {
            auto *at = static_cast<unsigned char *>(block.allocate(700));
            if (at == nullptr) {
                ++faults;
                continue;
            }
            std::memset(at, mark, 700);
            for (int b = 0; b < 700; ++b)
                if (at[b] != mark) ++faults;
            block.release(at);
        }
    };
    std::vector<std::thread> threads;
    for (unsigned char t = 1; t <= 4; ++t) threads.emplace_back(work, t);
    for (std::thread &t : threads) t.join();
    EXPECT_EQ(faults, 0);
}

}  // namespace
