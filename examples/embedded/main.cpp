// Predicts with weights that are part of the program, then learns the same from nothing. All memory is static: no heap,
// no exceptions, no RTTI, no threads, no files.
#include <gate_weights.weights.hpp>

#include <string.h>
#include <unistd.h>

namespace {

using sylvite::core::status;

// A row of four for each: the weights are read where they stand, in constant data; the learner has its own.
gate_core<sylvite::embedded::variables::constant> reader;
gate_core<sylvite::embedded::variables::writable> learner;

constexpr float switches[] = {0, 0, 0, 1, 1, 0, 1, 1};
constexpr float target[] = {0, 1, 1, 0};

// The program's only way to say something; a device would blink.
void say(const char *text) {
    if (::write(1, text, ::strlen(text)) < 0) return;
}

bool is_right(std::span<const float> light) {
    for (int row = 0; row < 4; ++row) {
        const float difference = light[static_cast<std::size_t>(row)] - target[row];
        if (difference > 0.1f || difference < -0.1f) return false;
    }
    return true;
}

template <class Network>
bool predicts(Network &net) {
    typename Network::predict_result result;
    if (net.bind(Network::switches, switches) != status::ok || net.predict(4, result) != status::ok) {
        say(net.message());
        return false;
    }
    return is_right(result.light);
}

bool learns(double &loss) {
    if (learner.start(3) != status::ok || learner.bind(learner.switches, switches) != status::ok ||
        learner.bind(learner.target, target) != status::ok || learner.set(learner.rate, 0.5f) != status::ok)
        return false;
    decltype(learner)::train_result result;
    for (int step = 0; step < 5000; ++step)
        if (learner.train(4, result) != status::ok) return false;
    loss = result.loss;
    return true;
}

}  // namespace

int main() {
    if (reader.start(gate_weights) != status::ok || !predicts(reader)) {
        say("the weights of the program do not work\n");
        return 1;
    }
    say("the weights of the program are right\n");
    double loss = 1;
    if (!learns(loss) || !(loss < 1e-3) || !predicts(learner)) {
        say(learner.message());
        say("the network does not learn\n");
        return 2;
    }
    say("the network has learnt\n");
    return 0;
}
