// What goes into a file of weights beside the parameters.
#pragma once

#include <sylvite/runtime/data/standardisation.hpp>
#include <sylvite/runtime/instance.hpp>

#include <vector>

namespace sylvite {

struct save_options {
    with_state state = with_state::no;  // optimizer state and stored gradients too
    /// Of the network's inputs; load_standardisation reads them again.
    std::vector<standardisation> standardisations = {};
};

}  // namespace sylvite
