#include <sylvite/runtime/block.hpp>

#include <algorithm>

#include <sys/mman.h>

namespace sylvite {
namespace {

constexpr std::uint64_t large_page = std::uint64_t{2} << 20;

/// In large pages, the last one if at least half of it is used.
constexpr std::uint64_t in_large_pages(std::uint64_t bytes) {
    return (bytes + large_page / 2) / large_page * large_page;
}

}  // namespace

block::block(std::uint64_t bytes)
    : size_(bytes), data_(nullptr, release(in_large_pages(bytes) > 0 ? large_page : alignment)) {
    const std::uint64_t large = in_large_pages(bytes);
    data_.reset(static_cast<std::byte *>(::operator new(std::max(bytes, large), data_.get_deleter().alignment)));
#ifdef MADV_HUGEPAGE
    // A wish: what the system answers changes nothing but the time.
    if (large > 0) ::madvise(data_.get(), large, MADV_HUGEPAGE);
#endif
}

}  // namespace sylvite
