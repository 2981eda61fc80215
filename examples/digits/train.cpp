// Trains the network of network.hpp on four fifths of the digits and tells how it does on the rest.
#include <digits.gen.hpp>

#include <sylvite/runtime/data/csv.hpp>
#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/train/fit.hpp>

#include <CLI/CLI.hpp>

#include <cstdio>

namespace {

struct arguments {
    std::string data = DIGITS_CSV, weights = "digits.safetensors", csv;
    std::size_t epochs = 30, rows = 32;
    double rate = 0.002;
    std::uint64_t seed = 1;
    int threads = 0;
};

void train(const arguments &a) {
    const auto all = sylvite::read_csv(a.data, digits::pixels, digits::label, {.classes = 10});
    const auto [training, held_out] = all.hold_out_every(5);
    digits net({.seed = a.seed, .threads = a.threads});
    std::printf("digits: %zu parameters; %zu images to learn from, %zu held out\n", digits::parameter_count,
                training.rows(), held_out.rows());

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

}  // namespace

int main(int argc, char **argv) {
    arguments a;
    CLI::App app{"Trains a classifier of handwritten digits.", "digits_train"};
    app.add_option("--data", a.data, "CSV of images and labels");
    app.add_option("--weights", a.weights, "File for the trained weights")->capture_default_str();
    app.add_option("--csv", a.csv, "File for the metrics of each epoch");
    app.add_option("--epochs", a.epochs)->capture_default_str()->check(CLI::Range(1, 1000000));
    app.add_option("--rows", a.rows, "Images in a step")->capture_default_str()->check(CLI::Range(1, 359));
    app.add_option("--rate", a.rate, "Learning rate")->capture_default_str();
    app.add_option("--seed", a.seed, "Of the starting weights and the order of images")->capture_default_str();
    app.add_option("--threads", a.threads, "0: all")->capture_default_str()->check(CLI::Range(0, 1024));
    CLI11_PARSE(app, argc, argv);
    try {
        train(a);
        return 0;
    } catch (const sylvite::error &e) {
        std::fprintf(stderr, "digits_train: %s\n", e.what());
        return 1;
    }
}
