#include <sylvite/runtime/train/metrics_csv.hpp>

#include <fmt/format.h>

namespace sylvite::train {

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
    file_.write({line.data(), line.size()});
}

}  // namespace sylvite::train
