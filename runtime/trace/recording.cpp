#include <sylvite/runtime/trace/recorder.hpp>

#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/instance_state.hpp>

namespace sylvite {

recording::recording(instance &net, recording_options wanted) {
    const visit here(net);
    instance::state &state = *net.state_;
    if (state.core.is_traced())
        throw error(std::string("network '") + state.code.name + "' is being recorded already, by another recording");
    // One row more than threads: a network may be stepped by one thread after another.
    const auto threads = static_cast<std::size_t>(net.threads()) + 1;
    recorder_ = std::make_unique<recorder>(state.core, state.code, threads, wanted.slices);
}

recording::~recording() = default;

void recording::clear() noexcept { recorder_->clear(); }

std::size_t recording::rows() const noexcept {
    std::size_t used = 0;
    while (used < recorder_->row_count && recorder_->rows[used].owner != nullptr) ++used;
    return used;
}

std::span<const trace_slice> recording::row(std::size_t index) const &noexcept {
    const recorder::row &r = recorder_->rows[index];
    return std::span(r.slices).first(r.used);
}

std::uint64_t recording::dropped() const noexcept {
    std::uint64_t count = recorder_->threads_without_row;
    for (std::size_t i = 0; i < recorder_->row_count; ++i) count += recorder_->rows[i].dropped;
    return count;
}

std::uint32_t recording::steps() const noexcept { return recorder_->steps; }
std::uint64_t recording::step_nanoseconds() const noexcept { return recorder_->step_nanoseconds; }

std::span<const std::int64_t> recording::step_extents(std::uint32_t step) const &noexcept {
    const std::size_t symbols = code().symbols.size();
    const std::span<const std::int64_t> all = recorder_->extents;
    return (step + std::size_t{1}) * symbols > all.size() ? std::span<const std::int64_t>{}
                                                          : all.subspan(step * symbols, symbols);
}

std::span<const call_cost> recording::calls() const &noexcept { return recorder_->calls; }
const core::program &recording::code() const noexcept { return recorder_->code; }

}  // namespace sylvite
