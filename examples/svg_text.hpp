// Text within SVG.
#pragma once

#include <string>
#include <string_view>

/// The text with what would begin a tag or an entity as an entity.
inline std::string escaped(std::string_view text) {
    std::string safe;
    for (const char c : text) c == '&' ? safe += "&amp;" : c == '<' ? safe += "&lt;" : safe += c;
    return safe;
}
