// How parameters and states start. Random ones are drawn by the runtime from a counter-based generator keyed by the
// instance's seed and the tensor's name.
#pragma once

#include <cstdint>

namespace sylvite {

struct initialiser {
    enum class kind : std::uint8_t {
        zeros,
        constant,
        uniform,
        normal,
        truncated_normal,
        orthogonal,  // up to here in the order of runtime/core/program.hpp
        fan_in_uniform,
        glorot_uniform,
        he_uniform,
        he_normal
    };
    kind how = kind::zeros;
    double a = 0;  // constant: the value; uniform: lower bound; normal: mean; orthogonal: length of the vectors
    double b = 0;  // uniform: upper bound; normal: standard deviation
};

inline constexpr initialiser zeros{};
constexpr initialiser constant(double value) { return {initialiser::kind::constant, value, 0}; }
constexpr initialiser uniform(double low, double high) { return {initialiser::kind::uniform, low, high}; }
constexpr initialiser normal(double mean, double deviation) { return {initialiser::kind::normal, mean, deviation}; }
/// Normal numbers within two deviations of the mean, others being drawn again: of deviation 0.88 in place of 1.
constexpr initialiser truncated_normal(double mean, double deviation) {
    return {initialiser::kind::truncated_normal, mean, deviation};
}
/// A matrix of the first axis by all others whose rows (or columns, if it has more rows) are orthogonal and of length
/// `gain`. At least two axes, floating point. A. M. Saxe, J. L. McClelland, S. Ganguli 2014.
constexpr initialiser orthogonal(double gain = 1) { return {initialiser::kind::orthogonal, gain, 0}; }
/// Uniform within ±1/sqrt(fan in): what PyTorch's Linear starts from.
inline constexpr initialiser fan_in_uniform{initialiser::kind::fan_in_uniform};
/// Uniform within ±sqrt(6 / (fan in + fan out)). Glorot and Bengio 2010, equation 16.
inline constexpr initialiser glorot_uniform{initialiser::kind::glorot_uniform};
/// Uniform within ±sqrt(6 / fan in), or normal of variance 2 / fan in. He et al. 2015, equation 10.
inline constexpr initialiser he_uniform{initialiser::kind::he_uniform};
inline constexpr initialiser he_normal{initialiser::kind::he_normal};

namespace detail {

/// Newton's iteration from above; ends where it stops to fall.
constexpr double square_root(double x) {
    if (x <= 0) return 0;
    double r = x > 1 ? x : 1;
    for (int i = 0; i < 2000; ++i) {
        const double next = 0.5 * (r + x / r);
        if (next >= r) break;
        r = next;
    }
    return r;
}

/// The same initialiser in terms of those that the runtime knows.
constexpr initialiser resolve(initialiser i, std::int64_t fan_in, std::int64_t fan_out) {
    const auto in = static_cast<double>(fan_in), out = static_cast<double>(fan_out);
    double bound = 0;
    switch (i.how) {
        case initialiser::kind::fan_in_uniform:
            bound = square_root(1 / in);
            break;
        case initialiser::kind::glorot_uniform:
            bound = square_root(6 / (in + out));
            break;
        case initialiser::kind::he_uniform:
            bound = square_root(6 / in);
            break;
        case initialiser::kind::he_normal:
            return normal(0, square_root(2 / in));
        default:
            return i;
    }
    return uniform(-bound, bound);
}

}  // namespace detail
}  // namespace sylvite
