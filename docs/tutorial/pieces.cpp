// Points of the plane, told apart by whether their coordinates have the same sign.
#include <pieces.gen.hpp>

#include <sylvite/runtime/data/dataset.hpp>
#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/train/fit.hpp>

#include <cstdio>
#include <vector>

int main() {
    std::vector<float> x;
    std::vector<std::int32_t> label;
    for (int i = 0; i < 500; ++i) {
        x.push_back(static_cast<float>(i * 37 % 199) / 99 - 1);
        x.push_back(static_cast<float>(i * 83 % 211) / 105 - 1);
        label.push_back(x[x.size() - 2] * x.back() > 0 ? 1 : 0);
    }
    try {
        sylvite::dataset points;
        points.add(pieces::x, x).add(pieces::label, label);
        pieces net({.seed = 1, .threads = 1});
        const double before = net.evaluate(points).accuracy;
        // [fit]
        sylvite::fit(net, points, {.epochs = 100, .rows = 50, .rate = sylvite::cosine_decay(0.01, 1000)});
        // [end]
        const auto after = net.evaluate(points);
        std::printf("accuracy %.3f, then %.3f; sure of it by %.2f\n", before, after.accuracy, after.sureness);
        return after.accuracy > 0.95 ? 0 : 1;
    } catch (const sylvite::error &problem) {
        std::fprintf(stderr, "%s\n", problem.what());
        return 1;
    }
}
