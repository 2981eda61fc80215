// The numbers that LeNet's tests start from.
#pragma once

#include <sylvite/tests/networks/numbers.hpp>

namespace sylvite::test {

/// In PyTorch's order: "0.weight", "0.bias", "3.weight", ... are the streams 1, 2, 3, ...
inline constexpr const char *lenet_parameters[] = {"0.weight", "0.bias",   "3.weight", "3.bias",    "7.weight",
                                                   "7.bias",   "9.weight", "9.bias",   "11.weight", "11.bias"};
inline std::vector<double> lenet_start(std::size_t parameter, std::size_t count) {
    std::vector<double> made = numbers(parameter + 1, count);
    for (double &v : made) v /= 8;
    return made;
}

}  // namespace sylvite::test
