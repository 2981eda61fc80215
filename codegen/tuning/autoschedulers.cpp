#include <sylvite/codegen/tuning/autoschedulers.hpp>

#include <sylvite/codegen/tuning/report.hpp>

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace sylvite::codegen {
namespace {

constexpr std::array<const char *, 3> names = {"Mullapudi2016", "Adams2019", "Li2018"};
constexpr double effort = 0.1;  // seconds of each timing, twice, by turns
constexpr int rounds = 2;

struct entrant {
    candidate made;
    double seconds = 0;

    [[nodiscard]] bool is_in() const { return made.fault.empty(); }
};

/// The best schedule first, then the autoschedulers', all timed by turns.
std::vector<entrant> compare(const workshop &shop, const workpiece &piece, const schedule &best) {
    std::vector<entrant> all;
    all.push_back({shop.make(piece, best, 0)});
    for (std::size_t i = 0; i < names.size(); ++i)
        all.push_back({shop.make_by_autoscheduler(piece, names[i], static_cast<int>(i + 1))});
    const expected_results expected(piece.spec, piece.sizes);
    for (entrant &e : all)
        if (e.is_in()) (void)shop.check(piece, e.made, expected);
    for (int round = 0; round < rounds; ++round)
        for (entrant &e : all) {
            if (!e.is_in()) continue;
            const double seconds = shop.time(piece, e.made, effort);
            if (e.is_in() && (e.seconds == 0 || seconds < e.seconds)) e.seconds = seconds;
        }
    return all;
}

/// The geometric mean of their times beside ours.
class mean_ratio {
  public:
    void add(double theirs, double ours) {
        sum_ += std::log(theirs / ours);
        ++count_;
    }
    [[nodiscard]] std::string text() const {
        return count_ == 0
                   ? "no kernel"
                   : fmt::format("{:.2f} times as long in the mean of {} kernels", std::exp(sum_ / count_), count_);
    }

  private:
    double sum_ = 0;
    int count_ = 0;
};

}  // namespace

std::string compare_autoschedulers(const program_model &model, const std::vector<tuning_result> &results,
                                   const tuning_options &options) {
    const workshop shop(options.workshop);
    std::string text = fmt::format("{:<8}  {:<32} {:>11}", "kernel", "what", "ours");
    for (const char *name : names) text += fmt::format(" {:>14}", name);
    text += '\n';
    std::array<mean_ratio, names.size()> ratios;
    std::vector<std::string> faults;
    for (const tuning_result &r : results) {
        if (options.workshop.stop != nullptr && *options.workshop.stop) break;
        if (r.seconds == 0) continue;
        const kernel_model &kernel = model.first().kernels[r.kernel];
        if (options.say) options.say(fmt::format("autoschedulers: {} {}", kernel.short_name(), r.what));
        const std::vector<entrant> all = compare(shop, shop.prepare(kernel.spec), r.schedule);
        text += fmt::format("{:<8}  {:<32} {:>11}", kernel.short_name(), r.what, time_text(all[0].seconds));
        for (std::size_t i = 0; i < names.size(); ++i) {
            const entrant &e = all[i + 1];
            text += fmt::format(" {:>14}", e.is_in() ? time_text(e.seconds) : "no");
            if (!e.is_in()) faults.push_back(fmt::format("{} by {}: {}", kernel.short_name(), names[i], e.made.fault));
            if (e.is_in() && all[0].seconds > 0) ratios[i].add(e.seconds, all[0].seconds);
        }
        text += '\n';
    }
    for (std::size_t i = 0; i < names.size(); ++i) text += fmt::format("{}: {}\n", names[i], ratios[i].text());
    for (const std::string &fault : faults) text += fault + '\n';
    return text;
}

}  // namespace sylvite::codegen
