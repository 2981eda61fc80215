// Names of tensors that Sylvite keeps beside the weights in one file.
#pragma once

#include <sylvite/runtime/standard_library.hpp>

#include <string>
#include <string_view>

namespace sylvite::io {

inline constexpr std::string_view reserved_prefix = "sylvite.";

[[nodiscard]] inline bool is_reserved(std::string_view tensor) noexcept { return tensor.starts_with(reserved_prefix); }

}  // namespace sylvite::io
