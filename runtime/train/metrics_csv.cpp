#include <sylvite/runtime/train/metrics_csv.hpp>

#include <sylvite/runtime/error.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <system_error>

namespace sylvite::train {

metrics_csv::metrics_csv(std::string_view path) : path_(path), file_(std::fopen(path_.c_str(), "w")) {
    if (!file_) throw error(path_ + ": cannot be written: " + std::generic_category().message(errno));
}

void metrics_csv::write(const training_progress &epoch) {
    fmt::memory_buffer line;
    const fmt::appender out(line);
    if (!has_header_) {
        line.append(std::string_view("epoch,seconds"));
        for (const metric_mean &m : epoch.train) fmt::format_to(out, ",train_{}", m.name);
        for (const metric_mean &m : epoch.held_out) fmt::format_to(out, ",held_out_{}", m.name);
        line.push_back('\n');
        has_header_ = true;
    }
    fmt::format_to(out, "{},{:.6f}", epoch.epoch, epoch.seconds);
    for (const metric_mean &m : epoch.train) fmt::format_to(out, ",{}", m.value);
    for (const metric_mean &m : epoch.held_out) fmt::format_to(out, ",{}", m.value);
    line.push_back('\n');
    put({line.data(), line.size()});
}

void metrics_csv::put(std::string_view line) {
    if (std::fwrite(line.data(), 1, line.size(), file_.get()) != line.size() || std::fflush(file_.get()) != 0)
        throw error(path_ + ": cannot be written: " + std::generic_category().message(errno));
}

}  // namespace sylvite::train
