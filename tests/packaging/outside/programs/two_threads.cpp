// Each thread has an instance of its own; their training does not touch each other's.
#include <left.gen.hpp>

#include <algorithm>
#include <array>
#include <thread>
#include <vector>

namespace {

std::vector<float> weights_after_training(std::uint64_t seed, int threads) {
    std::array<float, 64> x{};
    std::array<float, 16> target{};
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>((i * 37 + seed) % 19) / 19;
    for (std::size_t i = 0; i < target.size(); ++i) target[i] = x[4 * i] - x[4 * i + 1];
    left net({.seed = seed, .threads = threads});
    net.bind(left::x, x);
    net.bind(left::target, target);
    net.set(left::rate, 0.05f);
    for (int step = 0; step < 200; ++step) net.train();
    const auto weights = net.values(left::hidden_weight);
    return {weights.begin(), weights.end()};
}

}  // namespace

int main() {
    const auto first = weights_after_training(1, 1), second = weights_after_training(2, 1);
    if (first == second) return 1;
    for (const int threads : {1, 2}) {
        std::vector<float> a, b;
        std::thread one([&] { a = weights_after_training(1, threads); });
        std::thread two([&] { b = weights_after_training(2, threads); });
        one.join();
        two.join();
        if (a != first || b != second) return 2;
    }
    return 0;
}
