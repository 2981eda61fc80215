// Draws pictures, trains the residual network of network.hpp on them, and writes what became of it into a folder.
#include "arguments.hpp"
#include "drawings.hpp"
#include "pictures.hpp"

#include <images.gen.hpp>
#include <images_linear.gen.hpp>

#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/train/fit.hpp>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>

namespace {

/// Tells how it goes, and has the pictures changed for the next epoch.
class epochs final : public sylvite::progress_sink {
  public:
    std::size_t now = 0;

    void after_step(const sylvite::training_progress &progress) override { lines_.after_step(progress); }
    void after_epoch(const sylvite::training_progress &progress) override {
        lines_.after_epoch(progress);
        ++now;
    }

  private:
    sylvite::terminal_progress lines_{stdout};
};

/// What part of the held-out pictures a linear classifier reads right.
double linear_accuracy(const arguments &a, const pictures &training, const pictures &held_out) {
    images_linear net({.seed = a.seed, .threads = a.threads});
    sylvite::fit(net, dataset_of<images_linear>(training),
                 {.epochs = a.epochs, .rows = a.rows, .last = sylvite::drop_partial, .seed = a.seed, .rate = 3e-4});
    return net.evaluate(dataset_of<images_linear>(held_out)).accuracy;
}

void write_all(const std::filesystem::path &folder, images &net, const pictures &held_out) {
    const auto said = net.predict(dataset_of<images>(held_out));
    net.save((folder / "images.safetensors").string());
    save_samples((folder / "samples.svg").string(), held_out, {said.kind, said.sureness});
    save_confusion((folder / "confusion.svg").string(), count(held_out.kinds, said.kind));
    save_filters((folder / "filters.svg").string(), net.values(images::stem_conv_weight), 16, 5);
    std::printf("written to %s: images.safetensors, metrics.csv, samples.svg, confusion.svg, filters.svg\n",
                folder.c_str());
}

void make_folder(const std::filesystem::path &folder) {
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (!std::filesystem::is_directory(folder))
        throw sylvite::error("cannot make the folder '" + folder.string() +
                             "': " + (problem ? problem.message() : "something else of that name is there"));
}

void train(const arguments &a) {
    const std::filesystem::path folder = a.folder;
    make_folder(folder);
    const auto start = std::chrono::steady_clock::now();
    const pictures training = draw_pictures(a.count, a.seed, "training");
    const pictures held_out = draw_pictures(a.held_out, a.seed, "held out");
    std::printf("%zu pictures to learn from and %zu held out, of %zu kinds, drawn in %.1f s\n", training.count(),
                held_out.count(), kinds,
                std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    std::printf("a linear classifier reads %.1f %% of those held out right\n",
                100 * linear_accuracy(a, training, held_out));

    images net({.seed = a.seed, .threads = a.threads});
    std::printf("images: %zu parameters\n", images::parameter_count);
    epochs progress;
    const auto rows = a.augments ? augmented<images>(training, a.seed, progress.now) : dataset_of<images>(training);
    const auto test = dataset_of<images>(held_out);
    const auto done = sylvite::fit(net, rows,
                                   {.epochs = a.epochs,
                                    .rows = a.rows,
                                    .last = sylvite::drop_partial,
                                    .seed = a.seed,
                                    .rate = sylvite::one_cycle(a.rate, a.epochs * (a.count / a.rows)),
                                    .held_out = &test,
                                    .progress = &progress,
                                    .csv = (folder / "metrics.csv").string()});
    const auto result = net.evaluate(test);
    std::printf("held out: %.2f %% of %zu pictures are read right, loss %.4f; %zu steps in %.0f s\n",
                100 * result.accuracy, result.rows, result.loss, done.steps, done.seconds);
    write_all(folder, net, held_out);
}

}  // namespace

int main(int argc, char **argv) {
    const arguments a = read_arguments(argc, argv);
    return status_of("images_train", [&] { train(a); });
}
