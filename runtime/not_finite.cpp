// Where a NaN or an infinity came from, and labels and indices that are out of range.
#include <sylvite/runtime/instance_state.hpp>

#include <sylvite/runtime/data/batches.hpp>
#include <sylvite/runtime/error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace sylvite {

namespace {

std::string at_line(const char *location) { return *location == '\0' ? "" : fmt::format(" ({})", location); }

}  // namespace

std::string instance::state::element_of(const core::tensor &t, std::uint64_t element) const {
    std::string text;
    for (int axis = t.rank - 1; axis >= 0; --axis) {
        const auto n =
            static_cast<std::uint64_t>(t.symbols[axis] == 0 ? t.extents[axis] : core.extent(t.symbols[axis]));
        text = fmt::format("{}{}{}", element % n, axis == t.rank - 1 ? "" : ", ", text);
        element /= n;
    }
    return text;
}

std::string instance::state::dataset_row_of(const core::entry &e, const core::tensor &t, std::uint64_t element) const {
    const std::uint32_t symbol = core::row_symbol(e);
    if (feeding == nullptr || t.rank == 0 || (symbol != 0 && !core::is_per_row(t, symbol))) return "";
    if (symbol == 0 && (t.what != core::role::input || !feeding->feeds(t.name))) return "";
    std::uint64_t width = 1;
    for (int axis = 1; axis < t.rank; ++axis)
        width *= static_cast<std::uint64_t>(t.symbols[axis] == 0 ? t.extents[axis] : core.extent(t.symbols[axis]));
    return fmt::format(" ({})", feeding->row_name(static_cast<std::size_t>(element / width)));
}

std::string instance::state::describe(const core::entry &e, const core::index_use &use,
                                      const core::index_finding &where) const {
    const core::tensor &t = code.tensors[use.tensor];
    std::string place;
    if (t.rank == 1 && core::is_per_row(t, core::row_symbol(e)))
        place = " in row " + element_of(t, where.element);
    else if (t.rank > 0)
        place = fmt::format(" at [{}]", element_of(t, where.element));
    return fmt::format("input '{}' is {}{}{}, and the {} {}{} are 0 to {}", t.name,
                       static_cast<std::int64_t>(where.value), place, dataset_row_of(e, t, where.element), where.extent,
                       use.what == core::index_use::kind::label ? "classes" : "positions", at_line(use.location),
                       where.extent - 1);
}

void instance::state::check_indices(const core::entry &e, index_check how) const {
    for (const core::index_use &use : e.index_uses) {
        if (core.data(use.tensor) == nullptr)
            throw error(fmt::format("{}: input '{}' is not bound", place(e), code.tensors[use.tensor].name));
        if (const core::index_finding where = core::find_out_of_range(code, use, core, how.ignore); where.found)
            throw error(fmt::format("{}: {}", place(e), describe(e, use, where)));
    }
}

void instance::check_indices(entry_handle which, std::size_t rows, index_check how) {
    const visit here(*this);
    const core::entry &e = state_->entry(which);
    state_->set_rows(e, rows == bound_rows ? state_->rows_of_bound_inputs(e) : rows);
    state_->check_indices(e, how);
}

void instance::check_indices(entry_handle which, const dataset &from, index_check how) {
    const visit here(*this);
    const core::entry &e = state_->entry(which);
    data::batches batches(*this, which, from, 0);
    for (std::size_t first = 0; first < from.rows(); first += batches.rows_a_batch()) {
        const std::size_t count = std::min(batches.rows_a_batch(), from.rows() - first);
        if (batches.fixed() && count < batches.rows_a_batch()) return;  // the entry cannot run over them either
        batches.load(first, count);
        state_->set_rows(e, count);
        state_->check_indices(e, how);
    }
}

std::string instance::state::bad_index_of(const core::entry &e, const core::call &writer) const {
    const auto reads = [&](const core::call &c, std::uint32_t tensor) {
        return std::ranges::any_of(
            code.operands.subspan(c.first_operand, c.operand_count),
            [&](const core::operand &o) { return o.what == core::operand::kind::tensor && o.index == tensor; });
    };
    const auto calls_so_far = e.calls.first(static_cast<std::size_t>(&writer - e.calls.data()) + 1);
    std::string best;
    int best_reason = -1;
    for (const core::index_use &use : e.index_uses) {
        if (std::ranges::none_of(calls_so_far, [&](const core::call &c) { return reads(c, use.tensor); })) continue;
        const core::index_finding where = core::find_out_of_range(code, use, core);
        const int reason = (reads(writer, use.tensor) ? 2 : 0) + (use.gives_nan ? 1 : 0);
        if (!where.found || reason <= best_reason) continue;
        best_reason = reason;
        best = describe(e, use, where);
    }
    return best;
}

std::string_view instance::find_not_finite(entry_handle which, std::size_t rows) & {
    const visit here(*this, present().purpose_of(which));
    state &mine = *state_;
    const core::entry &e = mine.entry(which);
    if (e.writes_persistent && mine.shared()) mine.require_writable(e.name);
    mine.set_rows(e, rows);
    core::instance::finding where;
    mine.run_core([&] { return mine.core.run_until_not_finite(which.index, where); });
    mine.finding.clear();
    if (!where.found) return mine.finding;
    const core::tensor &t = mine.code.tensors[where.tensor];
    std::string what = *t.name == '\0' ? "an intermediate tensor" : fmt::format("'{}'", t.name);
    if (where.writer == nullptr) what += at_line(t.location);
    if (t.rank == 0)
        what = *t.name == '\0' ? "an intermediate value" : "the value " + what;
    else
        what += fmt::format(" at [{}]{}", mine.element_of(t, where.element), mine.dataset_row_of(e, t, where.element));
    if (where.writer == nullptr) return mine.finding = what + ", before any call";
    what += fmt::format(", written by '{}'{}", where.writer->label, at_line(where.writer->location));
    const std::string index = mine.bad_index_of(e, *where.writer);
    return mine.finding = index.empty() ? what : fmt::format("{}; {}", what, index);
}

}  // namespace sylvite
