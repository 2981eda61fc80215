// Trains with the comfort of a whole system, and saves the weights that main.cpp is built with.
#include <gate_teacher.gen.hpp>

#include <sylvite/runtime/error.hpp>

#include <cstdio>

int main(int argc, char **argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: gate_teach FILE.safetensors\n");
        return 2;
    }
    try {
        const float switches[] = {0, 0, 0, 1, 1, 0, 1, 1}, target[] = {0, 1, 1, 0};
        gate_teacher net({.seed = 1, .threads = 1});
        net.bind(gate_teacher::switches, switches);
        net.bind(gate_teacher::target, target);
        net.set(gate_teacher::rate, 0.5f);
        double loss = 1;
        for (int step = 0; step < 5000 && loss > 1e-4; ++step) loss = net.train().loss;
        net.save(argv[1]);
        std::printf("loss %.5f, saved in %s\n", loss, argv[1]);
        return loss > 1e-4 ? 1 : 0;
    } catch (const sylvite::error &e) {
        std::fprintf(stderr, "gate_teach: %s\n", e.what());
        return 1;
    }
}
