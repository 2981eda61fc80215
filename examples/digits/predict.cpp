// Reads digits with weights that digits_train has written. The library linked in holds the predict entry alone: no
// backward kernel, no optimizer state.
#include "../command_line.hpp"

#include <digits_reader.gen.hpp>

#include <sylvite/runtime/data/csv.hpp>

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

namespace {

constexpr std::size_t side = 8, classes = 10;

/// Images side by side, one character a pixel, two across.
void draw(std::span<const float> pixels, std::size_t images) {
    static constexpr char shades[] = " .:-=+*#%@";
    for (std::size_t y = 0; y < side; ++y) {
        for (std::size_t i = 0; i < images; ++i) {
            for (std::size_t x = 0; x < side; ++x) {
                const float grey = pixels[(i * side + y) * side + x];  // 0 to 16
                const char c = shades[std::min(static_cast<std::size_t>(grey / 16 * 9.5F), std::size_t{9})];
                std::printf("%c%c", c, c);
            }
            std::printf("  ");
        }
        std::printf("\n");
    }
}

void print_confusion(std::span<const std::int32_t> labels, std::span<const std::int32_t> digits) {
    std::size_t counts[classes][classes] = {}, right = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        ++counts[labels[i]][digits[i]];
        if (labels[i] == digits[i]) ++right;
    }
    std::printf("rows: the digit written; columns: the digit read\n     ");
    for (std::size_t c = 0; c < classes; ++c) std::printf("%5zu", c);
    std::printf("\n");
    for (std::size_t r = 0; r < classes; ++r) {
        std::printf("%5zu", r);
        for (const std::size_t n : counts[r])
            n == 0 ? static_cast<void>(std::printf("    .")) : static_cast<void>(std::printf("%5zu", n));
        std::printf("\n");
    }
    std::printf("%zu of %zu right: %.2f %%\n", right, labels.size(),
                100.0 * static_cast<double>(right) / static_cast<double>(labels.size()));
}

void predict(const std::string &data, const std::string &weights, std::size_t shown) {
    const sylvite::input_handle<std::int32_t> label{
        {0, "label"}};  // a column of the file; this network has no such input
    const auto all = sylvite::read_csv(data, digits_reader::pixels, label, {.classes = 10});
    const auto held_out = all.hold_out_every(5).second;
    digits_reader net;
    net.load(weights);

    std::vector<float> pixels(held_out.rows() * side * side);
    std::vector<std::int32_t> labels(held_out.rows());
    held_out.read(*held_out.find("pixels"), 0, held_out.rows(), pixels.data());
    held_out.read(*held_out.find("label"), 0, held_out.rows(), labels.data());
    const auto result = net.predict(held_out);

    shown = std::min(shown, held_out.rows());
    for (std::size_t first = 0; first < shown; first += 6) {
        const std::size_t images = std::min<std::size_t>(6, shown - first);
        draw(std::span(pixels).subspan(first * side * side), images);
        for (std::size_t i = first; i < first + images; ++i)
            std::printf("%-18s",
                        ("read " + std::to_string(result.digit[i]) + ", written " + std::to_string(labels[i])).c_str());
        std::printf("\n\n");
    }
    print_confusion(labels, result.digit);
}

struct arguments {
    std::string data = DIGITS_CSV, weights = "digits.safetensors";
    std::size_t shown = 6;
};

const argp_option options[] = {
    {"data", 'd', "FILE", 0, "CSV of images and labels", 0},
    {"weights", 'w', "FILE", 0, "File that digits_train has written (digits.safetensors)", 0},
    {"show", 's', "N", 0, "Images to draw (6)", 0},
    {}};

error_t read_option(int key, char *text, argp_state *state) {
    auto &a = *static_cast<arguments *>(state->input);
    switch (key) {
        case 'd':
            a.data = text;
            return 0;
        case 'w':
            a.weights = text;
            return 0;
        case 's':
            a.shown = number_from<std::size_t>(text, "show", 0, 1e6, state);
            return 0;
        default:
            return read_nothing_else(key, text, state);
    }
}

}  // namespace

int main(int argc, char **argv) {
    arguments a;
    read_command_line(argc, argv, options, read_option, "Reads handwritten digits.", a);
    return status_of("digits_predict", [&] { predict(a.data, a.weights, a.shown); });
}
