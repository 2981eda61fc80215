// The tensors that hold a standardisation in a file of weights: f64, one value for each value of a row.
#pragma once

#include <sylvite/runtime/weights/reserved_names.hpp>

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace sylvite::io {

[[nodiscard]] inline std::string shift_name(std::string_view column) {
    return fmt::format("{}standardisation.{}.shift", reserved_prefix, column);
}
[[nodiscard]] inline std::string scale_name(std::string_view column) {
    return fmt::format("{}standardisation.{}.scale", reserved_prefix, column);
}

}  // namespace sylvite::io
