// The formats are those of <ar.h> and <elf.h>: "!<arch>\n", then members with a header of 60 characters each, at even
// offsets; GNU ar keeps long names in a member "//", and "/123" stands for the name at 123 in it.
#include <sylvite/codegen/inspect/code_size.hpp>

#include <sylvite/codegen/plan_network.hpp>

#include <ar.h>
#include <elf.h>

#include <charconv>
#include <cstring>
#include <stdexcept>
#include <string_view>

namespace sylvite::codegen {
namespace {

template <class T>
bool read(std::string_view file, std::uint64_t offset, T &to) {
    if (offset > file.size() || file.size() - offset < sizeof(T)) return false;
    std::memcpy(&to, file.data() + offset, sizeof(T));
    return true;
}

bool add_sections(std::string_view file, object_size &size) {
    Elf64_Ehdr header{};
    if (!read(file, 0, header) || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 ||
        header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_shentsize != sizeof(Elf64_Shdr))
        return false;
    for (unsigned i = 0; i < header.e_shnum; ++i) {
        Elf64_Shdr section{};
        if (!read(file, header.e_shoff + i * sizeof section, section)) return false;
        if ((section.sh_flags & SHF_ALLOC) == 0) continue;
        ((section.sh_flags & SHF_EXECINSTR) != 0 ? size.code : size.data) += section.sh_size;
    }
    return true;
}

class archive_reader {
  public:
    archive_reader(const std::filesystem::path &path, std::string_view text) : path_(path.string()), text_(text) {
        if (!text.starts_with(std::string_view(ARMAG, SARMAG))) fail("is no archive");
    }

    std::map<std::string, object_size> run() {
        std::map<std::string, object_size> sizes;
        ar_hdr header{};
        for (std::size_t at = SARMAG; at < text_.size();) {
            if (!read(text_, at, header)) fail("ends within a header");
            const std::size_t bytes = number(std::string_view(header.ar_size, sizeof header.ar_size));
            at += sizeof header;
            if (bytes > text_.size() - at) fail("ends within a member");
            const std::string_view content = text_.substr(at, bytes);
            const std::string name = name_of(std::string_view(header.ar_name, sizeof header.ar_name));
            if (name == "//")
                long_names_ = content;
            else if (name != "/" && name != "/SYM64/" && !add_sections(content, sizes[name]))
                fail("holds something that is no 64-bit ELF object: " + name);
            at += bytes + bytes % 2;
        }
        return sizes;
    }

  private:
    [[noreturn]] void fail(const std::string &what) const { throw std::runtime_error(path_ + ": " + what); }

    std::size_t number(std::string_view digits) const {
        std::size_t value = 0;
        if (std::from_chars(digits.data(), digits.data() + digits.size(), value).ec != std::errc{})
            fail("has a number that is none");
        return value;
    }
    std::string name_of(std::string_view field) const {
        field = field.substr(0, field.find_last_not_of(' ') + 1);
        if (field.size() > 1 && field[0] == '/' && field[1] >= '0' && field[1] <= '9') {
            const std::size_t at = number(field.substr(1));
            if (at >= long_names_.size()) fail("has a name that is not there");
            field = long_names_.substr(at);
            field = field.substr(0, field.find("/\n"));
        } else if (field.size() > 1 && field.back() == '/' && field != "//" && field != "/SYM64/") {
            field.remove_suffix(1);
        }
        return std::string(field);
    }

    std::string path_;
    std::string_view text_, long_names_;
};

}  // namespace

std::optional<std::map<std::string, object_size>> sizes_of_library(const std::filesystem::path &library) {
    if (!std::filesystem::exists(library)) return std::nullopt;
    const std::string text = read_file(library);
    return archive_reader(library, text).run();
}

}  // namespace sylvite::codegen
