#include <sylvite/tools/trace/summary.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <vector>

namespace sylvite::tools {

namespace {

constexpr std::size_t columns = 120;

/// The first columns of a text, an ellipsis for the rest.
std::string cut(std::string text, std::size_t width) {
    if (text.size() > width) text = text.substr(0, width - 3) + "...";
    return text;
}

/// A label such as "contraction add -> z" in that many columns: of the operations as much as the results leave room
/// for.
std::string cut_label(const std::string &label, std::size_t width) {
    const std::size_t arrow = label.find(" -> ");
    if (label.size() <= width || arrow == std::string::npos) return cut(label, width);
    const std::string results = cut(label.substr(arrow), width * 2 / 3);
    return cut(label.substr(0, arrow), width - results.size()) + results;
}

/// Three significant digits or more, without an exponent.
std::string number(double value) {
    if (value >= 100) return fmt::format("{:.0f}", value);
    if (value >= 10) return fmt::format("{:.1f}", value);
    return fmt::format("{:.2f}", value);
}

double mean(const call_cost &c) { return static_cast<double>(c.nanoseconds) / static_cast<double>(c.count); }

std::string line_of(const recording &steps, const call_cost &c, double total, std::size_t line_width) {
    const core::call &what = steps.code().entries[c.entry].calls[c.call];
    // operations and bytes in a nanosecond: thousands of millions a second
    const double time = static_cast<double>(std::max<std::uint64_t>(c.nanoseconds, 1));
    std::string line =
        fmt::format("{:5.1f} %  {:>9}  {:>9}  {:>7}  {:>7}  {:>4}  {:<8}  {:<{}}  ",
                    100 * static_cast<double>(c.nanoseconds) / total, number(mean(c) / 1e3),
                    number(static_cast<double>(c.fastest) / 1e3), number(static_cast<double>(c.flops) / time),
                    number(static_cast<double>(c.bytes) / time), c.call + 1, what.hash, what.location, line_width);
    const std::size_t rest = columns > line.size() + 12 ? columns - line.size() : 12;
    return line + cut_label(what.label, rest) + '\n';
}

}  // namespace

std::string summary(const recording &steps, entry_handle entry) {
    std::vector<call_cost> calls;
    std::uint64_t within = 0;
    std::int64_t flops = 0;
    std::size_t line_width = 4;
    for (const call_cost &c : steps.calls()) {
        if (c.entry != entry.index || c.count == 0) continue;
        calls.push_back(c);
        within += c.nanoseconds;
        flops += c.flops;
        line_width = std::max(line_width, std::strlen(steps.code().entries[c.entry].calls[c.call].location));
    }
    std::stable_sort(calls.begin(), calls.end(),
                     [](const call_cost &a, const call_cost &b) { return a.nanoseconds > b.nanoseconds; });
    const auto total = static_cast<double>(std::max<std::uint64_t>(steps.step_nanoseconds(), 1));
    std::string text = fmt::format("{:>7}  {:>9}  {:>9}  {:>7}  {:>7}  {:>4}  {:<8}  {:<{}}  {}\n", "share", "mean us",
                                   "best us", "Gflop/s", "GB/s", "call", "kernel", "line", line_width, "operations");
    for (const call_cost &c : calls) text += line_of(steps, c, total, line_width);
    text += fmt::format("{:5.1f} %  {:>9}  between the calls, what recording costs included\n",
                        100 * (total - static_cast<double>(within)) / total,
                        number((total - static_cast<double>(within)) / 1e3 / std::max(1U, steps.steps())));
    text += fmt::format("a step: {} us and {} Gflop/s in the mean of {} steps\n",
                        number(total / 1e3 / std::max(1U, steps.steps())), number(static_cast<double>(flops) / total),
                        steps.steps());
    if (steps.dropped() != 0)
        text += fmt::format("{} slices found no room in the trace; the table has them all\n", steps.dropped());
    return text;
}

}  // namespace sylvite::tools
