// Numbers that tests of networks start from: too many for a file, made as tests/golden/golden.py makes them.
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

}  // namespace sylvite::test
