#include <sylvite/runtime/io/atomic_file.hpp>

#include <sylvite/runtime/error.hpp>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace sylvite::io {

namespace {

int sync_directory(const char *path) noexcept {
    const int directory = ::open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) return errno == EACCES ? 0 : -1;  // writable but not readable: cannot be synced
    const int result = ::fsync(directory);
    const int problem = errno;
    ::close(directory);
    errno = problem;
    return result != 0 && problem != EINVAL ? -1 : 0;  // some file systems know no sync of a directory
}

/// A new file beside its final place; removed unless it was moved there.
class temporary {
  public:
    temporary(const std::string &target, const file_operations &system) : target_(target), system_(system) {
        static std::atomic<unsigned> number = 0;
        mode_t mode = 0666;
        if (struct stat old = {}; ::stat(target.c_str(), &old) == 0) {
            if (S_ISDIR(old.st_mode)) throw error(target + ": cannot be written: it is a directory");
            mode = old.st_mode & 0777;
        }
        path_ = target + ".tmp-" + std::to_string(::getpid()) + "-" + std::to_string(++number);
        file_ = system_.create(path_.c_str(), mode);
        if (file_ < 0) fail("cannot be created", false);
    }

    ~temporary() {
        if (file_ >= 0) system_.close(file_);
        if (!moved_) system_.remove(path_.c_str());
    }
    temporary(const temporary &) = delete;
    temporary &operator=(const temporary &) = delete;

    void write(std::span<const std::byte> data) {
        while (!data.empty()) {
            const ssize_t written = system_.write(file_, data.data(), data.size());
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) fail("cannot be written");
            data = data.subspan(static_cast<std::size_t>(written));
        }
    }

    void finish() {
        if (system_.sync(file_) != 0) fail("cannot be synced");
        const int file = file_;
        file_ = -1;
        if (system_.close(file) != 0) fail("cannot be closed");
        if (system_.rename(path_.c_str(), target_.c_str()) != 0) fail("cannot be replaced");
        moved_ = true;
        const std::size_t slash = target_.rfind('/');
        const std::string directory = slash == std::string::npos ? "." : slash == 0 ? "/" : target_.substr(0, slash);
        if (system_.sync_directory(directory.c_str()) != 0) fail("was replaced, but its directory cannot be synced");
    }

  private:
    [[noreturn]] void fail(const char *what, bool exists = true) const {
        std::string text = target_ + ": " + what + ": " + std::generic_category().message(errno);
        if (exists && !moved_) text += "; the file that was there is untouched";
        throw error(text);
    }

    std::string target_;
    const file_operations &system_;
    std::string path_;
    int file_ = -1;
    bool moved_ = false;
};

}  // namespace

const file_operations &system_file_operations() noexcept {
    static constexpr file_operations system = {
        [](const char *path, mode_t mode) { return ::open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode); },
        ::write,
        ::fsync,
        ::close,
        ::rename,
        ::unlink,
        sync_directory,
    };
    return system;
}

void replace_file(std::string_view path, std::span<const std::span<const std::byte>> pieces,
                  const file_operations &system) {
    temporary file(std::string(path), system);
    for (const std::span<const std::byte> piece : pieces) file.write(piece);
    file.finish();
}

}  // namespace sylvite::io
