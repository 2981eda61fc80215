#include "arrays.hpp"

#include <sylvite/runtime/data/idx.hpp>

int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t count) {
    fuzz::read_as_each_type(sylvite::data::idx_column, bytes, count);
    return 0;
}
