#include <sylvite/runtime/train/progress.hpp>

#include <fmt/format.h>

#include <iterator>
#include <unistd.h>

namespace sylvite {

namespace {

constexpr double seconds_between = 0.1;

void append(std::string &line, const char *title, std::span<const metric_mean> metrics) {
    if (metrics.empty()) return;
    line += title;
    for (const metric_mean &m : metrics) fmt::format_to(std::back_inserter(line), "  {} {:.4f}", m.name, m.value);
}

}  // namespace

terminal_progress::terminal_progress(std::FILE *to) : to_(to), terminal_(::isatty(::fileno(to)) == 1) {
    line_.reserve(256);
}

terminal_progress::~terminal_progress() {
    if (open_line_) std::fputc('\n', to_);
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
    line_.clear();
    if (terminal_) line_ += '\r';
    fmt::format_to(std::back_inserter(line_), "{}  epoch {}/{}", now.network, now.epoch, now.epochs);
    if (!epoch_done) fmt::format_to(std::back_inserter(line_), "  step {}/{}", now.step, now.steps);
    append(line_, "", now.train);
    append(line_, "  | held out", now.held_out);
    fmt::format_to(std::back_inserter(line_), "  {:.2f} s", now.seconds);
    if (terminal_) line_ += "\x1b[K";  // clear what an earlier, longer line left
    open_line_ = terminal_ && !(epoch_done && now.epoch == now.epochs);
    if (!open_line_) line_ += '\n';
    std::fwrite(line_.data(), 1, line_.size(), to_);
    std::fflush(to_);
}

}  // namespace sylvite
