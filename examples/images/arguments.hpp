// The command line of images_train, by glibc's argp.
#pragma once

#include "../command_line.hpp"

struct arguments : training_options {
    arguments() : training_options{.epochs = 20, .rows = 64, .rate = 0.1} {}

    std::string folder = "images_trained";
    std::size_t count = 8000, held_out = 2000;
    bool augments = true;
};

/// Ends the program with a sentence and status 2 where they make no sense.
[[nodiscard]] arguments read_arguments(int argc, char **argv);
