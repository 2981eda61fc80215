// Sizes that files promise, against what there can be.
#pragma once

#include <cstdint>
#include <string_view>

namespace sylvite::io {

/// Throws sylvite::error when `what` (of the file `path`) needs more bytes than this machine has: memory that the
/// system hands out nevertheless would end the process when it is touched.
void require_memory(std::string_view path, std::string_view what, std::uint64_t bytes);

}  // namespace sylvite::io
