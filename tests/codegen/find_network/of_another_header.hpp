// A struct of the library's name may come from anywhere.
// LIBRARY: wave
// FINDS: wave
#pragma once
#include "included/wave.hpp"

struct options {
    int width;
};
