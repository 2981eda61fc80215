#include <sylvite/runtime/train/progress.hpp>

#include <fmt/format.h>

#include <unistd.h>

namespace sylvite {

namespace {

constexpr double seconds_between = 0.1;

// Into fmt's own buffer, which lies on the stack: its number formatting is compiled for it in the library.
using text = fmt::memory_buffer;

void append(text &line, const char *title, std::span<const metric_mean> metrics) {
    if (metrics.empty()) return;
    line.append(std::string_view(title));
    for (const metric_mean &m : metrics) fmt::format_to(fmt::appender(line), "  {} {:.4f}", m.name, m.value);
}

}  // namespace

terminal_progress::terminal_progress(std::FILE *to) : to_(to), terminal_(::isatty(::fileno(to)) == 1) {}

terminal_progress::~terminal_progress() {
    if (open_line_) std::fputc('\n', to_);
}

void terminal_progress::note(std::string_view sentence) {
    text line;
    fmt::format_to(fmt::appender(line), "{}\n", sentence);
    std::fwrite(line.data(), 1, line.size(), to_);
    std::fflush(to_);
}

void terminal_progress::after_step(const training_progress &now) {
    if (!terminal_) return;
    if (now.seconds < shown_at_) shown_at_ = 0;  // another epoch
    if (now.step < now.steps && now.seconds - shown_at_ < seconds_between) return;
    shown_at_ = now.seconds;
    show(now, false);
}

void terminal_progress::after_epoch(const training_progress &now) {
    shown_at_ = 0;
    show(now, true);
}

void terminal_progress::show(const training_progress &now, bool epoch_done) {
    text line;
    if (terminal_) line.push_back('\r');
    fmt::format_to(fmt::appender(line), "{}  epoch {}/{}", now.network, now.epoch, now.epochs);
    if (!epoch_done) fmt::format_to(fmt::appender(line), "  step {}/{}", now.step, now.steps);
    append(line, "", now.train);
    append(line, "  | held out", now.held_out);
    fmt::format_to(fmt::appender(line), "  {:.2f} s", now.seconds);
    if (terminal_) line.append(std::string_view("\x1b[K"));  // clear what an earlier, longer line left
    open_line_ = terminal_ && !(epoch_done && now.epoch == now.epochs);
    if (!open_line_) line.push_back('\n');
    std::fwrite(line.data(), 1, line.size(), to_);
    std::fflush(to_);
}

}  // namespace sylvite
