// Learns the sine from 256 points, and says what it makes of 1.
#include <wave.gen.hpp>

#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/train/fit.hpp>

#include <cmath>
#include <cstdio>
#include <vector>

int main() {
    try {
        std::vector<float> x, target;
        for (int i = 0; i < 256; ++i) {
            x.push_back(static_cast<float>(i) / 40 - 3.2f);
            target.push_back(std::sin(x.back()));
        }
        sylvite::dataset points;
        points.add(wave::x, x).add(wave::target, target);

        wave net({.seed = 1, .threads = 1});
        const auto result = sylvite::fit(net, points, {.epochs = 200, .rows = 64, .rate = 0.01});

        const float one[] = {1};
        net.bind(wave::x, one);
        const float y = net.predict().y[0];
        std::printf("%zu parameters, loss %.5f, sin(1) = %.3f\n", wave::parameter_count, result.train[0].value,
                    static_cast<double>(y));
        return std::abs(y - std::sin(1.0f)) < 0.1f ? 0 : 1;
    } catch (const sylvite::error &e) {
        std::fprintf(stderr, "learn_wave: %s\n", e.what());
        return 1;
    }
}
