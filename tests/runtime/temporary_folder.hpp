// A folder of its own for a test, gone afterwards.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

class temporary_folder {
  public:
    temporary_folder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "sylvite-test-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
        path_ = pattern;
    }
    ~temporary_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    temporary_folder(const temporary_folder &) = delete;
    temporary_folder &operator=(const temporary_folder &) = delete;

    [[nodiscard]] std::string operator/(std::string_view name) const { return (path_ / name).string(); }
    [[nodiscard]] const std::filesystem::path &path() const { return path_; }

    std::string write(std::string_view name, std::string_view text) const {
        const std::string file = *this / name;
        std::FILE *to = std::fopen(file.c_str(), "wb");
        if (to == nullptr) throw std::runtime_error("cannot write " + file);
        std::fwrite(text.data(), 1, text.size(), to);
        std::fclose(to);
        return file;
    }
    [[nodiscard]] std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(std::filesystem::directory_iterator(path_), std::filesystem::directory_iterator()));
    }

  private:
    std::filesystem::path path_;
};

inline std::string content(const std::string &file) {
    std::FILE *from = std::fopen(file.c_str(), "rb");
    if (from == nullptr) throw std::runtime_error("cannot read " + file);
    std::string text;
    for (int letter = std::fgetc(from); letter != EOF; letter = std::fgetc(from)) text += static_cast<char>(letter);
    std::fclose(from);
    return text;
}
