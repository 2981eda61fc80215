// What the comfortable layer throws: one clear sentence.
#pragma once

#include <sylvite/runtime/standard_library.hpp>

#include <stdexcept>

namespace sylvite {

/// what() is one sentence: what was wrong, where, what was expected and what was found.
class error : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

}  // namespace sylvite
