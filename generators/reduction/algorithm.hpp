// One chain of Funcs for each reduction, and the output, which reads the chains' totals.
#pragma once

#include <sylvite/generators/lowering/reduce.hpp>
#include <sylvite/generators/reduction/family.hpp>

namespace sylvite::generators {

struct reduction_funcs {
    std::vector<reduction_chain> chains;  // none: all sums are of a single element
};

}  // namespace sylvite::generators
