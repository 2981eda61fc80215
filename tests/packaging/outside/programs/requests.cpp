// A server's way: one set of weights, an instance for each request, on the thread that serves it.
#include <left.gen.hpp>

#include <sylvite/runtime/error.hpp>

#include <atomic>
#include <thread>
#include <vector>

namespace {

constexpr int requests = 64, servers = 4;

std::vector<float> answer(left &net, int request) {
    std::vector<float> x;
    for (int i = 0; i < 4 * (1 + request % 16); ++i) x.push_back(static_cast<float>((request * 7 + i) % 11) / 11);
    net.bind(left::x, x);
    const auto y = net.predict().y;
    return {y.begin(), y.end()};
}

bool refuses_to_train(left &net) {
    const float x[] = {1, 2, 3, 4}, target[] = {1};
    net.bind(left::x, x);
    net.bind(left::target, target);
    net.set(left::rate, 0.1f);
    try {
        net.train();
        return false;
    } catch (const sylvite::error &) {
        return true;
    }
}

}  // namespace

int main() {
    left weights({.seed = 5, .threads = 1});
    std::vector<std::vector<float>> expected;
    for (int request = 0; request < requests; ++request) expected.push_back(answer(weights, request));

    std::atomic<int> next = 0, right_answers = 0;
    std::vector<std::thread> threads;
    for (int server = 0; server < servers; ++server)
        threads.emplace_back([&] {
            for (int request = next++; request < requests; request = next++) {
                left mine(weights, {.threads = 1});
                if (mine.values(left::hidden_weight).data() != weights.values(left::hidden_weight).data()) return;
                right_answers += answer(mine, request) == expected[static_cast<std::size_t>(request)] ? 1 : 0;
            }
        });
    // Meanwhile the owner may read its parameters too.
    for (int request = 0; request < requests; ++request)
        if (answer(weights, request) != expected[static_cast<std::size_t>(request)]) --right_answers;
    for (std::thread &thread : threads) thread.join();
    if (right_answers != requests) return 1;
    {
        left reader(weights, {.threads = 1});
        if (!refuses_to_train(reader) || !refuses_to_train(weights)) return 2;
    }
    return refuses_to_train(weights) ? 3 : 0;  // nobody shares them any longer
}
