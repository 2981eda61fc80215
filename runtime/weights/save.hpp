// What goes into a file of weights beside the parameters.
#pragma once

#include <sylvite/runtime/data/class_names.hpp>
#include <sylvite/runtime/data/standardisation.hpp>
#include <sylvite/runtime/instance.hpp>

#include <vector>

namespace sylvite {

struct save_options {
    with_state state = with_state::no;  // optimizer state and stored gradients too; running statistics come anyway
    /// Of the network's inputs; load_standardisation reads them again.
    std::vector<standardisation> standardisations = {};
    /// Of labels that are inputs of the network; load_class_names reads them again.
    std::vector<sylvite::class_names> class_names = {};
};

}  // namespace sylvite
