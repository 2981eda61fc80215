// Trains the network of network.hpp.
#include "training.hpp"

#include <digits.gen.hpp>

int main(int argc, char **argv) {
    return training_program<digits>(argc, argv, "digits", "Trains a classifier of handwritten digits.");
}
