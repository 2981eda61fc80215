#include <sylvite/runtime/io/printable.hpp>

#include <sylvite/runtime/error.hpp>

namespace sylvite::io {

std::string printable(std::string_view text, std::size_t longest) {
    std::string result;
    for (const char letter : text.substr(0, longest)) {
        const auto code = static_cast<unsigned char>(letter);
        result += code < 0x20 || code == 0x7f ? '?' : letter;
    }
    return text.size() > longest ? result + "..." : result;
}

void fail_in(std::string_view file_name, std::string_view message) {
    throw error(std::string(file_name) + ": " + printable(message, 400));
}

}  // namespace sylvite::io
