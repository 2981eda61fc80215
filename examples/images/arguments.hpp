// The command line of images_train, by glibc's argp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

struct arguments {
    std::string folder = "images_trained";
    std::size_t count = 8000, held_out = 2000;
    std::size_t epochs = 20, rows = 64;
    double rate = 0.1;
    std::uint64_t seed = 1;
    int threads = 0;
    bool augments = true;
};

/// Ends the program with a sentence and status 2 where they make no sense.
[[nodiscard]] arguments read_arguments(int argc, char **argv);
