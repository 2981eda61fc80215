#include <sylvite/codegen/emit.hpp>

#include <unistd.h>

#include <array>
#include <cctype>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string_view>

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

std::string identifier(const std::string &name) {
    // keywords, and the members of sylvite::instance
    static constexpr std::array taken = {
        std::string_view("and"),         std::string_view("auto"),          std::string_view("bool"),
        std::string_view("break"),       std::string_view("case"),          std::string_view("catch"),
        std::string_view("char"),        std::string_view("class"),         std::string_view("const"),
        std::string_view("continue"),    std::string_view("default"),       std::string_view("delete"),
        std::string_view("do"),          std::string_view("double"),        std::string_view("else"),
        std::string_view("enum"),        std::string_view("explicit"),      std::string_view("export"),
        std::string_view("extern"),      std::string_view("false"),         std::string_view("float"),
        std::string_view("for"),         std::string_view("friend"),        std::string_view("goto"),
        std::string_view("if"),          std::string_view("inline"),        std::string_view("int"),
        std::string_view("long"),        std::string_view("namespace"),     std::string_view("new"),
        std::string_view("not"),         std::string_view("operator"),      std::string_view("or"),
        std::string_view("private"),     std::string_view("protected"),     std::string_view("public"),
        std::string_view("register"),    std::string_view("return"),        std::string_view("short"),
        std::string_view("signed"),      std::string_view("sizeof"),        std::string_view("static"),
        std::string_view("struct"),      std::string_view("switch"),        std::string_view("template"),
        std::string_view("this"),        std::string_view("throw"),         std::string_view("true"),
        std::string_view("try"),         std::string_view("typedef"),       std::string_view("union"),
        std::string_view("unsigned"),    std::string_view("using"),         std::string_view("virtual"),
        std::string_view("void"),        std::string_view("volatile"),      std::string_view("while"),
        std::string_view("xor"),         std::string_view("requires"),      std::string_view("concept"),
        std::string_view("bind"),        std::string_view("set"),           std::string_view("run"),
        std::string_view("save"),        std::string_view("load"),          std::string_view("values"),
        std::string_view("code"),        std::string_view("memory"),        std::string_view("threads"),
        std::string_view("entry"),       std::string_view("has_entry"),     std::string_view("initialise"),
        std::string_view("restore"),     std::string_view("persistent"),    std::string_view("step"),
        std::string_view("results"),     std::string_view("state"),         std::string_view("rows"),
        std::string_view("set_extent"),  std::string_view("bound_rows"),    std::string_view("find_not_finite"),
        std::string_view("bind_tensor"), std::string_view("unbind_tensor"), std::string_view("parameter_count"),
        std::string_view("peak_bytes"),  std::string_view("entries")};
    std::string out;
    for (const char c : name) out += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
    if (out.empty() || std::isdigit(static_cast<unsigned char>(out[0])) != 0) out.insert(out.begin(), '_');
    for (const std::string_view word : taken)
        if (out == word) return out + '_';
    return out;
}

void write_if_changed(const std::filesystem::path &file, const std::string &text) {
    {
        std::ifstream in(file, std::ios::binary);
        std::ostringstream old;
        if (in && (old << in.rdbuf() || text.empty()) && old.str() == text) return;
    }
    std::filesystem::path temporary = file;
    temporary += ".tmp" + std::to_string(::getpid());
    {
        std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
        out.write(text.data(), static_cast<std::streamsize>(text.size()));
        out.close();
        if (!out) {
            std::error_code ignored;
            std::filesystem::remove(temporary, ignored);
            throw std::runtime_error("cannot write " + file.string());
        }
    }
    std::filesystem::rename(temporary, file);
}

}  // namespace sylvite::codegen
