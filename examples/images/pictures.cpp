#include "pictures.hpp"

#include "kinds.hpp"
#include "random_numbers.hpp"

#include <algorithm>

pictures draw_pictures(std::size_t count, std::uint64_t seed, std::string_view set) {
    pictures drawn;
    drawn.bytes.resize(count * picture_bytes);
    for (std::size_t i = 0; i < count; ++i) {
        random_numbers random(seed, set, i);
        draw_scene(i % kinds, random,
                   std::span<std::uint8_t, picture_bytes>(&drawn.bytes[i * picture_bytes], picture_bytes));
        drawn.kinds.push_back(static_cast<std::int32_t>(i % kinds));
    }
    return drawn;
}

void augment(std::span<const std::uint8_t, picture_bytes> from, std::uint64_t seed, std::uint64_t epoch,
             std::uint64_t row, std::span<float> to) {
    constexpr int padding = 4, last = static_cast<int>(side) - 1;
    random_numbers random(seed, "augmentation", epoch << 32 | row);
    const int right = random.between(-padding, padding), down = random.between(-padding, padding);
    const bool mirror_x = random.coin(), mirror_y = random.coin();
    std::size_t column[side];
    for (int x = 0; x <= last; ++x)
        column[x] = static_cast<std::size_t>(std::clamp((mirror_x ? last - x : x) + right, 0, last));
    for (std::size_t k = 0; k < 3; ++k)
        for (int y = 0; y <= last; ++y) {
            const auto line = static_cast<std::size_t>(std::clamp((mirror_y ? last - y : y) + down, 0, last));
            const std::uint8_t *source = &from[k * pixels_a_colour + line * side];
            float *target = &to[k * pixels_a_colour + static_cast<std::size_t>(y) * side];
            for (std::size_t x = 0; x < side; ++x) target[x] = static_cast<float>(source[column[x]]);
        }
}
