// Trains the network of network.hpp on the images of ../digits, as that example does its own.
#include "../digits/training.hpp"

#include <digits_conv.gen.hpp>

int main(int argc, char **argv) {
    return training_program<digits_conv>(argc, argv, "digits_conv",
                                         "Trains a convolutional classifier of handwritten digits.");
}
