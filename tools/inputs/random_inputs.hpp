// Seeded random values for all inputs of an entry.
#pragma once

#include <sylvite/runtime/instance.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace sylvite::tools {

struct input_options {
    std::uint64_t seed = 1;
    std::size_t rows = 0;                   // 0: as many as the entry takes
    std::int32_t integers = 2;              // integers are drawn from 0 to integers - 1
    std::map<std::string, double> scalars;  // values of inputs of one value
};

class random_inputs {
  public:
    /// Binds them all: floating-point values from -1 to 1, integers from 0 to `integers` - 1, scalars as given, else
    /// 0.001. Dynamic extents other than the rows are set to their bounds. Throws sylvite::error.
    random_inputs(instance &net, entry_handle entry, const input_options &wanted);

    /// That a step runs over; of an entry without dynamic extents, 0.
    [[nodiscard]] std::size_t rows() const noexcept { return rows_; }

  private:
    std::size_t rows_ = 0;
    std::vector<std::unique_ptr<std::byte[]>> values_;  // what is bound
};

}  // namespace sylvite::tools
