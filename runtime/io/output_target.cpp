#include <sylvite/runtime/io/output_target.hpp>

#include <sylvite/runtime/error.hpp>

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace sylvite::io {

namespace {

namespace fs = std::filesystem;

constexpr int most_links = 40;  // as many as Linux follows

[[noreturn]] void refuse(std::string_view path, const std::string &reason) {
    throw error(std::string(path) + ": cannot be written: " + reason);
}

std::string reason_of(int problem) { return std::generic_category().message(problem); }

/// Also where the last link leads to nothing: that is where the file is to be.
fs::path behind_links(std::string_view name) {
    fs::path path = name;
    std::error_code problem;
    for (int links = 0; fs::is_symlink(fs::symlink_status(path, problem)); ++links) {
        if (links == most_links) refuse(name, reason_of(ELOOP));
        const fs::path next = fs::read_symlink(path, problem);
        if (problem) refuse(name, problem.message());
        path = path.parent_path() / next;
    }
    return path;
}

std::optional<int> standard_stream(const struct stat &what) {
    for (const int stream : {STDOUT_FILENO, STDERR_FILENO})
        if (struct stat open = {};
            ::fstat(stream, &open) == 0 && open.st_dev == what.st_dev && open.st_ino == what.st_ino)
            return stream;
    return std::nullopt;
}

}  // namespace

output_target find_output_target(std::string_view path) {
    output_target result{std::string(path)};
    struct stat status = {};
    if (::stat(result.name.c_str(), &status) != 0) {
        if (errno != ENOENT) refuse(path, reason_of(errno));
        result.file = behind_links(path).string();
        return result;
    }
    if (S_ISDIR(status.st_mode)) refuse(path, "it is a directory");
    if (S_ISBLK(status.st_mode)) refuse(path, "it is a block device");
    result.descriptor = standard_stream(status);
    if (result.descriptor) return result;
    if (S_ISSOCK(status.st_mode)) refuse(path, "it is a socket");
    if (!S_ISREG(status.st_mode)) return result;
    result.file = behind_links(path).string();
    result.before = {status.st_mode & 0777, status.st_uid, status.st_gid};
    if (::faccessat(AT_FDCWD, result.file->c_str(), W_OK, AT_EACCESS) != 0) refuse(path, reason_of(errno));
    return result;
}

}  // namespace sylvite::io
