// Goes on with a text, with weights that text_train has written. The library linked in holds the write entry alone: no
// backward kernel, no optimizer state.
#include "../command_line.hpp"
#include "writer.hpp"

#include <text_writer.gen.hpp>

#include <chrono>
#include <cstdio>
#include <string>

namespace {

struct arguments {
    std::string beginning = "ROMEO:", weights = "text.safetensors";
    std::size_t length = 1000;
    double temperature = 0.8;
    std::uint64_t seed = 1;
};

void write(const arguments &a) {
    text_writer net({.threads = 1});
    net.load(a.weights);
    writer author(net, a.temperature, a.seed);
    const auto begin = std::chrono::steady_clock::now();
    const std::string written = author.go_on(a.beginning, a.length);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    std::printf("%s%s\n", a.beginning.c_str(), written.c_str());
    std::fprintf(stderr, "%zu characters in %.3f s\n", written.size(), seconds.count());
}

const argp_option options[] = {{"beginning", 'b', "TEXT", 0, "What to go on with (ROMEO:)", 0},
                               {"weights", 'w', "FILE", 0, "File that text_train has written (text.safetensors)", 0},
                               {"length", 'n', "N", 0, "Characters to write (1000)", 0},
                               {"temperature", 't', "X", 0, "0: the likeliest, 1: as they are likely (0.8)", 0},
                               {"seed", 's', "N", 0, "Of what is drawn (1)", 0},
                               {}};

error_t read_option(int key, char *text, argp_state *state) {
    auto &a = *static_cast<arguments *>(state->input);
    switch (key) {
        case 'b':
            a.beginning = text;
            if (a.beginning.empty()) argp_error(state, "--beginning: expected one character at least, found none");
            return 0;
        case 'w':
            a.weights = text;
            return 0;
        case 'n':
            a.length = number_from<std::size_t>(text, "length", 0, 1e9, state);
            return 0;
        case 't':
            a.temperature = number_from<double>(text, "temperature", 0, 100, state);
            return 0;
        case 's':
            a.seed = number_from<std::uint64_t>(text, "seed", 0, 1e15, state);
            return 0;
        default:
            return read_nothing_else(key, text, state);
    }
}

}  // namespace

int main(int argc, char **argv) {
    arguments a;
    read_command_line(argc, argv, options, read_option, "Writes a text.", a);
    return status_of("text_predict", [&] { write(a); });
}
