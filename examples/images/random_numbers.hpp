// Random numbers that depend on a seed, a name and a row alone, in the order in which they are asked for.
#pragma once

#include <sylvite/runtime/core/philox.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <string_view>

class random_numbers {
  public:
    random_numbers(std::uint64_t seed, std::string_view name, std::uint64_t row)
        : key_(sylvite::stream_key(seed, name)), row_(row) {}

    /// In [low, high).
    double uniform(double low, double high) {
        const std::uint32_t first = word();
        return low + (high - low) * sylvite::unit_interval(first, word());
    }
    /// 0 to bound - 1.
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(std::uint64_t{word()} * bound >> 32); }
    /// From low to high, both included.
    int between(int low, int high) { return low + static_cast<int>(below(static_cast<std::size_t>(high - low) + 1)); }
    bool coin() { return below(2) == 1; }
    /// Of mean 0 and deviation 1, by the formula of Box and Muller 1958.
    double normal() {
        const double radius = std::sqrt(-2 * std::log(1 - uniform(0, 1)));
        return radius * std::cos(uniform(0, 2 * std::numbers::pi));
    }

  private:
    std::uint32_t word() {
        if (next_ % 4 == 0) words_ = sylvite::philox(key_, row_, next_ / 4);
        return words_[next_++ % 4];
    }

    std::uint64_t key_, row_;
    std::uint64_t next_ = 0;
    sylvite::philox_block words_{};
};
