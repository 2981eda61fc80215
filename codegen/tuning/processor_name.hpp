// Which processor this is, as tuning databases name it.
#pragma once

#include <string>

namespace sylvite::codegen {

/// A short name that may be part of a file's: "zen3" where the microarchitecture is known, else vendor and numbers of
/// the processor such as "intel-6-85" or "arm-65-3340"; "unknown" where the system does not tell.
[[nodiscard]] std::string processor_name();

/// The same, of the text of /proc/cpuinfo.
[[nodiscard]] std::string processor_name(const std::string &cpuinfo);

}  // namespace sylvite::codegen
