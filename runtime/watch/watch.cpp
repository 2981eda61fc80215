#include <sylvite/runtime/watch/watch.hpp>

#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/instance_state.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <exception>
#include <vector>

namespace sylvite {

void written_tensor::require(dtype wanted) const {
    if (wanted != type)
        throw error(fmt::format("the result of '{}' has elements of {}, and {} was asked for", label, name_of(type),
                                name_of(wanted)));
}

class watch::watcher {
  public:
    watcher(core::instance &net, const core::program &code, function look)
        : net_(net), code_(code), look_(std::move(look)) {
        net_.set_trace({mark, this});
    }
    ~watcher() { net_.set_trace({}); }
    watcher(const watcher &) = delete;
    watcher &operator=(const watcher &) = delete;

    std::exception_ptr thrown;

  private:
    static void mark(void *self, core::trace_mark what, std::uint32_t index) noexcept {
        auto &mine = *static_cast<watcher *>(self);
        if (what == core::trace_mark::step_begins) mine.entry_ = &mine.code_.entries[index];
        if (what != core::trace_mark::call_ends || mine.thrown) return;
        try {
            mine.show(index);
        } catch (...) {
            mine.thrown = std::current_exception();
        }
    }

    void show(std::uint32_t index) {
        const core::call &c = entry_->calls[index];
        for (const core::operand &o :
             code_.operands.subspan(c.first_operand + c.operand_count - c.result_count, c.result_count)) {
            const core::tensor &t = code_.tensors[o.index];
            std::remove_const_t<decltype(t.extents)> extents = {};
            for (int axis = 0; axis < t.rank; ++axis)
                extents[axis] = t.symbols[axis] == 0 ? t.extents[axis] : net_.extent(t.symbols[axis]);
            written_tensor written;
            written.entry = entry_->name;
            written.call = index;
            written.label = c.label;
            written.location = c.location;
            written.name = t.name;
            written.node = t.node;
            written.type = t.type;
            written.extents = {extents, t.rank};
            written.bytes = {net_.data(o.index), net_.volume(o.index) * size_of(t.type)};
            if (core::is_permuted(t)) put_in_order(t, extents, written.bytes);
            look_(written);
        }
    }

    /// A copy in the order of the network's axes, and their extents.
    void put_in_order(const core::tensor &t, std::span<std::int64_t> extents, std::span<const std::byte> &bytes) {
        const std::size_t size = size_of(t.type), rank = t.rank;
        std::int64_t steps[core::max_tensor_rank] = {};  // of the network's axes, in elements of memory
        std::int64_t step = 1;
        std::int64_t ordered[core::max_tensor_rank] = {};
        for (std::size_t axis = rank; axis-- > 0; step *= extents[axis]) {
            steps[t.axes[axis]] = step;
            ordered[t.axes[axis]] = extents[axis];
        }
        std::copy_n(ordered, rank, extents.begin());
        in_order_.resize(bytes.size());
        std::int64_t index[core::max_tensor_rank] = {}, from = 0;
        for (std::size_t to = 0; to < bytes.size(); to += size) {
            std::memcpy(in_order_.data() + to, bytes.data() + from * static_cast<std::int64_t>(size), size);
            for (std::size_t axis = rank; axis-- > 0;) {
                from += steps[axis];
                if (++index[axis] < extents[axis]) break;
                from -= index[axis] * steps[axis];
                index[axis] = 0;
            }
        }
        bytes = in_order_;
    }

    core::instance &net_;
    const core::program &code_;
    function look_;
    const core::entry *entry_ = nullptr;
    std::vector<std::byte> in_order_;
};

watch::watch(instance &net, function look) {
    const visit here(net);
    instance::state &state = *net.state_;
    if (state.core.is_traced())
        throw error(fmt::format("network '{}' is being watched or recorded already", state.code.name));
    watcher_ = std::make_unique<watcher>(state.core, state.code, std::move(look));
}
watch::~watch() = default;
watch::watch(watch &&) noexcept = default;

void watch::rethrow() const {
    if (!watcher_) throw error("the watch was moved away: this one has seen nothing");
    if (watcher_->thrown) std::rethrow_exception(watcher_->thrown);
}

}  // namespace sylvite
