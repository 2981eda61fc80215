// Reads a file as a spreadsheet writes it, trains, saves, and predicts as another program would.
#include <flower.gen.hpp>

#include <sylvite/runtime/data/class_names.hpp>
#include <sylvite/runtime/data/csv.hpp>
#include <sylvite/runtime/data/standardisation.hpp>
#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/train/fit.hpp>
#include <sylvite/runtime/weights/save.hpp>

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

namespace {

void write_flowers(const std::string &path) {
    std::ofstream to(path, std::ios::binary);
    to << "length;place;width;kind\r\n";
    const char *kinds[] = {"rose", "daisy", "blue poppy"};
    for (int i = 0; i < 300; ++i)
        to << 2 + i % 3 << ',' << i * 7 % 10 << ";\"bed; row " << i << "\";" << 1 + i % 3 << ',' << i * 3 % 10 << ';'
           << kinds[i % 3] << "\r\n";
}

void train(const std::string &file) {
    // [read]
    const auto flowers = sylvite::read_csv(file, flower::size, flower::kind,
                                           {.delimiter = ';',
                                            .label = {.name = "kind"},
                                            .drop_columns = {{"place"}},
                                            .labels = sylvite::csv_labels::names,
                                            .decimal = ','});
    // [end]
    // [save]
    const auto [training, held_out] = flowers.hold_out_every(5);
    const auto scaling = sylvite::mean_and_deviation(training, flower::size);
    flower net({.seed = 1});
    sylvite::fit(net, scaling.apply(training), {.epochs = 60, .rows = 16, .rate = 0.1});
    net.save("flower.safetensors",
             {.standardisations = {scaling}, .class_names = {sylvite::class_names_of(training, flower::kind)}});
    // [end]
}

void predict() {
    // [predict]
    flower net;
    net.load("flower.safetensors");
    const auto scaling = sylvite::load_standardisation("flower.safetensors", flower::size);
    const auto kinds = sylvite::load_class_names("flower.safetensors", flower::kind);
    std::vector<float> size{4.5F, 3.5F};
    scaling.apply(std::span(size));
    net.bind(flower::size, size);
    std::printf("a flower of 4.5 by 3.5 is a %s\n", kinds[net.predict().likely[0]].c_str());
    // [end]
}

}  // namespace

int main() {
    try {
        write_flowers("flower.csv");
        train("flower.csv");
        predict();
        return 0;
    } catch (const sylvite::error &problem) {
        std::fprintf(stderr, "%s\n", problem.what());
        return 1;
    }
}
