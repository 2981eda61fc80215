// Which schedule to try next. Knows neither compilers nor clocks.
#pragma once

#include <sylvite/codegen/specs.hpp>

#include <optional>
#include <random>
#include <set>

namespace sylvite::codegen {

enum class search_method {
    climb,   // neighbours of the best schedules that are known, at times any other
    random,  // any legal schedule, all alike: what a search has to be better than
};

/// The best known schedules are parents of the next ones: one of them is taken, the better the likelier, and one to
/// three of its parameters change, mostly to the next value up or down. Every second is drawn from the whole space at
/// first, later every eighth, so that no hill is the end. The first is the heuristic's.
class search {
  public:
    search(const kernel_spec &spec, const processor &cpu, search_method method, std::uint64_t seed);

    /// One that was neither proposed nor told before; none where that is all of the space, or so it seems.
    [[nodiscard]] std::optional<schedule> propose();

    /// What became of a schedule: its time, or no time where it is of no use. The least counts where it is told again.
    void tell(const schedule &tried, std::optional<double> seconds);

    [[nodiscard]] bool has_best() const { return !ranked_.empty(); }
    /// Throws std::logic_error where no time was told yet.
    [[nodiscard]] const schedule &best() const;
    [[nodiscard]] double best_seconds() const;
    [[nodiscard]] bool is_known(const schedule &tried) const { return known_.contains(tried); }
    /// How many schedules were told.
    [[nodiscard]] std::int64_t trials() const { return static_cast<std::int64_t>(told_.size()); }

  private:
    struct result {
        generators::schedule schedule;
        double seconds;
    };
    [[nodiscard]] schedule any();
    [[nodiscard]] schedule neighbour();
    [[nodiscard]] std::uint64_t below(std::uint64_t count) { return count == 0 ? 0 : random_() % count; }

    kernel_spec spec_;
    processor cpu_;
    search_method method_;
    tuning_space space_;
    std::vector<std::size_t> movable_;  // parameters with more than one value
    schedule first_;
    std::mt19937_64 random_;
    std::set<schedule> known_, told_;
    std::vector<result> ranked_;  // best first, a few
};

}  // namespace sylvite::codegen
