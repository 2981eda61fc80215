// Trains the network of examples/digits for some steps, and prints numbers that two machines can be compared by.
#include <digits.gen.hpp>

#include <sylvite/runtime/error.hpp>

#include <cstdio>
#include <vector>

int main() {
    try {
        constexpr std::size_t rows = 48;
        std::vector<float> pixels;
        std::vector<std::int32_t> labels;
        for (std::size_t row = 0; row < rows; ++row) {
            for (std::size_t i = 0; i < 64; ++i) pixels.push_back(static_cast<float>((row * 31 + i * i * 7) % 17));
            labels.push_back(static_cast<std::int32_t>(row * 3 % 10));
        }
        digits net({.seed = 5, .threads = 2});
        net.bind(digits::pixels, pixels);
        net.bind(digits::label, labels);
        net.set(digits::rate, 0.002f);
        for (int step = 1; step <= 10; ++step) std::printf("loss_%d %.9g\n", step, net.train(rows).loss);
        const auto last = net.evaluate(rows);
        std::printf("evaluated_loss %.9g\naccuracy %.9g\n", last.loss, last.accuracy);
        const auto weights = net.values(digits::hidden_weight);
        for (std::size_t i = 0; i < weights.size(); i += 997)
            std::printf("hidden_weight_%zu %.9g\n", i, static_cast<double>(weights[i]));
        const auto moments = net.values(digits::out_weight_adam_v);
        for (std::size_t i = 0; i < moments.size(); i += 211)
            std::printf("out_weight_adam_v_%zu %.9g\n", i, static_cast<double>(moments[i]));
        const auto read = net.predict(rows).digit;
        for (std::size_t row = 0; row < rows; row += 7) std::printf("digit_%zu %d\n", row, read[row]);
        return 0;
    } catch (const sylvite::error &e) {
        std::fprintf(stderr, "digits_steps: %s\n", e.what());
        return 1;
    }
}
