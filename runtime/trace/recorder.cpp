#include <sylvite/runtime/trace/recorder.hpp>

#include <sylvite/runtime/core/cost.hpp>

#include <algorithm>

namespace sylvite {

namespace {

constinit thread_local char this_thread = 0;  // its address tells threads apart

using kind = trace_slice::kind;

}  // namespace

recording::recorder::recorder(core::instance &net, const core::program &program, std::size_t threads,
                              std::size_t slices)
    : code(program), rows(std::make_unique<row[]>(threads)), row_count(threads),
      extents(slices * program.symbols.size()), net_(net) {
    for (std::size_t i = 0; i < row_count; ++i) rows[i].slices.resize(slices);
    for (std::uint32_t e = 0; e < code.entries.size(); ++e) {
        first_call_.push_back(calls.size());
        for (std::uint32_t c = 0; c < code.entries[e].calls.size(); ++c) calls.push_back({.entry = e, .call = c});
    }
    net_.set_trace({mark, this});
    start_ = clock::now();
}

void recording::recorder::clear() noexcept {
    for (std::size_t i = 0; i < row_count; ++i) {
        rows[i].owner = nullptr;
        rows[i].used = rows[i].depth = 0;
        rows[i].dropped = 0;
    }
    for (call_cost &c : calls) c = {.entry = c.entry, .call = c.call};
    threads_without_row = 0;
    steps = 0;
    step_nanoseconds = 0;
    start_ = clock::now();
}

void recording::recorder::mark(void *self, core::trace_mark what, std::uint32_t index) noexcept {
    recorder &r = *static_cast<recorder *>(self);
    switch (what) {
        case core::trace_mark::step_begins:
            r.begin_step(index);
            return r.begin(kind::step, index);
        case core::trace_mark::step_ends:
            r.end(kind::step);
            ++r.steps;
            return;
        case core::trace_mark::call_begins:
            r.current_.call = index;
            return r.begin(kind::call, index);
        case core::trace_mark::call_ends:
            return r.end(kind::call);
        case core::trace_mark::task_begins:
            return r.begin(kind::task, index);
        case core::trace_mark::task_ends:
            return r.end(kind::task);
    }
}

/// The calling thread's row, given to it when it first asks; null when there is none left.
recording::recorder::row *recording::recorder::mine() noexcept {
    for (std::size_t i = 0; i < row_count; ++i) {
        const void *owner = rows[i].owner.load(std::memory_order_relaxed);
        if (owner == nullptr && rows[i].owner.compare_exchange_strong(owner, &this_thread, std::memory_order_relaxed))
            return &rows[i];
        if (owner == &this_thread) return &rows[i];
    }
    threads_without_row.fetch_add(1, std::memory_order_relaxed);
    return nullptr;
}

void recording::recorder::begin_step(std::uint32_t entry) noexcept {
    current_ = {.step = steps, .entry = entry};
    const std::size_t symbols = code.symbols.size();
    if ((steps + std::size_t{1}) * symbols > extents.size()) return;
    for (std::uint32_t s = 0; s < symbols; ++s) extents[steps * symbols + s] = net_.extent(s + 1);
}

/// Room for the slice that begins on this thread; null when there is none.
trace_slice *recording::recorder::open_slice() noexcept {
    row *r = mine();
    if (r == nullptr) return nullptr;
    const std::uint32_t level = r->depth++;
    if (level < std::size(r->open)) {
        r->open[level] = r->used;
        if (r->used < r->slices.size()) return &r->slices[r->used++];
    }
    ++r->dropped;
    return nullptr;
}

void recording::recorder::begin(trace_slice::kind what, std::uint32_t index) noexcept {
    trace_slice unused;
    trace_slice *found = open_slice();
    trace_slice &s = found != nullptr ? *found : unused;
    s = current_;
    s.what = what;
    s.task = what == kind::task ? index : 0;
    s.begin = now();
    if (what == kind::step) step_begin_ = s.begin;
    if (what == kind::call) call_begin_ = s.begin;
}

void recording::recorder::end(trace_slice::kind what) noexcept {
    const std::uint64_t time = now();
    if (what == kind::call) add_cost(time - call_begin_);
    if (what == kind::step) step_nanoseconds += time - step_begin_;
    row *r = mine();
    if (r == nullptr || r->depth == 0) return;
    if (--r->depth >= std::size(r->open)) return;
    if (const std::size_t position = r->open[r->depth]; position < r->slices.size()) r->slices[position].end = time;
}

void recording::recorder::add_cost(std::uint64_t nanoseconds) noexcept {
    call_cost &c = calls[first_call_[current_.entry] + current_.call];
    c.fastest = c.count == 0 ? nanoseconds : std::min(c.fastest, nanoseconds);
    ++c.count;
    c.nanoseconds += nanoseconds;
    const core::call &what = code.entries[current_.entry].calls[current_.call];
    const core::cost cost = core::evaluate(code.works.subspan(what.first_work, what.work_count),
                                           [this](std::uint8_t symbol) { return net_.extent(symbol); });
    c.flops += cost.flops;
    c.bytes += cost.bytes;
}

}  // namespace sylvite
