// The sentence with which a call refuses.
#pragma once

#include <sylvite/runtime/error.hpp>

#include <string>

namespace sylvite::test {

/// "" where it does not.
template <class F>
std::string said_by(F run) {
    try {
        run();
    } catch (const sylvite::error &problem) {
        return problem.what();
    }
    return "";
}

}  // namespace sylvite::test
