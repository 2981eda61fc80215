// The same, where the input is named by a text.
// SHOWS: Mistake = values_are_gone_after_the_call<std::array<float, 3>
// WITHIN GCC: 2 LINES
#include <sylvite/runtime/instance.hpp>

#include <array>

void run(sylvite::instance &net) {
    net.bind("x", std::array<float, 3>{1, 2, 3});  // HERE
}
