#include <sylvite/codegen/emit.hpp>

#include <sylvite/runtime/io/atomic_file.hpp>

#include <cctype>
#include <fstream>
#include <sstream>
#include <string_view>
#include <system_error>

namespace sylvite::codegen {

std::string quoted(const std::string &text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\n')
            out += "\\n";
        else
            out += c;
    }
    return out + '"';
}

namespace {

/// Whether the word stands in a list of words, each with a blank behind it.
bool stands_in(std::string_view list, const std::string &word) {
    const std::string padded = " " + word + " ";
    return list.find(padded) != std::string_view::npos;
}

}  // namespace

std::string identifier(const std::string &name) {
    static constexpr std::string_view keywords =
        " "
        "alignas alignof and and_eq asm auto bitand bitor bool break case catch char char8_t char16_t "
        "char32_t class compl concept const consteval constexpr constinit const_cast continue co_await "
        "co_return co_yield decltype default delete do double dynamic_cast else enum explicit export extern "
        "false float for friend goto if inline int long mutable namespace new noexcept not not_eq nullptr "
        "operator or or_eq private protected public register reinterpret_cast requires return short signed "
        "sizeof static static_assert static_cast struct switch template this thread_local throw true try "
        "typedef typeid typename union unsigned using virtual void volatile wchar_t while xor xor_eq ";
    static constexpr std::string_view members_of_instance =
        " "
        "bind set run save load values code memory threads entry has_entry initialise restore persistent step "
        "results state rows set_extent bound_rows find_not_finite check_indices bind_tensor unbind_tensor "
        "parameter_count "
        "peak_bytes entries instance ";
    std::string out;
    for (const char c : name) out += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
    if (out.empty() || std::isdigit(static_cast<unsigned char>(out[0])) != 0) out.insert(out.begin(), '_');
    return stands_in(keywords, out) || stands_in(members_of_instance, out) ? out + '_' : out;
}

void write_if_changed(const std::filesystem::path &file, const std::string &text) {
    // Of a pipe or a terminal there is nothing to compare with.
    if (std::error_code ignored; std::filesystem::is_regular_file(file, ignored)) {
        std::ifstream in(file, std::ios::binary);
        std::ostringstream old;
        if (in && (old << in.rdbuf() || text.empty()) && old.str() == text) return;
    }
    io::replace_file(file.string(), text, io::unsynced_file_operations());
}

}  // namespace sylvite::codegen
