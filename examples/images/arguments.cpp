#include "arguments.hpp"

namespace {

constexpr argp_option options[] = {
    {"output", 'o', "FOLDER", 0, "For weights, metrics and drawings; made if it is not there (images_trained)", 0},
    {"pictures", 'p', "N", 0, "Pictures to learn from (8000)", 0},
    {"held-out", 'H', "N", 0, "Pictures to test with (2000)", 0},
    {"epochs", 'e', "N", 0, "Times that all pictures are seen (20)", 0},
    {"rows", 'r', "N", 0, "Pictures in a step (64)", 0},
    {"rate", 'l', "X", 0, "Highest learning rate (0.1)", 0},
    {"seed", 's', "N", 0, "Of the pictures, the starting weights and the order (1)", 0},
    {"threads", 't', "N", 0, "0: all (0)", 0},
    {"no-augmentation", 'n', nullptr, 0, "Show the pictures as they are, each epoch the same", 0},
    {}};

error_t read_option(int key, char *text, argp_state *state) {
    auto &a = *static_cast<arguments *>(state->input);
    switch (key) {
        case 'o':
            a.folder = text;
            return 0;
        case 'p':
            a.count = number_from<std::size_t>(text, "pictures", 2, 1e6, state);
            return 0;
        case 'H':
            a.held_out = number_from<std::size_t>(text, "held-out", 1, 1e6, state);
            return 0;
        case 'n':
            a.augments = false;
            return 0;
        case ARGP_KEY_END:
            if (a.rows > a.count)
                argp_error(state, "--rows: %zu pictures in a step are more than the %zu to learn from", a.rows,
                           a.count);
            return 0;
        default:
            return read_training_option(key, text, state, a, {2, 128});
    }
}

}  // namespace

arguments read_arguments(int argc, char **argv) {
    arguments a;
    read_command_line(argc, argv, options, read_option,
                      "Draws small pictures of ten kinds and trains a residual network to tell them apart.", a);
    return a;
}
