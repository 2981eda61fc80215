// Where a NaN or an infinity came from.
#include <sylvite/runtime/instance_state.hpp>

#include <sylvite/runtime/error.hpp>

#include <fmt/format.h>

namespace sylvite {

namespace {

std::string at_line(const char *location) { return *location == '\0' ? "" : fmt::format(" ({})", location); }

}  // namespace

std::string instance::state::element_of(const core::tensor &t, std::uint64_t element) const {
    std::string text;
    for (int axis = t.rank - 1; axis >= 0; --axis) {
        const auto n = static_cast<std::uint64_t>(t.symbols[axis] == 0 ? t.extents[axis] : core.extent(t.symbols[axis]));
        text = fmt::format("{}{}{}", element % n, axis == t.rank - 1 ? "" : ", ", text);
        element /= n;
    }
    return text;
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
        what += fmt::format(" at [{}]", mine.element_of(t, where.element));
    mine.finding = where.writer == nullptr
                       ? what + ", before any call"
                       : fmt::format("{}, written by '{}'{}", what, where.writer->label,
                                     at_line(where.writer->location));
    return mine.finding;
}

}  // namespace sylvite
