// The JSON array format of Chrome's trace viewer, "Trace Event Format": complete events ("X") with `ts` and `dur` in
// microseconds, and the names of process and threads as metadata events ("M").
#include <sylvite/runtime/trace/recording.hpp>

#include <sylvite/runtime/core/cost.hpp>
#include <sylvite/runtime/io/atomic_file.hpp>
#include <sylvite/runtime/io/json_text.hpp>

#include <fmt/format.h>

#include <string>

namespace sylvite {

namespace {

std::string microseconds(std::uint64_t nanoseconds) {
    return fmt::format("{}.{:03}", nanoseconds / 1000, nanoseconds % 1000);
}

class chrome_writer {
  public:
    explicit chrome_writer(const recording &from) : from_(from), code_(from.code()) {}

    std::string run() {
        text_ = "{\"displayTimeUnit\": \"ns\", \"traceEvents\": [\n";
        text_ += fmt::format(R"({{"ph": "M", "pid": 1, "name": "process_name", "args": {{"name": {}}}}})",
                             io::json_text(fmt::format("network {}", code_.name)));
        for (std::size_t r = 0; r < from_.rows(); ++r) {
            const std::string name = r == 0 ? "thread 0, steps" : fmt::format("thread {}", r);
            text_ +=
                fmt::format(",\n"
                            R"({{"ph": "M", "pid": 1, "tid": {0}, "name": "thread_name", "args": {{"name": {1}}}}})"
                            ",\n"
                            R"({{"ph": "M", "pid": 1, "tid": {0}, "name": "thread_sort_index", "args": )"
                            R"({{"sort_index": {0}}}}})",
                            r, io::json_text(name));
            for (const trace_slice &s : from_.row(r))
                if (s.end != 0) add(r, s);
        }
        return std::move(text_) + "\n]}\n";
    }

  private:
    void add(std::size_t row, const trace_slice &s) {
        const core::entry &e = code_.entries[s.entry];
        const bool is_step = s.what == trace_slice::kind::step;
        static constexpr const char *kinds[] = {"step", "kernel", "task"};
        text_ += fmt::format(",\n"
                             R"({{"ph": "X", "pid": 1, "tid": {}, "cat": "{}", "ts": {}, "dur": {}, "name": {}, )"
                             R"("args": {{{}}}}})",
                             row, kinds[static_cast<std::size_t>(s.what)], microseconds(s.begin),
                             microseconds(s.end - s.begin), io::json_text(is_step ? e.name : e.calls[s.call].label),
                             is_step ? step_arguments(s) : call_arguments(s, e.calls[s.call]));
    }

    std::string step_arguments(const trace_slice &s) const {
        std::string text = fmt::format(R"("step": {})", s.step);
        const auto extents = from_.step_extents(s.step);
        for (std::size_t i = 0; i < extents.size(); ++i) text += fmt::format(R"(, "extent {}": {})", i + 1, extents[i]);
        return text;
    }

    std::string call_arguments(const trace_slice &s, const core::call &c) const {
        std::string text =
            fmt::format(R"("step": {}, "call": {}, "kernel": {})", s.step, s.call, io::json_text(c.hash));
        if (s.what == trace_slice::kind::task) text += fmt::format(R"(, "task": {})", s.task);
        if (*c.location != '\0') text += fmt::format(R"(, "line": {})", io::json_text(c.location));
        const auto extents = from_.step_extents(s.step);
        if (extents.size() != code_.symbols.size()) return text;
        text += fmt::format(R"(, "result": {})", io::json_text(result_of(c, extents)));
        if (s.what == trace_slice::kind::task) return text;
        const core::cost cost = core::evaluate(code_.works.subspan(c.first_work, c.work_count),
                                               [&](std::uint8_t symbol) { return extents[symbol - 1U]; });
        return text + fmt::format(R"(, "flops": {}, "bytes": {})", cost.flops, cost.bytes);
    }

    /// "f32 [32, 128]": results are the last operands.
    std::string result_of(const core::call &c, std::span<const std::int64_t> extents) const {
        if (c.operand_count == 0) return "";
        const core::operand &last = code_.operands[c.first_operand + c.operand_count - 1];
        const core::tensor &t = code_.tensors[last.index];
        std::string text = std::string(name_of(t.type)) + " [";
        for (int axis = 0; axis < t.rank; ++axis)
            text += fmt::format("{}{}", axis == 0 ? "" : ", ",
                                t.symbols[axis] == 0 ? t.extents[axis] : extents[t.symbols[axis] - 1U]);
        return text + "]";
    }

    const recording &from_;
    const core::program &code_;
    std::string text_;
};

}  // namespace

void recording::write_chrome(std::string_view path) const { io::replace_file(path, chrome_writer(*this).run()); }

}  // namespace sylvite
