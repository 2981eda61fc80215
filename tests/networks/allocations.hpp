// Counts every allocation of the process.
#pragma once

#include <cstddef>

struct allocation_count {
    std::size_t count = 0;
};

[[nodiscard]] allocation_count allocations();
