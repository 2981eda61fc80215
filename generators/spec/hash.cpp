// FNV-1a with 128 bits (Fowler, Noll, Vo): the offset basis and the prime 2^88 + 0x13b are the published ones.
#include <sylvite/generators/spec/kernel_spec.hpp>

#include <cstdint>

namespace sylvite::generators {
namespace {

struct state128 {
    std::uint64_t high = 0x6c62272e07bb0142u;
    std::uint64_t low = 0x62b821756295c58du;

    void add(std::uint8_t byte) noexcept {
        low ^= byte;
        // x * (2^88 + 0x13b) modulo 2^128
        constexpr std::uint64_t factor = 0x13b;
        const std::uint64_t low_part = (low & 0xffffffffu) * factor;
        const std::uint64_t middle = (low >> 32) * factor + (low_part >> 32);
        const std::uint64_t product_low = (middle << 32) | (low_part & 0xffffffffu);
        const std::uint64_t product_high = high * factor + (middle >> 32) + (low << 24);
        low = product_low;
        high = product_high;
    }
};

void append_hex(std::string &text, std::uint64_t value) {
    constexpr char digits[] = "0123456789abcdef";
    for (int shift = 60; shift >= 0; shift -= 4) text += digits[(value >> shift) & 15u];
}

}  // namespace

std::string hash_hex(const std::string &text) {
    state128 state;
    for (const char c : text) state.add(static_cast<std::uint8_t>(c));
    std::string hex;
    append_hex(hex, state.high);
    append_hex(hex, state.low);
    return hex;
}

}  // namespace sylvite::generators
