// Trains the network of network.hpp on all but the last tenth of a text, says how well it expects that tenth, and lets
// it write some lines.
#include "../command_line.hpp"
#include "characters.hpp"
#include "counts.hpp"
#include "pieces.hpp"
#include "writer.hpp"

#include <text.gen.hpp>

#include <sylvite/runtime/train/fit.hpp>

#include <cmath>
#include <cstdio>
#include <memory>
#include <span>
#include <string>

namespace {

struct arguments : training_options {
    arguments() : training_options{.epochs = 3, .rows = 16, .rate = 0.002} {}

    std::string data = SHAKESPEARE, weights = "text.safetensors", csv = "text_curve.csv";
    std::size_t step = 64;
};

void print(const char *who, double perplexity) {
    std::printf("  %-44s %10.3f %16.3f\n", who, perplexity, std::log2(perplexity));
}

void train(const arguments &a) {
    constexpr std::size_t places = decltype(text::tokens)::elements;
    const auto all = std::make_shared<const std::vector<std::int32_t>>(tokens_of_file(a.data));
    const std::size_t learnt = all->size() - all->size() / 10;
    const auto training = pieces<text>(all, 0, learnt, a.step);
    const auto held_out = pieces<text>(all, learnt, all->size(), places);

    text net({.seed = a.seed, .threads = a.threads});
    std::printf("text: %zu parameters; %zu characters to learn from, in %zu pieces; the last %zu held out\n",
                text::parameter_count, learnt, training.rows(), all->size() - learnt);

    sylvite::terminal_progress progress(stdout);
    const std::size_t steps = a.epochs * ((training.rows() + a.rows - 1) / a.rows);
    const auto done = sylvite::fit(net, training,
                                   {.epochs = a.epochs,
                                    .rows = a.rows,
                                    .seed = a.seed,
                                    .rate = sylvite::one_cycle(a.rate, steps),
                                    .held_out = &held_out,
                                    .progress = &progress,
                                    .csv = a.csv});
    std::printf("%zu steps in %.1f s\n", done.steps, done.seconds);

    const std::span<const std::int32_t> known = std::span(*all).first(learnt), wanted = std::span(*all).subspan(learnt);
    std::printf("what is held out, a character:                    perplexity             bits\n");
    print("network", std::exp(done.held_out.at(0).value));
    for (const int before : {5, 1, 0}) {
        const std::string who = "frequencies behind " + std::to_string(before) + " characters";
        print(who.c_str(), perplexity_of_counts(known, wanted, before));
    }
    net.save(a.weights);
    std::printf("the curve of the training was written to %s, weights to %s; this the network wrote:\n\n",
                a.csv.c_str(), a.weights.c_str());
    std::printf("%s\n", writer(net, 0.8, a.seed).go_on("\n", 400).c_str());
}

const argp_option options[] = {{"data", 'd', "FILE", 0, "Text to learn, of ASCII (Shakespeare's plays)", 0},
                               {"weights", 'w', "FILE", 0, "File for the trained weights (text.safetensors)", 0},
                               {"csv", 'c', "FILE", 0, "File for the losses after each epoch (text_curve.csv)", 0},
                               {"step", 'p', "N", 0, "A piece to learn begins every N characters (64)", 0},
                               {"epochs", 'e', "N", 0, "Times that all pieces are seen (3)", 0},
                               {"rows", 'r', "N", 0, "Pieces in a step of the training (16)", 0},
                               {"rate", 'l', "X", 0, "Highest learning rate, of one cycle (0.002)", 0},
                               {"seed", 's', "N", 0, "Of starting weights, order, dropout and writing (1)", 0},
                               {"threads", 't', "N", 0, "0: all (0)", 0},
                               {}};

error_t read_option(int key, char *value, argp_state *state) {
    auto &a = *static_cast<arguments *>(state->input);
    switch (key) {
        case 'd':
            a.data = value;
            return 0;
        case 'w':
            a.weights = value;
            return 0;
        case 'c':
            a.csv = value;
            return 0;
        case 'p':
            a.step = number_from<std::size_t>(value, "step", 1, 1e9, state);
            return 0;
        default:
            return read_training_option(key, value, state, a, {1, 32});
    }
}

}  // namespace

int main(int argc, char **argv) {
    arguments a;
    read_command_line(argc, argv, options, read_option, "Trains a language model of characters.", a);
    return status_of("text_train", [&] { train(a); });
}
