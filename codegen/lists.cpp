#include <sylvite/codegen/lists.hpp>

#include <sstream>

namespace sylvite::codegen {

std::vector<std::string> split(const std::string &list, char separator) {
    std::vector<std::string> parts;
    std::istringstream in(list);
    for (std::string part; std::getline(in, part, separator);) parts.push_back(part);
    return parts;
}

std::vector<std::string> words_of(const std::string &list, char separator) {
    auto parts = split(list, separator);
    std::erase(parts, "");
    return parts;
}

}  // namespace sylvite::codegen
