#include "allocations.hpp"

#include <atomic>
#include <cerrno>

namespace {
std::atomic<std::size_t> counted = 0;
}

extern "C" {
void *__libc_malloc(std::size_t);
void *__libc_calloc(std::size_t, std::size_t);
void *__libc_realloc(void *, std::size_t);
void *__libc_memalign(std::size_t, std::size_t);

void *malloc(std::size_t bytes) {
    ++counted;
    return __libc_malloc(bytes);
}
void *calloc(std::size_t count, std::size_t bytes) {
    ++counted;
    return __libc_calloc(count, bytes);
}
void *realloc(void *old, std::size_t bytes) {
    ++counted;
    return __libc_realloc(old, bytes);
}
void *aligned_alloc(std::size_t alignment, std::size_t bytes) {
    ++counted;
    return __libc_memalign(alignment, bytes);
}
int posix_memalign(void **to, std::size_t alignment, std::size_t bytes) {
    ++counted;
    *to = __libc_memalign(alignment, bytes);
    return *to == nullptr ? ENOMEM : 0;
}
}

allocation_count allocations() { return {counted.load()}; }
