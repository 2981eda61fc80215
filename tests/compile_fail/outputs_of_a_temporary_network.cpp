// A view of an output points into the network.
// SHOWS: Mistake = network_is_gone_after_the_call
// WITHIN GCC: 2 LINES
#include <sylvite/runtime/instance.hpp>

sylvite::entry_result run(const sylvite::core::program &code) {
    return sylvite::instance(code).run(sylvite::entry_handle{0}, 1);  // HERE
}
