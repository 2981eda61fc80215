#include "characters.hpp"

#include <sylvite/runtime/error.hpp>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>

namespace {

constexpr char first = ' ';
constexpr std::int32_t end_of_line = '~' - first + 1;
static_assert(end_of_line + 1 == number_of_characters);

}  // namespace

std::vector<std::int32_t> tokens_of(std::string_view text, const std::string &source) {
    std::vector<std::int32_t> tokens(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c != '\n' && (c < first || c > '~')) {
            const std::string_view before = text.substr(0, i);
            char found[8];
            std::snprintf(found, sizeof(found), "0x%02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
            throw sylvite::error(source + ", line " +
                                 std::to_string(std::count(before.begin(), before.end(), '\n') + 1) + ", column " +
                                 std::to_string(i - (before.rfind('\n') + 1) + 1) +
                                 ": expected a printable character of ASCII, found the byte " + found);
        }
        tokens[i] = c == '\n' ? end_of_line : c - first;
    }
    return tokens;
}

std::vector<std::int32_t> tokens_of_file(const std::string &file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    if (!in || !(text << in.rdbuf())) throw sylvite::error(file + " cannot be read, or is empty");
    return tokens_of(text.str(), file);
}

char character_of(std::int32_t token) { return token == end_of_line ? '\n' : static_cast<char>(first + token); }
