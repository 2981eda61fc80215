// A folder for what other programs write, until it is known to be whole.
#pragma once

#include <cstdlib>
#include <filesystem>
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
        std::error_code problem;
        std::filesystem::copy_file(made, file, std::filesystem::copy_options::overwrite_existing, problem);
        if (problem) throw std::runtime_error(file.string() + " cannot be written: " + problem.message());
    }

  private:
    std::filesystem::path path_;
};

}  // namespace sylvite::codegen
