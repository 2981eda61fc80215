#include <sylvite/generators/lowering/weak_symbols.hpp>

#include <elf.h>

#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace sylvite::generators {
namespace {

/// Reads and writes records of a file that is held as text; every access is checked.
class elf_file {
  public:
    elf_file(std::string bytes, const std::string &path) : bytes_(std::move(bytes)), path_(path) {}

    template <class Record>
    [[nodiscard]] Record read(std::uint64_t offset) const {
        check(offset, sizeof(Record));
        Record record;
        std::memcpy(&record, bytes_.data() + offset, sizeof record);
        return record;
    }
    template <class Record>
    void write(std::uint64_t offset, const Record &record) {
        check(offset, sizeof(Record));
        std::memcpy(bytes_.data() + offset, &record, sizeof record);
    }
    [[noreturn]] void fail(const char *what) const { throw std::runtime_error(path_ + ": " + what); }
    [[nodiscard]] const std::string &bytes() const { return bytes_; }

  private:
    void check(std::uint64_t offset, std::uint64_t size) const {
        if (offset > bytes_.size() || size > bytes_.size() - offset) fail("the object file ends too early");
    }

    std::string bytes_;
    const std::string &path_;
};

void weaken(elf_file &file) {
    const auto header = file.read<Elf64_Ehdr>(0);
    if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_ident[EI_CLASS] != ELFCLASS64 ||
        header.e_ident[EI_DATA] != ELFDATA2LSB)
        file.fail("expected a 64-bit little-endian ELF object");
    for (std::uint64_t s = 0; s < header.e_shnum; ++s) {
        const auto section = file.read<Elf64_Shdr>(header.e_shoff + s * sizeof(Elf64_Shdr));
        if (section.sh_type != SHT_SYMTAB) continue;
        for (std::uint64_t at = 0; at + sizeof(Elf64_Sym) <= section.sh_size; at += sizeof(Elf64_Sym)) {
            auto symbol = file.read<Elf64_Sym>(section.sh_offset + at);
            // What the object only refers to must still be found.
            if (ELF64_ST_BIND(symbol.st_info) != STB_GLOBAL || symbol.st_shndx == SHN_UNDEF) continue;
            symbol.st_info = ELF64_ST_INFO(STB_WEAK, ELF64_ST_TYPE(symbol.st_info));
            file.write(section.sh_offset + at, symbol);
        }
    }
}

}  // namespace

void make_symbols_weak(const std::string &object) {
    std::ostringstream text;
    if (std::ifstream in(object, std::ios::binary); !in || !(text << in.rdbuf()))
        throw std::runtime_error(object + " cannot be read");
    elf_file file(text.str(), object);
    weaken(file);
    std::ofstream out(object, std::ios::binary | std::ios::trunc);
    out.write(file.bytes().data(), static_cast<std::streamsize>(file.bytes().size()));
    out.close();
    if (!out) throw std::runtime_error(object + " cannot be written");
}

}  // namespace sylvite::generators
