// Construction, running a batch, and running a dataset. Parameters and state: parameters.cpp; inputs: inputs.cpp.
#include <sylvite/runtime/instance_state.hpp>

#include <sylvite/runtime/core/initialise.hpp>
#include <sylvite/runtime/core/processor.hpp>
#include <sylvite/runtime/core/validate.hpp>
#include <sylvite/runtime/data/batches.hpp>
#include <sylvite/runtime/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace sylvite {

namespace {

constexpr std::uint64_t aligned(std::uint64_t bytes) noexcept {
    return (bytes + block::alignment - 1) / block::alignment * block::alignment;
}

int checked_threads(const core::program &code, int wanted) {
    if (wanted < 0 || wanted > 4096)
        throw error(
            fmt::format("network '{}': {} threads were asked for, 0 (all) to 4096 are possible", code.name, wanted));
    return wanted == 0 ? parallel::available_threads() : wanted;
}

const core::program &chosen_program(const core::program &library, std::string_view target) {
    if (target.empty()) return core::best_program(library);
    if (const core::program *found = core::program_for(library, target)) return *found;
    std::string known = library.target;
    for (std::uint32_t i = 0; i < library.other_count; ++i) known += std::string(", ") + library.others[i].target;
    throw error(fmt::format("network '{}': kernels for '{}' were asked for, its library has those for {}", library.name,
                            target, known));
}

/// What an instance that was moved from has.
constexpr core::program no_program;

}  // namespace

instance::state::state(const core::program &first, std::shared_ptr<block> segment, bool borrows, options wanted)
    : library(first), code(chosen_program(first, wanted.target)), persistent(std::move(segment)), borrowed(borrows),
      bound_elements(code.tensors.size()), scalars(code.tensors.size()) {
    const int team = checked_threads(code, wanted.threads);
    const core::memory_needs needs = core::required_memory(code);
    own = block(aligned(needs.workspace) + aligned(needs.scratch) + aligned(needs.views));
    const std::span<std::byte> all = own.bytes();
    check(core.bind(code, {persistent->bytes(), all.subspan(0, needs.workspace),
                           all.subspan(aligned(needs.workspace), needs.scratch),
                           all.subspan(aligned(needs.workspace) + aligned(needs.scratch), needs.views)}));
    core.set_persistent_read_only(borrowed);
    core.set_keeps_prepared(true);
    core.set_step_values({.seed = wanted.seed});
    if (team > 1) {
        threads = std::make_unique<parallel::pool>(team);
        core.set_parallel(threads->hook());
    }
    std::size_t metrics = 0;
    std::size_t outputs = 0;
    for (const core::entry &e : code.entries) {
        metrics = std::max(metrics, e.metrics.size());
        outputs = std::max(outputs, e.outputs.size());
    }
    totals.reserve(metrics);
    views.reserve(outputs);
    collected.resize(outputs);
}

instance::instance(const core::program &program, options wanted) {
    // The ABI decides what the other fields mean.
    if (program.abi != core::abi_version)
        throw error(fmt::format("a network library was generated for program ABI {}, this runtime has ABI {}",
                                program.abi, core::abi_version));
    if (core::message why; core::validate_targets(program, why) != core::status::ok) throw error(why.text());
    auto segment = std::make_shared<block>(program.persistent_bytes);
    std::ranges::fill(segment->bytes(), std::byte{});  // the gaps between tensors are compared and copied too
    state_ = new state(program, std::move(segment), false, wanted);
    core::initialise_persistent(program, wanted.seed, state_->persistent->bytes().data());
}

instance::instance(const instance &other, options wanted) {
    const state &theirs = other.present();
    theirs.require_quiet();
    std::shared_ptr<block> persistent = theirs.persistent;
    // Whoever writes says so first and then looks whether others share; so one of the two sees the other.
    theirs.require_quiet();
    state_ = new state(theirs.library, std::move(persistent), true, wanted);
}

instance::instance(instance &&other) noexcept : state_(std::exchange(other.state_, nullptr)) {}
instance &instance::operator=(instance &&other) noexcept {
    delete std::exchange(state_, std::exchange(other.state_, nullptr));  // of itself: nothing
    return *this;
}
instance::~instance() { delete state_; }

const core::program &instance::code() const noexcept { return state_ == nullptr ? no_program : state_->code; }
std::size_t instance::target_count() const noexcept {
    return state_ == nullptr ? 0 : 1 + std::size_t{state_->library.other_count};
}
std::string_view instance::target(std::size_t index) const noexcept {
    if (index >= target_count()) return {};
    return index == 0 ? state_->library.target : state_->library.others[index - 1].target;
}
int instance::threads() const noexcept {
    if (state_ == nullptr) return 0;
    return state_->threads ? state_->threads->threads() : 1;
}

memory_report instance::memory() const noexcept {
    if (state_ == nullptr) return {};
    const core::memory_needs needs = core::required_memory(state_->code);
    return {needs.persistent, needs.workspace, needs.scratch, needs.views};
}

bool instance::has_entry(std::string_view name) const noexcept {
    for (const core::entry &e : code().entries)
        if (e.name == name) return true;
    return false;
}

entry_handle instance::entry(std::string_view name) const {
    const core::program &code = present().code;
    std::string known;
    for (std::uint32_t i = 0; i < code.entries.size(); ++i) {
        if (code.entries[i].name == name) return {i};
        known += fmt::format("{}'{}'", i == 0 ? "" : ", ", code.entries[i].name);
    }
    throw error(fmt::format("network '{}' has no entry '{}'; it has {}", code.name, name, known));
}

void instance::state::step(entry_handle which, std::size_t rows) {
    const core::entry &e = entry(which);
    if (e.writes_persistent && shared()) require_writable(e.name);
    set_rows(e, rows);
    if (e.writes_persistent) states_are_written = true;
    run_core([&] { return core.run(which.index); });
}

void instance::step(entry_handle which, std::size_t rows) {
    const visit here(*this, present().purpose_of(which));
    state_->step(which, rows);
}

entry_result instance::results(entry_handle which, std::size_t rows) & {
    const visit here(*this);
    return state_->results(state_->entry(which), rows);
}

entry_result instance::run(entry_handle which, std::size_t rows) & {
    const visit here(*this, present().purpose_of(which));
    const core::entry &e = state_->entry(which);
    if (rows == bound_rows) rows = state_->rows_of_bound_inputs(e);
    state_->step(which, rows);
    return state_->results(e, rows);
}

entry_result instance::run(entry_handle which, const dataset &from, std::size_t rows) & {
    const visit here(*this, present().purpose_of(which));
    const core::entry &e = state_->entry(which);
    data::batches batches(*this, which, from, rows);
    if (batches.fixed() && from.rows() % batches.rows_a_batch() != 0)
        throw error(fmt::format("{}: the dataset has {} rows, which is no multiple of the {} that the entry takes",
                                state_->place(e), from.rows(), batches.rows_a_batch()));
    state_->clear_results(e);
    state_->reserve_outputs(e, from.rows());
    for (std::size_t first = 0; first < from.rows(); first += batches.rows_a_batch()) {
        const std::size_t count = std::min(batches.rows_a_batch(), from.rows() - first);
        batches.load(first, count);
        state_->step(which, count);
        state_->add_metrics(e);
        state_->collect_outputs(e, first);
    }
    return {state_->totals, state_->views, from.rows()};
}

}  // namespace sylvite
