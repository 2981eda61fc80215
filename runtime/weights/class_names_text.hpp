// Class names in the metadata of a file of weights: a key for each column, a JSON array of texts under it.
#pragma once

#include <sylvite/runtime/io/json_text.hpp>
#include <sylvite/runtime/weights/reserved_names.hpp>

#include <span>
#include <string>
#include <string_view>

namespace sylvite::io {

[[nodiscard]] inline std::string class_names_key(std::string_view column) {
    return std::string(reserved_prefix) + "classes." + std::string(column);
}

[[nodiscard]] inline std::string class_names_text(std::span<const std::string> names) {
    std::string text = "[";
    for (const std::string &name : names) text += (text.size() > 1 ? "," : "") + json_text(name);
    return text + "]";
}

}  // namespace sylvite::io
