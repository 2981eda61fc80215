#include <sylvite/runtime/train/schedule.hpp>

#include <sylvite/runtime/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sylvite {

namespace {

void require_rate(const char *function, const char *what, double rate) {
    if (!std::isfinite(rate) || rate < 0)
        throw error(fmt::format("{}: {} must be finite and at least 0, found {}", function, what, rate));
}
void require_length(const char *function, const char *what, std::size_t length) {
    if (length == 0) throw error(fmt::format("{}: {} must be at least 1, found 0", function, what));
}

/// From `from` to `to` along half a cosine, `part` from 0 to 1.
double along_cosine(double from, double to, double part) {
    return to + (from - to) * (1 + std::cos(std::numbers::pi * part)) / 2;
}

}  // namespace

schedule step_decay(double rate, std::size_t every, double factor) {
    require_rate("step_decay", "the rate", rate);
    require_rate("step_decay", "the factor", factor);
    require_length("step_decay", "the time between two steps", every);
    return [=](std::size_t t) { return rate * std::pow(factor, static_cast<double>(t / every)); };
}

schedule exponential_decay(double rate, double factor) {
    require_rate("exponential_decay", "the rate", rate);
    require_rate("exponential_decay", "the factor", factor);
    return [=](std::size_t t) { return rate * std::pow(factor, static_cast<double>(t)); };
}

schedule linear_decay(double rate, std::size_t length, double last) {
    require_rate("linear_decay", "the rate", rate);
    require_rate("linear_decay", "the last rate", last);
    require_length("linear_decay", "the length", length);
    return [=](std::size_t t) {
        if (t >= length) return last;  // to the bit
        return rate + (last - rate) * static_cast<double>(t) / static_cast<double>(length);
    };
}

schedule cosine_decay(double rate, std::size_t length, double last) {
    require_rate("cosine_decay", "the rate", rate);
    require_rate("cosine_decay", "the last rate", last);
    require_length("cosine_decay", "the length", length);
    return [=](std::size_t t) {
        return along_cosine(rate, last, static_cast<double>(std::min(t, length)) / static_cast<double>(length));
    };
}

schedule warm_up(std::size_t length, schedule then) {
    require_length("warm_up", "the length", length);
    if (!then) throw error("warm_up: what comes after it is missing");
    return [length, next = std::move(then)](std::size_t t) {
        if (t >= length) return next(t - length);
        return next(0) * static_cast<double>(t + 1) / static_cast<double>(length + 1);
    };
}

schedule one_cycle(double highest, std::size_t length, double rising) {
    require_rate("one_cycle", "the highest rate", highest);
    if (!(rising > 0 && rising < 1))
        throw error(fmt::format("one_cycle: the rising part must lie between 0 and 1, found {}", rising));
    const double first = highest / 25, last = first / 1e4;
    const double top = rising * static_cast<double>(length) - 1, end = static_cast<double>(length) - 1;
    if (!(top > 0))
        throw error(fmt::format("one_cycle: a length of {} leaves no time to rise in {} of it", length, rising));
    return [=](std::size_t t) {
        const double now = std::min(static_cast<double>(t), end);
        return now <= top ? along_cosine(first, highest, now / top)
                          : along_cosine(highest, last, (now - top) / (end - top));
    };
}

}  // namespace sylvite
