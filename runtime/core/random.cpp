// Compiled without contraction of a * b + c: a platform with a fused multiply-add would round otherwise.
#include <sylvite/runtime/core/philox.hpp>
#include <sylvite/runtime/core/random.hpp>

#include <cmath>

namespace sylvite::core {

namespace {

/// Natural logarithm of a positive normal number from exactly rounded operations only; C libraries differ in theirs.
/// log(m 2^e) = e log 2 + 2 atanh(s), s = (m - 1) / (m + 1), m in [sqrt(1/2), sqrt(2)), |s| <= 0.172.
double portable_log(double x) noexcept {
    int exponent = 0;
    double m = std::frexp(x, &exponent);
    if (m < 0.70710678118654752) {
        m *= 2;
        --exponent;
    }
    const double s = (m - 1) / (m + 1);
    const double square = s * s;
    double sum = 0;
    for (int k = 23; k >= 1; k -= 2) sum = sum * square + 1.0 / k;
    return exponent * 0.69314718055994531 + 2 * s * sum;
}

/// G. Marsaglia's polar method; an element draws again, under the next counter of its own, until a point lies in the
/// circle. `attempt` is the counter to begin with, and that after the last one used.
double next_normal(std::uint64_t key, std::uint64_t element, std::uint64_t &attempt) noexcept {
    for (;;) {
        const philox_block bits = philox(key, element, attempt++);
        const double u = 2 * unit_interval(bits[0], bits[1]) - 1;
        const double v = 2 * unit_interval(bits[2], bits[3]) - 1;
        const double radius = u * u + v * v;
        if (radius > 0 && radius < 1) return u * std::sqrt(-2 * portable_log(radius) / radius);
    }
}

}  // namespace

double uniform_sample(std::uint64_t key, std::uint64_t element) noexcept {
    const philox_block bits = philox(key, element);
    return unit_interval(bits[0], bits[1]);
}

double normal_sample(std::uint64_t key, std::uint64_t element, std::uint64_t attempt) noexcept {
    return next_normal(key, element, attempt);
}

double truncated_normal_sample(std::uint64_t key, std::uint64_t element) noexcept {
    std::uint64_t attempt = 0;
    for (;;) {
        const double x = next_normal(key, element, attempt);
        if (std::fabs(x) <= 2) return x;
    }
}

}  // namespace sylvite::core
