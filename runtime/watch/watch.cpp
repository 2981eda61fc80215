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

namespace {

/// The extents of the network's axes, from those in memory.
void put_in_order(const core::tensor &t, std::span<std::int64_t> extents) {
    std::int64_t ordered[core::max_tensor_rank] = {};
    for (std::size_t axis = 0; axis < t.rank; ++axis) ordered[t.axes[axis]] = extents[axis];
    std::copy_n(ordered, t.rank, extents.begin());
}

/// visit(its byte in the order of the network's axes, its byte in memory, bytes of an element). Extents of the network.
template <class Visit>
void for_each_element(const core::tensor &t, std::span<const std::int64_t> extents, Visit visit) {
    const std::size_t size = size_of(t.type), rank = t.rank;
    std::size_t steps[core::max_tensor_rank] = {}, index[core::max_tensor_rank] = {};  // bytes in memory
    std::size_t step = size, count = 1;
    for (std::size_t axis = rank; axis-- > 0;) {
        steps[t.axes[axis]] = step;
        step *= static_cast<std::size_t>(extents[t.axes[axis]]);
        count *= static_cast<std::size_t>(extents[axis]);
    }
    std::size_t place = 0;
    for (std::size_t i = 0; i < count; ++i) {
        visit(i * size, place, size);
        for (std::size_t axis = rank; axis-- > 0;) {
            place += steps[axis];
            if (++index[axis] < static_cast<std::size_t>(extents[axis])) break;
            place -= index[axis] * steps[axis];
            index[axis] = 0;
        }
    }
}

}  // namespace

void written_tensor::overwrite(std::span<const std::byte> with) const {
    if (with.size() != bytes.size())
        throw error(fmt::format("the result of '{}' has {} bytes, and {} were to be put in their place", label,
                                bytes.size(), with.size()));
    if (!core::is_permuted(*as_)) {
        std::memcpy(memory_, with.data(), with.size());
        return;
    }
    for_each_element(*as_, extents, [&](std::size_t from, std::size_t to, std::size_t size) {
        std::memcpy(memory_ + to, with.data() + from, size);
    });
}

class watch::watcher {
  public:
    watcher(core::instance &net, const core::program &code, function look)
        : net_(net), code_(code), look_(std::move(look)) {
        net_.set_trace({mark, this});
        net_.forget_prepared();  // to see it made
    }
    ~watcher() {
        net_.set_trace({});
        net_.forget_prepared();  // others may have been put in its place
    }
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
            written.memory_ = const_cast<std::byte *>(written.bytes.data());  // the instance's own
            written.as_ = &t;
            if (core::is_permuted(t)) {
                put_in_order(t, extents);
                in_order_.resize(written.bytes.size());
                for_each_element(t, extents, [&](std::size_t to, std::size_t from, std::size_t size) {
                    std::memcpy(in_order_.data() + to, written.bytes.data() + from, size);
                });
                written.bytes = in_order_;
            }
            look_(written);
        }
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
