#include <sylvite/tools/compare/command.hpp>

#include <sylvite/tools/compare/comparison.hpp>
#include <sylvite/tools/inputs/arguments.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdio>

namespace sylvite::tools {

namespace {

struct arguments {
    run_arguments what;
    int steps = 3;
    double tolerance = 1e-4;
    instance (*kernels)(options) = nullptr;
    instance (*loops)(options) = nullptr;
};

enum option_key : int { key_steps = 1, key_tolerance };

const argp_option known_options[] = {
    {"steps", key_steps, "N", 0, "Steps that are compared, each from the interpreter's parameters (3)", 0},
    {"tolerance", key_tolerance, "X", 0, "How far an element may be off, as a part of its tensor's largest (0.0001)",
     0},
    {}};

error_t read_option(int key, char *text, argp_state *state) {
    auto &a = *static_cast<arguments *>(state->input);
    switch (key) {
        case ARGP_KEY_INIT:
            state->child_inputs[0] = &a.what;
            return 0;
        case key_steps:
            a.steps = number("steps", text, 1, 1'000'000, state);
            return 0;
        case key_tolerance:
            a.tolerance = number("tolerance", text, 0.0, 1e300, state);
            return 0;
        case ARGP_KEY_ARG:
            argp_failure(state, 2, 0, "unexpected argument \"%s\"", text);
            return 0;
        default:
            return ARGP_ERR_UNKNOWN;
    }
}

std::string index_text(const difference &d) {
    std::string text;
    std::uint64_t rest = d.element;
    for (std::size_t axis = d.extents.size(); axis-- > 0;) {
        const auto extent = static_cast<std::uint64_t>(d.extents[axis]);
        text = fmt::format("{}{}{}", rest % extent, text.empty() ? "" : ", ", text);
        rest /= extent;
    }
    return "[" + text + "]";
}

bool agrees(const difference &d, double tolerance) { return !d.has_counterpart || d.relative() <= tolerance; }

std::string table_row(const difference &d, double tolerance) {
    const std::string what = d.name.empty() ? d.label : d.name;
    const std::string shape = fmt::format("[{}]", fmt::join(d.extents, ", "));
    const std::string off = !d.has_counterpart ? "not compared"
                            : d.largest == 0   ? "0"
                                               : fmt::format("{:.1e}", d.relative());
    std::string text =
        fmt::format("{} {:>4}  {:<44.44} {:<16} {:>12}", agrees(d, tolerance) ? ' ' : '!', d.call, what, shape, off);
    if (d.has_counterpart && d.largest > 0) text += fmt::format("  at {}", index_text(d));
    return fmt::format("{:<100} {}\n", text, d.location);
}

int run(const void *input) {
    const auto &a = *static_cast<const arguments *>(input);
    const options wanted{.seed = a.what.inputs.seed, .threads = a.what.threads};
    instance kernels = a.kernels(wanted), loops = a.loops({.seed = wanted.seed, .threads = 1});
    const entry_handle entry = a.what.entry_of(kernels);
    const random_inputs inputs(kernels, entry, a.what.inputs), same_inputs(loops, entry, a.what.inputs);
    comparison both(kernels, loops);
    for (int i = 0; i < a.steps; ++i) both.step(entry, inputs.rows());

    const core::program &code = kernels.code();
    const std::string rows = inputs.rows() == 0 ? "" : fmt::format(", {} rows", inputs.rows());
    std::string text = fmt::format("network {}, entry {}: {} steps{}, kernels for {} beside plain loops\n\n", code.name,
                                   code.entries[entry.index].name, a.steps, rows, code.target);
    text += fmt::format("  call  {:<44} {:<16} {:>12}\n", "tensor, or what computes it", "shape", "off by");
    std::size_t differing = 0, unknown = 0;
    for (const difference &d : both.differences()) {
        text += table_row(d, a.tolerance);
        if (!agrees(d, a.tolerance)) ++differing;
        if (!d.has_counterpart) ++unknown;
    }
    const std::size_t count = both.differences().size() - unknown;
    text += differing == 0
                ? fmt::format("\n{} tensors agree within {} of the largest element of each\n", count, a.tolerance)
                : fmt::format("\n{} of {} tensors differ by more than {} of their largest element (marked with !)\n",
                              differing, count, a.tolerance);
    if (unknown != 0) text += fmt::format("{} tensors have no counterpart among the plain loops'\n", unknown);
    std::fputs(text.c_str(), stdout);
    return differing == 0 && count != 0 ? 0 : 1;
}

}  // namespace

int compare(int argc, char **argv, instance (*kernels)(options), instance (*loops)(options)) {
    const argp_child children[] = {{&run_options(), 0, nullptr, 0}, {}};
    const argp parser{
        known_options, read_option,
        nullptr,       "Runs steps of a network by its kernels and by plain loops, and compares every tensor.",
        children,      nullptr,
        nullptr};
    arguments a;
    a.kernels = kernels;
    a.loops = loops;
    return run_tool(argc, argv, parser, &a, run);
}

}  // namespace sylvite::tools
