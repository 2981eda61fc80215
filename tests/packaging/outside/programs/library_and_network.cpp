// Two copies of the runtime in one process: one in the shared library, one here.
#include <right.gen.hpp>
#include <scorer.hpp>

int main() {
    const float x[] = {1, -2, 3, 0.5f};
    scorer score;
    // The parameters' starting values depend on their names and the seed, and both networks predict alike.
    right net({.seed = 7, .threads = 2});
    for (int round = 0; round < 3; ++round) {
        net.bind(right::x, x);
        if (net.predict().y[0] != score(x)) return 1;
    }
    return 0;
}
