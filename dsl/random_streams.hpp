// The random numbers of a network, exactly as kernels of every processor and device, and the interpreter, work them
// out.
//
// A number depends on the run's seed and the step (64 bits each), on the key of its stream, and on its place e in the
// global batch; on nothing else: not on threads, extents, instruction sets, nor on the rest of the network.
//
//   the stream's key  FNV-1a of 64 bits over "sylvite random ", stream_version, the name, and the occurrence of the
//                     name and a part in decimal, with a zero byte between them: a name that is used for the second
//                     time is another stream, and so are the parts of one use (a normal number takes two)
//   e                 row-major index of the element, 64 bits; where the leading axis is dynamic, it is that of the
//                     batch, which begins with row first_row: e = first_row × elements of a row + index
//   Philox's key      words 0 and 1 of Philox4x32-10 under the key `seed`, at the counter {key low, key high, 0, 0}
//   Philox's counter  {block low, block high, step low, step high}
//   32 bits           word e / 16 mod 4 of block 16 (e / 64) + e mod 16
//   53 bits (f64)     words 2h and 2h + 1, h = e / 16 mod 2, of block 16 (e / 32) + e mod 16
//
// So each of 16 neighbours has a block of its own, and the four words of a block belong to elements 16 apart: a loop in
// vectors of 4, 8 or 16 lanes works out 16 blocks and uses all 64 words of them, without moving any.
//
//   i32               the 32 bits, two's complement
//   f32               the upper 24 of them times 2^-24
//   f64               the upper 53 of (first word << 32 | second word) times 2^-53
#pragma once

#include <sylvite/dsl/philox.hpp>
#include <sylvite/dsl/step_values.hpp>

namespace sylvite {

/// Goes up when any of the above changes: other numbers under the same seeds.
inline constexpr int stream_version = 1;

inline constexpr std::uint64_t random_lanes = 16;

[[nodiscard]] constexpr std::uint64_t random_stream(std::string_view name, std::uint32_t occurrence,
                                                    std::uint32_t part = 0) noexcept {
    const std::string_view separator("\0", 1);
    const auto number = [](std::uint32_t value, std::uint64_t hash) {
        char digits[10] = {};
        std::size_t first = sizeof digits;
        do {
            digits[--first] = static_cast<char>('0' + value % 10);
            value /= 10;
        } while (value != 0);
        return name_hash({digits + first, sizeof digits - first}, hash);
    };
    std::uint64_t hash = name_hash(separator, number(stream_version, name_hash("sylvite random ")));
    hash = name_hash(separator, name_hash(name, hash));
    return number(part, name_hash(separator, number(occurrence, hash)));
}

/// One stream in one step.
class random_numbers_at {
  public:
    constexpr random_numbers_at(const step_values &now, std::uint64_t stream) noexcept
        : key_(stream_key(now.seed, stream)), step_(now.step) {}

    /// Of the element `e` of the global batch.
    [[nodiscard]] constexpr std::uint32_t bits(std::uint64_t e) const noexcept {
        return philox(key_, random_lanes * (e / (4 * random_lanes)) + e % random_lanes, step_)[e / random_lanes % 4];
    }
    [[nodiscard]] constexpr std::int32_t integer(std::uint64_t e) const noexcept {
        return static_cast<std::int32_t>(bits(e));
    }
    [[nodiscard]] constexpr float single(std::uint64_t e) const noexcept {
        return static_cast<float>(bits(e) >> 8) * 0x1p-24f;
    }
    [[nodiscard]] constexpr double real(std::uint64_t e) const noexcept {
        const philox_block words = philox(key_, random_lanes * (e / (2 * random_lanes)) + e % random_lanes, step_);
        const std::size_t half = e / random_lanes % 2;
        return unit_interval(words[2 * half], words[2 * half + 1]);
    }

  private:
    std::uint64_t key_;
    std::uint64_t step_;
};

}  // namespace sylvite
