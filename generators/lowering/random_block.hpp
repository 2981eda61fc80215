// Random numbers of neighbours, worked out before the loop that reads them: all four words of a block of bits are used,
// where an element by itself would work out four for one.
#pragma once

#include <sylvite/generators/lowering/kernel.hpp>

namespace sylvite::generators {

/// What a loop reads one after the other: all that its axes span, or stretches of so many elements of one axis.
struct random_run {
    std::vector<axis_id> axes;  // outermost first
    std::int64_t stretch = 0;   // elements; 0: all
};

/// The numbers of one run, from the start of the group that it begins in.
struct random_block {
    Func numbers;  // over `place`, then what is the same for all of the run
    Var place;
    std::int64_t most = 0;  // places
};

/// Values whose elements lie in runs as they lie in groups are read from Funcs from now on.
[[nodiscard]] std::vector<random_block> hold_random_numbers(kernel &k, held_values &held, const random_run &run);

/// Works them out anew in each iteration of a loop of the reader, whose body is one run.
void schedule_random_block(random_block &block, const Func &reader, const Var &loop, int lanes);

}  // namespace sylvite::generators
