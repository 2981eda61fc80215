// One training step of mlp_mnist and nothing else: run it under a timer to see what starting up costs. Prints the loss
// and the peak resident memory.
#include <mlp_mnist.gen.hpp>

#include <sys/resource.h>

#include <cstdio>
#include <vector>

int main() {
    mlp_mnist net({.seed = 1});
    const std::vector<float> x(128 * 784, 0.5F);
    const std::vector<std::int32_t> label(128, 3);
    net.bind(mlp_mnist::x, x);
    net.bind(mlp_mnist::label, label);
    net.set(mlp_mnist::rate, 1e-3F);
    const double loss = net.train().loss;
    rusage use{};
    getrusage(RUSAGE_SELF, &use);
    std::printf("loss %.4f, peak resident memory %.1f MB\n", loss, static_cast<double>(use.ru_maxrss) / 1e3);
}
