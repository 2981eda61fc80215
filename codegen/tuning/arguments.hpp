// The options of NETWORK.tune.
#pragma once

#include <sylvite/codegen/tuning/search.hpp>

#include <cstdint>
#include <string>

namespace sylvite::codegen {

struct tune_arguments {
    double budget = 600;
    std::int64_t trials = 0, seed = 1;
    int threads = 0;
    std::string runner, database, target, cxx;
    search_method method = search_method::climb;
    bool curve = false, autoschedulers = false;
};

/// Ends the program with a sentence, and 2, where an option is wrong.
[[nodiscard]] tune_arguments read_arguments(int argc, char **argv, const std::string &network);

}  // namespace sylvite::codegen
