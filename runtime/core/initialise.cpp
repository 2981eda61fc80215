// Compiled without contraction of a * b + c: a platform with a fused multiply-add would round otherwise.
#include <sylvite/runtime/core/initialise.hpp>
#include <sylvite/runtime/core/memory.hpp>
#include <sylvite/runtime/core/philox.hpp>

#include <cmath>
#include <cstring>

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

double uniform_sample(std::uint64_t key, std::uint64_t element) noexcept {
    const philox_block bits = philox(key, element);
    return unit_interval(bits[0], bits[1]);
}

/// G. Marsaglia's polar method; an element draws again under a counter of its own until a point lies in the circle.
double normal_sample(std::uint64_t key, std::uint64_t element) noexcept {
    for (std::uint64_t attempt = 0;; ++attempt) {
        const philox_block bits = philox(key, element, attempt);
        const double u = 2 * unit_interval(bits[0], bits[1]) - 1;
        const double v = 2 * unit_interval(bits[2], bits[3]) - 1;
        const double radius = u * u + v * v;
        if (radius > 0 && radius < 1) return u * std::sqrt(-2 * portable_log(radius) / radius);
    }
}

template <class T>
void fill(const tensor &t, std::uint64_t key, std::byte *data) noexcept {
    const std::uint64_t count = bound_volume(t);
    for (std::uint64_t i = 0; i < count; ++i) {
        double value = 0;
        switch (t.init.how) {
            case initialiser::kind::zeros:
                break;
            case initialiser::kind::constant:
                value = t.init.a;
                break;
            case initialiser::kind::uniform:
                value = t.init.a + (t.init.b - t.init.a) * uniform_sample(key, i);
                break;
            case initialiser::kind::normal:
                value = t.init.a + t.init.b * normal_sample(key, i);
                break;
        }
        const T element = static_cast<T>(value);
        std::memcpy(data + i * sizeof(T), &element, sizeof(T));
    }
}

}  // namespace

void initialise(const tensor &t, std::uint64_t seed, std::byte *data) noexcept {
    const std::uint64_t key = stream_key(seed, t.name);
    switch (t.type) {
        case dtype::f32:
            return fill<float>(t, key, data);
        case dtype::f64:
            return fill<double>(t, key, data);
        case dtype::i32:
            return fill<std::int32_t>(t, key, data);
        case dtype::boolean:
            return fill<bool>(t, key, data);
    }
}

void initialise_persistent(const program &code, std::uint64_t seed, std::byte *segment_start) noexcept {
    for (const tensor &t : code.tensors)
        if (t.where == segment::persistent && t.what != role::input) initialise(t, seed, segment_start + t.offset);
}

}  // namespace sylvite::core
