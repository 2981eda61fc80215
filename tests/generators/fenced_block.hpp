// Memory with a page on either side that nobody may touch: who reads beyond its end, or before its start, is stopped
// there.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <new>

namespace sylvite::generators::testing {

class fenced_block {
  public:
    /// Which of the two is close; between the other one and the block is what is left of a page.
    enum class fence { before_start, behind_end };

    /// So many bytes before and behind the block may be touched, too.
    fenced_block(std::size_t bytes, fence close, std::size_t spare)
        : page_(static_cast<std::size_t>(sysconf(_SC_PAGESIZE))) {
        const std::size_t inside = (bytes + 2 * spare + page_ - 1) / page_ * page_;
        size_ = inside + 2 * page_;
        void *all = mmap(nullptr, size_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (all == MAP_FAILED) throw std::bad_alloc();
        memory_ = static_cast<unsigned char *>(all);
        if (inside != 0 && mprotect(memory_ + page_, inside, PROT_READ | PROT_WRITE) != 0) {
            munmap(memory_, size_);
            throw std::bad_alloc();
        }
        start_ = memory_ + page_ + (close == fence::behind_end ? inside - spare - bytes : spare);
    }
    ~fenced_block() {
        if (memory_ != nullptr) munmap(memory_, size_);
    }
    fenced_block(fenced_block &&other) noexcept
        : page_(other.page_), size_(other.size_), memory_(other.memory_), start_(other.start_) {
        other.memory_ = nullptr;
    }
    fenced_block(const fenced_block &) = delete;
    fenced_block &operator=(const fenced_block &) = delete;
    fenced_block &operator=(fenced_block &&) = delete;

    [[nodiscard]] unsigned char *data() const { return start_; }

  private:
    std::size_t page_, size_ = 0;
    unsigned char *memory_ = nullptr, *start_ = nullptr;
};

}  // namespace sylvite::generators::testing
