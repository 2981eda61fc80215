// Compiled without contraction of a * b + c: a platform with a fused multiply-add would round otherwise.
#include <sylvite/runtime/core/initialise.hpp>
#include <sylvite/runtime/core/memory.hpp>
#include <sylvite/runtime/core/orthogonal.hpp>
#include <sylvite/runtime/core/philox.hpp>
#include <sylvite/runtime/core/random.hpp>

#include <cstring>

namespace sylvite::core {

namespace {

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
            case initialiser::kind::truncated_normal:
                value = t.init.a + t.init.b * truncated_normal_sample(key, i);
                break;
            case initialiser::kind::orthogonal:  // of whole matrices, in floating point: fill_orthogonal
                break;
        }
        const T element = static_cast<T>(value);
        std::memcpy(data + i * sizeof(T), &element, sizeof(T));
    }
}

}  // namespace

void initialise(const tensor &t, std::uint64_t seed, std::byte *data) noexcept {
    const std::uint64_t key = stream_key(seed, t.name);
    if (t.init.how == initialiser::kind::orthogonal && is_floating(t.type)) return fill_orthogonal(t, key, data);
    with_element(t.type, [&]<class T>(T) { fill<T>(t, key, data); });
}

void initialise_persistent(const program &code, std::uint64_t seed, std::byte *segment_start) noexcept {
    for (const tensor &t : code.tensors)
        if (t.where == segment::persistent && t.what != role::input) initialise(t, seed, segment_start + t.offset);
}

}  // namespace sylvite::core
