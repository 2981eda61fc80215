// What a program does around a network: it stops and goes on, serves several threads, checks what it is given.
#include <pieces.gen.hpp>

#include <sylvite/runtime/data/dataset.hpp>
#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/train/fit.hpp>

#include <array>
#include <cstdio>
#include <cstring>
#include <thread>
#include <vector>

namespace {

constexpr const char *file = "tutorial_around.safetensors";

void train_half(const sylvite::dataset &points) {
    // [stop]
    pieces net({.seed = 1});
    sylvite::fit(net, points, {.epochs = 10, .rows = 50, .rate = 0.01});
    net.save(file, sylvite::with_state::yes);  // the parameters, and what the optimizer remembers
    // [end]
}

pieces trained(const sylvite::dataset &points) {
    // [go on]
    pieces net;
    net.load(file, sylvite::with_state::yes);
    sylvite::fit(net, points, {.epochs = 10, .rows = 50, .first_epoch = 11, .rate = 0.01});
    // [end]
    return net;
}

bool is_as_if_in_one_go(const pieces &net, const sylvite::dataset &points) {
    pieces other({.seed = 1});
    sylvite::fit(other, points, {.epochs = 20, .rows = 50, .rate = 0.01});
    return std::memcmp(net.persistent().data(), other.persistent().data(), net.persistent().size()) == 0;
}

std::array<double, 4> asked_by_threads(const pieces &net, const sylvite::dataset &points) {
    std::array<double, 4> accuracy{};
    // [threads]
    std::vector<std::thread> team;
    for (double &mine : accuracy)
        team.emplace_back([&] {
            pieces own(net, {.threads = 1});  // shares the parameters, has activations of its own
            mine = own.evaluate(points).accuracy;
        });
    for (std::thread &one : team) one.join();
    // [end]
    return accuracy;
}

void step(pieces &net, const std::vector<float> &x, const std::vector<std::int32_t> &label) {
    // [check]
    net.bind(pieces::x, x);
    net.bind(pieces::label, label);
    net.check_indices(pieces::train_entry);
    net.train();
    // [end]
}

}  // namespace

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
        train_half(points);
        pieces net = trained(points);
        std::remove(file);
        std::printf("%s\n", is_as_if_in_one_go(net, points) ? "the same bits" : "other bits");
        for (const double accuracy : asked_by_threads(net, points)) std::printf("accuracy %.3f\n", accuracy);
        label[7] = 2;
        step(net, x, label);
    } catch (const sylvite::error &problem) {
        std::printf("%s\n", problem.what());
    }
}
