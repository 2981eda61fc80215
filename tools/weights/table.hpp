// A network's persistent segment as C++.
#pragma once

#include "layout.hpp"

#include <sylvite/runtime/weights/load.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace sylvite::weights {

/// States that the file does not hold have their starting values. Throws sylvite::error as instance::load does.
[[nodiscard]] std::vector<std::byte> persistent_image(const layout &network, const std::string &path,
                                                      const load_options &how);

/// The declaration of the table `name`, and its definition.
[[nodiscard]] std::string header_text(const layout &network, const std::string &name, const std::string &from);
[[nodiscard]] std::string source_text(const layout &network, const std::string &name, const std::string &from,
                                      const std::vector<std::byte> &image);

}  // namespace sylvite::weights
