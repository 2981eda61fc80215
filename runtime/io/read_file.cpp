#include <sylvite/runtime/io/read_file.hpp>

#include <sylvite/runtime/error.hpp>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

namespace sylvite::io {

std::string read_file(std::string_view path) {
    const std::string name(path);
    const auto fail = [&](const char *what) {
        throw error(name + ": " + what + ": " + std::generic_category().message(errno));
    };
    struct closer {
        void operator()(std::FILE *file) const noexcept { std::fclose(file); }
    };
    const std::unique_ptr<std::FILE, closer> file(std::fopen(name.c_str(), "rb"));
    if (!file) fail("cannot be opened");
    std::string text;
    constexpr std::size_t piece = std::size_t{1} << 18;
    while (true) {
        const std::size_t had = text.size();
        text.resize(had + piece);
        const std::size_t got = std::fread(text.data() + had, 1, piece, file.get());
        text.resize(had + got);
        if (got == piece) continue;
        if (std::ferror(file.get()) != 0) fail("cannot be read");
        return text;
    }
}

}  // namespace sylvite::io
