#include <sylvite/runtime/block.hpp>

#include <sys/mman.h>

namespace sylvite {
namespace {

constexpr std::size_t large_page = std::size_t{2} << 20;

constexpr bool is_large(std::uint64_t bytes) { return bytes >= 2 * large_page; }

}  // namespace

block::block(std::uint64_t bytes) : size_(bytes), data_(nullptr, release(is_large(bytes) ? large_page : alignment)) {
    data_.reset(static_cast<std::byte *>(::operator new(bytes, data_.get_deleter().alignment)));
#ifdef MADV_HUGEPAGE
    // A wish: what the system answers changes nothing but the time.
    if (is_large(bytes)) ::madvise(data_.get(), bytes / large_page * large_page, MADV_HUGEPAGE);
#endif
}

}  // namespace sylvite
