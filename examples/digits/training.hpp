// The program that trains a reader of digits, whatever its network: of the inputs pixels, label and rate, with the
// entries train and evaluate.
#pragma once

#include "../command_line.hpp"

#include <sylvite/runtime/data/csv.hpp>
#include <sylvite/runtime/train/fit.hpp>

#include <cstdio>
#include <string>

struct training_arguments : training_options {
    training_arguments() : training_options{.epochs = 30, .rows = 32, .rate = 0.002} {}

    std::string data = DIGITS_CSV, weights, csv;
};

/// Trains the network on four fifths of the digits and tells how it does on the rest.
template <class Network>
void train(const training_arguments &a) {
    const auto all = sylvite::read_csv(a.data, Network::pixels, Network::label, {.classes = 10});
    const auto [training, held_out] = all.hold_out_every(5);
    Network net({.seed = a.seed, .threads = a.threads});
    std::printf("%s: %zu parameters; %zu images to learn from, %zu held out\n", net.code().name,
                Network::parameter_count, training.rows(), held_out.rows());

    sylvite::terminal_progress progress(stdout);
    const auto done = sylvite::fit(net, training,
                                   {.epochs = a.epochs,
                                    .rows = a.rows,
                                    .seed = a.seed,
                                    .rate = a.rate,
                                    .held_out = &held_out,
                                    .progress = &progress,
                                    .csv = a.csv});
    const auto result = net.evaluate(held_out);
    std::printf("held out: %.2f %% of %zu images are read right, loss %.4f; %zu steps in %.2f s\n",
                100 * result.accuracy, result.rows, result.loss, done.steps, done.seconds);
    net.save(a.weights);
    std::printf("weights written to %s\n", a.weights.c_str());
}

inline error_t read_training_argument(int key, char *text, argp_state *state) {
    auto &a = *static_cast<training_arguments *>(state->input);
    switch (key) {
        case 'd':
            a.data = text;
            return 0;
        case 'w':
            a.weights = text;
            return 0;
        case 'c':
            a.csv = text;
            return 0;
        default:
            return read_training_option(key, text, state, a, {1, 359});
    }
}

/// The program's main function, of the example called `name`.
template <class Network>
int training_program(int argc, char **argv, const std::string &name, const char *purpose) {
    training_arguments a;
    a.weights = name + ".safetensors";
    const std::string weights_help = "File for the trained weights (" + a.weights + ")";
    const argp_option options[] = {{"data", 'd', "FILE", 0, "CSV of images and labels", 0},
                                   {"weights", 'w', "FILE", 0, weights_help.c_str(), 0},
                                   {"csv", 'c', "FILE", 0, "File for the metrics of each epoch", 0},
                                   {"epochs", 'e', "N", 0, "Times that all images are seen (30)", 0},
                                   {"rows", 'r', "N", 0, "Images in a step (32)", 0},
                                   {"rate", 'l', "X", 0, "Learning rate (0.002)", 0},
                                   {"seed", 's', "N", 0, "Of the starting weights and the order of images (1)", 0},
                                   {"threads", 't', "N", 0, "0: all (0)", 0},
                                   {}};
    read_command_line(argc, argv, options, read_training_argument, purpose, a);
    return status_of(name + "_train", [&] { train<Network>(a); });
}
