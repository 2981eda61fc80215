// Values that are gone before the network reads them.
// SHOWS: Mistake = values_are_gone_after_the_call<std::vector<float>
// SHOWS GCC: use of deleted function
// SHOWS CLANG: call to deleted member function 'bind'
// WITHIN GCC: 2 LINES
#include <sylvite/runtime/instance.hpp>

#include <vector>

void run(sylvite::instance &net) {
    constexpr sylvite::input_handle<float, 2> x{0, "x"};
    net.bind(x, std::vector<float>(20, 1.0F));  // HERE
}
