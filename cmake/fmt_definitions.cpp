// What the system's libfmt would define, from its headers alone. Formatting an unknown list of arguments needs all of
// it.
#include <fmt/format.h>

namespace sylvite {

std::string format_anything(fmt::string_view text, fmt::format_args arguments);
std::string format_anything(fmt::string_view text, fmt::format_args arguments) { return fmt::vformat(text, arguments); }

}  // namespace sylvite
