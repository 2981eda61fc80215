#include <sylvite/runtime/io/input.hpp>

#include <sylvite/runtime/error.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace sylvite::io {

namespace {

const char *kind_of(mode_t mode) noexcept {
    if (S_ISDIR(mode)) return "a directory";
    if (S_ISFIFO(mode)) return "a pipe";
    if (S_ISCHR(mode)) return "a character device";
    if (S_ISBLK(mode)) return "a block device";
    if (S_ISSOCK(mode)) return "a socket";
    return "something else";
}

/// Not every system call that is interrupted is started again by the system.
template <class F>
auto retried(F call) {
    auto result = call();
    while (result < 0 && errno == EINTR) result = call();
    return result;
}

[[noreturn]] void fail(std::string_view path, const char *what) {
    throw error(fmt::format("{}: {}: {}", path, what, std::generic_category().message(errno)));
}

/// Closes the file when anything is thrown before its owner exists.
class descriptor {
  public:
    descriptor(int file, const read_operations &system) : file_(file), system_(system) {}
    ~descriptor() {
        if (file_ >= 0) system_.close(file_);
    }
    descriptor(descriptor &&other) noexcept : file_(other.file_), system_(other.system_) { other.file_ = -1; }
    descriptor(const descriptor &) = delete;
    descriptor &operator=(const descriptor &) = delete;
    [[nodiscard]] int get() const noexcept { return file_; }

  private:
    int file_;
    const read_operations &system_;
};

class file_input final : public input {
  public:
    file_input(std::string_view path, std::uint64_t size, descriptor file, const read_operations &system)
        : input(path, size), file_(std::move(file)), system_(system) {}

    void read(std::uint64_t offset, std::span<std::byte> to) override {
        while (!to.empty()) {
            const ssize_t got =
                retried([&] { return system_.read(file_.get(), to.data(), to.size(), static_cast<off_t>(offset)); });
            if (got < 0) fail(name(), "cannot be read");
            if (got == 0)
                throw error(fmt::format("{}: the file had {} bytes when it was opened, now it ends at byte {}", name(),
                                        size(), offset));
            offset += static_cast<std::uint64_t>(got);
            to = to.subspan(static_cast<std::size_t>(got));
        }
    }

    void require_same_size() override {
        struct stat now = {};
        if (system_.status(file_.get(), &now) != 0) fail(name(), "cannot be read");
        if (static_cast<std::uint64_t>(now.st_size) != size())
            throw error(fmt::format("{}: the file had {} bytes when it was opened, now it has {}", name(), size(),
                                    now.st_size));
    }

  private:
    descriptor file_;
    const read_operations &system_;
};

}  // namespace

void memory_input::read(std::uint64_t offset, std::span<std::byte> to) {
    if (!to.empty()) std::memcpy(to.data(), bytes_.data() + offset, to.size());
}

const read_operations &system_read_operations() noexcept {
    static constexpr read_operations system = {
        // O_NONBLOCK: a pipe that nobody writes to would not be opened before somebody does.
        [](const char *path) { return ::open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC); },
        ::fstat,
        ::pread,
        ::close,
    };
    return system;
}

std::unique_ptr<input> open_input(std::string_view path, const read_operations &system) {
    const std::string name(path);
    descriptor file(retried([&] { return system.open(name.c_str()); }), system);
    if (file.get() < 0) fail(path, "cannot be opened");
    struct stat status = {};
    if (system.status(file.get(), &status) != 0) fail(path, "cannot be opened");
    if (!S_ISREG(status.st_mode))
        throw error(fmt::format("{}: expected a regular file, found {}", path, kind_of(status.st_mode)));
    return std::make_unique<file_input>(path, static_cast<std::uint64_t>(status.st_size), std::move(file), system);
}

}  // namespace sylvite::io
