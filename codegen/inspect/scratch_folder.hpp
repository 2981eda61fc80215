// A folder for what other programs write, until it is known to be whole.
#pragma once

#include <sylvite/runtime/io/atomic_file.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

namespace sylvite::codegen {

/// Of its own, gone afterwards.
class scratch_folder {
  public:
    scratch_folder() {
        std::string name = (std::filesystem::temp_directory_path() / "sylvite-inspect-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder like " + name);
        path_ = name;
    }
    ~scratch_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    scratch_folder(const scratch_folder &) = delete;
    scratch_folder &operator=(const scratch_folder &) = delete;

    [[nodiscard]] std::string operator/(const char *name) const { return (path_ / name).string(); }

    /// Copies a file to where it was asked for. Throws std::runtime_error.
    static void keep(const std::filesystem::path &made, const std::filesystem::path &file) {
        std::ostringstream text;
        if (std::ifstream in(made, std::ios::binary); !in || !(text << in.rdbuf()))
            throw std::runtime_error(made.string() + " cannot be read");
        io::replace_file(file.string(), text.str(), io::unsynced_file_operations());
    }

  private:
    std::filesystem::path path_;
};

}  // namespace sylvite::codegen
