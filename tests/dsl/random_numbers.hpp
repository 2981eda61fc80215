// Random numbers of the tests: the same on every machine, from one seed.
#pragma once

#include <sylvite/dsl/reference/tensor.hpp>

#include <cstdlib>
#include <random>

namespace sylvite::test {

class random_numbers {
  public:
    explicit random_numbers(std::uint64_t seed) : engine_(seed) {}
    double operator()(double low, double high) {
        return low + (high - low) * static_cast<double>(engine_() >> 11) * 0x1p-53;
    }
    std::int64_t below(std::int64_t limit) {
        return static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(limit));
    }
    bool chance(double probability) { return (*this)(0, 1) < probability; }
    template <class T>
    const T &any_of(const std::vector<T> &items) {
        return items[static_cast<std::size_t>(below(static_cast<std::int64_t>(items.size())))];
    }
    reference::tensor uniform(dtype type, const reference::dimensions &dims, double low, double high) {
        reference::tensor t(type, dims);
        for (std::size_t i = 0; i < t.size(); ++i) t.set(i, (*this)(low, high));
        return t;
    }

  private:
    std::mt19937_64 engine_;
};

/// A number from the environment, so that a test can be run longer or from another seed: SYLVITE_RANDOM_GRAPHS (how
/// many) and SYLVITE_RANDOM_SEED (the first; the others follow).
inline std::uint64_t from_environment(const char *name, std::uint64_t otherwise) {
    const char *text = std::getenv(name);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}
inline std::uint64_t random_graph_count() { return from_environment("SYLVITE_RANDOM_GRAPHS", 30); }
inline std::uint64_t random_graph_seed() { return from_environment("SYLVITE_RANDOM_SEED", 1); }

}  // namespace sylvite::test
