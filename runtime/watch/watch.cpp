#include <sylvite/runtime/watch/watch.hpp>

#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/instance_state.hpp>

#include <fmt/format.h>

#include <exception>

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
            look_(written);
        }
    }

    core::instance &net_;
    const core::program &code_;
    function look_;
    const core::entry *entry_ = nullptr;
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
