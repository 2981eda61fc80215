// A dataset takes over a vector, and of all else keeps a view.
// SHOWS: Mistake = values_are_gone_after_the_call<std::array<float, 3>
// WITHIN GCC: 2 LINES
#include <sylvite/runtime/data/dataset.hpp>

#include <array>

void fill(sylvite::dataset &rows) {
    constexpr sylvite::input_handle<float, 3> x{0, "x"};
    rows.add(x, std::array<float, 3>{1, 2, 3});  // HERE
}
