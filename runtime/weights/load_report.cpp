#include <sylvite/runtime/weights/load.hpp>

#include <sylvite/runtime/io/printable.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <iterator>

namespace sylvite {

namespace {

void describe(fmt::memory_buffer &to, const tensor_match &t) {
    fmt::format_to(std::back_inserter(to), "  ");
    if (!t.stored_name.empty())
        fmt::format_to(std::back_inserter(to), "{} {} [{}]", io::printable_name(t.stored_name), t.stored_type,
                       fmt::join(t.stored_extents, ", "));
    if (!t.stored_name.empty() && !t.name.empty()) fmt::format_to(std::back_inserter(to), " -> ");
    if (!t.name.empty())
        fmt::format_to(std::back_inserter(to), "{} {} [{}]", t.name, t.type, fmt::join(t.extents, ", "));
    to.push_back('\n');
}

void describe(fmt::memory_buffer &to, const char *title, const std::vector<tensor_match> &tensors) {
    if (tensors.empty()) return;
    fmt::format_to(std::back_inserter(to), "{}: {}\n", title, tensors.size());
    for (const tensor_match &t : tensors) describe(to, t);
}

}  // namespace

std::string to_string(const load_report &report) {
    fmt::memory_buffer to;
    fmt::format_to(std::back_inserter(to), "{} -> network '{}'\n", report.file, report.network);
    describe(to, "matched", report.matched);
    describe(to, "missing in the file", report.missing);
    describe(to, "not in the network", report.unexpected);
    describe(to, "of another shape", report.other_shape);
    describe(to, "of another type", report.other_type);
    describe(to, "passed over", report.passed_over);
    describe(to, "states that are not loaded and start anew in a new network", report.states_not_loaded);
    for (const name_rule &rule : report.unused_rules)
        fmt::format_to(std::back_inserter(to), "the rule '{}' -> '{}' fits no tensor of the file\n", rule.from,
                       rule.to);
    return fmt::to_string(to);
}

}  // namespace sylvite
