#include <sylvite/runtime/instance_state.hpp>

#include <sylvite/runtime/error.hpp>

#include <fmt/format.h>

#include <cstring>

namespace sylvite {

const core::entry &instance::state::entry(entry_handle which) const {
    if (which.index >= code.entries.size())
        throw error(fmt::format("network '{}' has {} entries, number {} was asked for", code.name, code.entries.size(),
                                which.index));
    return code.entries[which.index];
}

void instance::state::check(core::status status) const {
    if (status != core::status::ok) throw error(core.message());
}

std::string instance::state::place(const core::entry &e) const {
    return fmt::format("network '{}', entry '{}'", code.name, e.name);
}

void instance::state::require_writable(const char *what) const {
    if (borrowed)
        throw error(fmt::format("network '{}': '{}' would write parameters or state, which this instance shares "
                                "read-only with the one that owns them",
                                code.name, what));
    if (persistent.use_count() > 1)
        throw error(fmt::format("network '{}': '{}' would write parameters or state while other instances share them",
                                code.name, what));
}

void instance::state::set_rows(const core::entry &e, std::size_t rows) {
    const std::uint32_t symbol = core::row_symbol(e);
    if (symbol == 0) return;
    const auto bound = static_cast<std::size_t>(code.symbols[symbol - 1].bound);
    if (rows < 1 || rows > bound)
        throw error(fmt::format("{}: {} rows were given, it takes 1 to {}", place(e), rows, bound));
    const std::int64_t before = core.extent(symbol);
    check(core.set_extent(symbol, static_cast<std::int64_t>(rows)));
    for (const std::uint32_t i : e.inputs) {
        const std::uint64_t needed = core.volume(i);
        if (core.data(i) == nullptr || needed <= bound_elements[i]) continue;
        check(core.set_extent(symbol, before));
        throw error(fmt::format("{}: input '{}' has {} values bound, {} rows need {}", place(e), code.tensors[i].name,
                                bound_elements[i], rows, needed));
    }
}

std::size_t instance::state::rows_of_bound_inputs(const core::entry &e) const {
    const std::uint32_t symbol = core::row_symbol(e);
    std::size_t rows = 0;
    const char *first = "";
    for (const std::uint32_t i : e.inputs) {
        const core::tensor &t = code.tensors[i];
        if (core.data(i) == nullptr || t.rank == 0 || (symbol != 0 && !core::is_per_row(t, symbol))) continue;
        const std::size_t width =
            core.volume(i) / static_cast<std::size_t>(symbol == 0 ? t.extents[0] : core.extent(symbol));
        const std::size_t has = bound_elements[i] / width;
        // Fixed inputs were checked when they were bound; those of different lengths have no rows in common.
        if (symbol == 0 && rows != 0 && has != rows) return 1;
        if (rows != 0 && has != rows)
            throw error(
                fmt::format("{}: input '{}' has {} rows bound, input '{}' has {}", place(e), first, rows, t.name, has));
        rows = has;
        first = t.name;
    }
    if (rows == 0 && symbol != 0) throw error(place(e) + ": the number of rows was not given, and no input is bound");
    return rows;
}

entry_result instance::state::results(const core::entry &e, std::size_t rows) {
    clear_results(e);
    add_metrics(e);
    view_outputs(e);
    return {totals, views, rows};
}

void instance::state::clear_results(const core::entry &e) {
    totals.assign(e.metrics.size(), {});
    views.assign(e.outputs.size(), {});
}

void instance::state::add_metrics(const core::entry &e) {
    for (std::size_t i = 0; i < e.metrics.size(); ++i) {
        double sum = 0;
        std::memcpy(&sum, core.data(e.metrics[i].tensor), sizeof sum);
        totals[i].sum += sum;
        totals[i].count += core.count(e.metrics[i]);
    }
}

void instance::state::view_outputs(const core::entry &e) {
    for (std::size_t i = 0; i < e.outputs.size(); ++i) {
        const std::uint32_t tensor = e.outputs[i].tensor;
        views[i] = {core.data(tensor), core.volume(tensor), code.tensors[tensor].type};
    }
}

void instance::state::reserve_outputs(const core::entry &e, std::size_t rows) {
    const std::uint32_t symbol = core::row_symbol(e);
    for (std::size_t i = 0; i < e.outputs.size(); ++i) {
        const core::tensor &t = code.tensors[e.outputs[i].tensor];
        std::uint64_t width = core::bound_volume(t);
        if (core::is_per_row(t, symbol)) width = width / static_cast<std::uint64_t>(t.extents[0]) * rows;
        collected[i].resize(width * size_of(t.type));
        views[i] = {collected[i].data(), width, t.type};
    }
}

void instance::state::collect_outputs(const core::entry &e, std::size_t first_row) {
    const std::uint32_t symbol = core::row_symbol(e);
    for (std::size_t i = 0; i < e.outputs.size(); ++i) {
        const core::tensor &t = code.tensors[e.outputs[i].tensor];
        const std::size_t bytes = core.volume(e.outputs[i].tensor) * size_of(t.type);
        std::size_t offset = 0;
        if (core::is_per_row(t, symbol))
            offset = first_row * (bytes / static_cast<std::size_t>(core.extent(symbol)));
        else if (first_row != 0)
            throw error(
                fmt::format("{}: output '{}' has no rows: run the entry over one batch", place(e), e.outputs[i].name));
        std::memcpy(collected[i].data() + offset, core.data(e.outputs[i].tensor), bytes);
    }
}

}  // namespace sylvite
