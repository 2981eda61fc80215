// [program]
#include <line.gen.hpp>

#include <sylvite/runtime/data/dataset.hpp>
#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/train/fit.hpp>

#include <cstdio>
#include <vector>

int main() {
    std::vector<float> x, y;  // points of y = 3 x - 1
    for (int i = 0; i < 200; ++i) {
        x.push_back(static_cast<float>(i) / 100 - 1);
        y.push_back(3 * x.back() - 1);
    }
    try {
        sylvite::dataset points;
        points.add(line::x, x).add(line::y, y);
        line net({.seed = 1});
        const auto done = sylvite::fit(net, points, {.epochs = 50, .rows = 32, .rate = 0.1});
        std::printf("y = %.3f x + %.3f after %zu steps\n", static_cast<double>(net.values(line::fitted_weight)[0]),
                    static_cast<double>(net.values(line::fitted_bias)[0]), done.steps);

        const float where[] = {0.5F};
        net.bind(line::x, where);
        std::printf("at 0.5: %.3f\n", static_cast<double>(net.predict().y[0]));
        return 0;
    } catch (const sylvite::error &problem) {
        std::fprintf(stderr, "%s\n", problem.what());
        return 1;
    }
}
// [end]
