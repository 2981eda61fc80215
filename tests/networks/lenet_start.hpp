// The numbers that LeNet's tests start from: too many for a file, made as tests/golden/make_images.py makes them.
#pragma once

#include <cstdint>
#include <vector>

namespace sylvite::test {

/// Between -1 and 1.
inline std::vector<double> numbers(std::uint64_t stream, std::size_t count) {
    std::uint64_t state = stream * 7919 + 1;
    std::vector<double> made(count);
    for (double &v : made) {
        state = (state * 1103515245 + 12345) % (std::uint64_t{1} << 31);
        v = static_cast<double>(state) / static_cast<double>(1 << 30) - 1;
    }
    return made;
}

/// In PyTorch's order: "0.weight", "0.bias", "3.weight", ... are the streams 1, 2, 3, ...
inline constexpr const char *lenet_parameters[] = {"0.weight", "0.bias",   "3.weight", "3.bias",    "7.weight",
                                                   "7.bias",   "9.weight", "9.bias",   "11.weight", "11.bias"};
inline std::vector<double> lenet_start(std::size_t parameter, std::size_t count) {
    std::vector<double> made = numbers(parameter + 1, count);
    for (double &v : made) v /= 8;
    return made;
}

}  // namespace sylvite::test
