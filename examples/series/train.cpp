// Trains the network of network.hpp on all but the last year of the series, and compares its forecasts of that year
// with naive ones.
#include "../command_line.hpp"
#include "plot.hpp"
#include "report.hpp"
#include "split.hpp"
#include "windows.hpp"

#include <series.gen.hpp>

#include <sylvite/runtime/train/fit.hpp>

#include <cstdio>
#include <memory>
#include <span>
#include <string>

namespace {

using shown = windows<series>;

struct arguments : training_options {
    arguments() : training_options{.epochs = 20, .rows = 32, .rate = 0.004} {}

    std::string data = CO2_CSV, weights = "series.safetensors", csv = "series_curve.csv", plot = "series.svg",
                unit = "ppm of CO2";
    std::size_t held_out = 10 * a_year;
};

void train(const arguments &a) {
    const auto all = std::make_shared<const weekly_series>(read_weeks(a.data));
    const split_series parts = hold_out_last(a.held_out, *all, {shown::before, shown::coming});
    const auto training = shown::at(parts.training, all), held_out = shown::at(parts.held_out, all);

    series net({.seed = a.seed, .threads = a.threads});
    const scale learnt = scale_of_changes(*all, parts.training, shown::coming);
    net.set(series::mean, std::span(&learnt.mean, 1));
    net.set(series::deviation, std::span(&learnt.deviation, 1));
    std::printf("series: %zu parameters; %zu weeks from %s on, the last %zu held out; %zu windows to learn from\n",
                series::parameter_count, all->size(), all->date(0).c_str(), a.held_out, training.rows());

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

    const auto result = net.predict(held_out);
    const held_out_forecasts forecasts{*all, parts, shown::coming, result.forecast};
    const held_out_errors errors = errors_of(forecasts);
    print(errors, forecasts, a.unit);
    write_svg(a.plot, charts_of(errors, forecasts, a.unit));
    net.save(a.weights);
    std::printf("the curve of the training was written to %s, forecasts to %s, weights to %s\n", a.csv.c_str(),
                a.plot.c_str(), a.weights.c_str());
}

const argp_option options[] = {{"data", 'd', "FILE", 0, "CSV of year, month, day and value, one a week", 0},
                               {"unit", 'u', "TEXT", 0, "Of the values (ppm of CO2)", 0},
                               {"weights", 'w', "FILE", 0, "File for the trained weights (series.safetensors)", 0},
                               {"csv", 'c', "FILE", 0, "File for the errors after each epoch (series_curve.csv)", 0},
                               {"plot", 'p', "FILE", 0, "SVG file for forecasts beside what came (series.svg)", 0},
                               {"held-out", 'o', "WEEKS", 0, "Weeks at the end that are not learnt from (520)", 0},
                               {"epochs", 'e', "N", 0, "Times that all windows are seen (20)", 0},
                               {"rows", 'r', "N", 0, "Windows in a step (32)", 0},
                               {"rate", 'l', "X", 0, "Highest learning rate, of one cycle (0.004)", 0},
                               {"seed", 's', "N", 0, "Of the starting weights and the order of windows (1)", 0},
                               {"threads", 't', "N", 0, "0: all (0)", 0},
                               {}};

error_t read_option(int key, char *text, argp_state *state) {
    auto &a = *static_cast<arguments *>(state->input);
    switch (key) {
        case 'd':
            a.data = text;
            return 0;
        case 'u':
            a.unit = text;
            return 0;
        case 'w':
            a.weights = text;
            return 0;
        case 'c':
            a.csv = text;
            return 0;
        case 'p':
            a.plot = text;
            return 0;
        case 'o':
            a.held_out = number_from<std::size_t>(text, "held-out", 1, 1e6, state);
            return 0;
        default:
            return read_training_option(key, text, state, a, {1, 128});
    }
}

}  // namespace

int main(int argc, char **argv) {
    arguments a;
    read_command_line(argc, argv, options, read_option, "Trains a forecast of a weekly series.", a);
    return status_of("series_train", [&] { train(a); });
}
