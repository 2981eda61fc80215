#include <sylvite/codegen/tuning/search.hpp>

#include <algorithm>
#include <stdexcept>

namespace sylvite::codegen {
namespace {

constexpr std::size_t parents = 8;

}  // namespace

search::search(const kernel_spec &spec, const processor &cpu, search_method method, std::uint64_t seed)
    : spec_(spec), cpu_(cpu), method_(method), space_(space_of(spec, cpu)), first_(choose_schedule(spec, cpu)),
      random_(seed) {
    for (std::size_t i = 0; i < space_.size(); ++i)
        if (space_[i].values.size() > 1) movable_.push_back(i);
}

schedule search::any() {
    schedule chosen;
    for (const parameter_space &p : space_) chosen[p.name] = p.values[below(p.values.size())];
    return chosen;
}

schedule search::neighbour() {
    // Half of the children have the best for a parent, a quarter the second best, and so on.
    std::size_t parent = 0;
    while (parent + 1 < ranked_.size() && below(2) == 0) ++parent;
    schedule changed = ranked_[parent].schedule;
    const std::uint64_t dice = below(10);
    for (int changes = dice < 5 ? 1 : dice < 8 ? 2 : 3; changes > 0; --changes) {
        const parameter_space &p = space_[movable_[below(movable_.size())]];
        std::int64_t &value = changed[p.name];
        const auto at =
            static_cast<std::size_t>(std::lower_bound(p.values.begin(), p.values.end(), value) - p.values.begin());
        if (below(3) == 0)
            value = p.values[below(p.values.size())];
        else if (below(2) == 0)
            value = p.values[std::min(at + 1, p.values.size() - 1)];
        else
            value = p.values[at == 0 ? 0 : at - 1];
    }
    return changed;
}

std::optional<schedule> search::propose() {
    if (known_.insert(first_).second) return first_;
    if (movable_.empty()) return std::nullopt;
    for (int attempt = 0; attempt < 3000; ++attempt) {
        // Where neighbours are all known, the rest of the space is what is left.
        const bool anywhere = method_ == search_method::random || ranked_.empty() || attempt > 1000 ||
                              below(std::min<std::uint64_t>(8, 2 + told_.size() / 4)) == 0;
        schedule proposed = anywhere ? any() : neighbour();
        if (known_.contains(proposed) || !fault_of(spec_, proposed, cpu_).empty()) continue;
        known_.insert(proposed);
        return proposed;
    }
    return std::nullopt;
}

void search::tell(const schedule &tried, std::optional<double> seconds) {
    known_.insert(tried);
    told_.insert(tried);
    if (!seconds) {
        std::erase_if(ranked_, [&](const result &r) { return r.schedule == tried; });
        return;
    }
    const auto same =
        std::find_if(ranked_.begin(), ranked_.end(), [&](const result &r) { return r.schedule == tried; });
    if (same != ranked_.end())
        same->seconds = std::min(same->seconds, *seconds);
    else
        ranked_.push_back({tried, *seconds});
    std::sort(ranked_.begin(), ranked_.end(), [](const result &a, const result &b) { return a.seconds < b.seconds; });
    if (ranked_.size() > parents) ranked_.resize(parents);
}

const schedule &search::best() const {
    if (ranked_.empty()) throw std::logic_error("search: no time was told yet");
    return ranked_.front().schedule;
}

double search::best_seconds() const {
    if (ranked_.empty()) throw std::logic_error("search: no time was told yet");
    return ranked_.front().seconds;
}

}  // namespace sylvite::codegen
