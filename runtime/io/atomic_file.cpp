#include <sylvite/runtime/io/atomic_file.hpp>

#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/io/output_stream.hpp>
#include <sylvite/runtime/io/output_target.hpp>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace sylvite::io {

namespace {

constexpr mode_t mode_of_new_files = 0666;  // less what the process' mask takes away
constexpr int most_names_tried = 1000;

/// A new file beside its final place; removed unless it was moved there.
class temporary {
  public:
    temporary(const output_target &to, const file_operations &system) : target_(to), system_(system) {
        // The process of another machine or container may have the same number, and may have left such a file.
        static std::atomic<unsigned> number = 0;
        const std::string begin = *to.file + ".tmp-" + std::to_string(::getpid()) + "-";
        for (int tried = 0; file_ < 0; ++tried) {
            path_ = begin + std::to_string(++number);
            file_ = system_.create(path_.c_str(), to.before ? to.before->mode : mode_of_new_files);
            if (file_ < 0 && (errno != EEXIST || tried == most_names_tried)) fail("cannot be created", false);
        }
        if (to.before) keep(*to.before);
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
        if (system_.rename(path_.c_str(), target_.file->c_str()) != 0) fail("cannot be replaced");
        moved_ = true;
        const std::size_t slash = target_.file->rfind('/');
        const std::string directory = slash == std::string::npos ? "."
                                      : slash == 0               ? "/"
                                                                 : target_.file->substr(0, slash);
        if (system_.sync_directory(directory.c_str()) != 0) fail("was replaced, but its directory cannot be synced");
    }

  private:
    /// A file system that keeps neither, or a process that may not set them, is no reason to lose the content.
    void keep(const permissions &before) {
        struct stat now = {};
        if (::fstat(file_, &now) != 0) return;
        mode_t mode = before.mode;
        const bool is_other = now.st_uid != before.owner || now.st_gid != before.group;
        // Bits for the group must not be for another group.
        if (is_other && system_.set_owner(file_, before.owner, before.group) != 0) mode &= 0707 | (mode & 07) << 3;
        if ((now.st_mode & 0777) != mode) (void)system_.set_mode(file_, mode);
    }

    [[noreturn]] void fail(const char *what, bool exists = true) const {
        std::string text = target_.name + ": " + what + ": " + std::generic_category().message(errno);
        if (exists && !moved_ && target_.before) text += "; the file that was there is untouched";
        throw error(text);
    }

    const output_target &target_;
    const file_operations &system_;
    std::string path_;
    int file_ = -1;
    bool moved_ = false;
};

}  // namespace

void replace_file(std::string_view path, std::span<const std::span<const std::byte>> pieces,
                  const file_operations &system) {
    const output_target to = find_output_target(path);
    if (!to.file) {
        output_stream stream(to, system);
        for (const std::span<const std::byte> piece : pieces) stream.write(piece);
        return stream.close();
    }
    temporary file(to, system);
    for (const std::span<const std::byte> piece : pieces) file.write(piece);
    file.finish();
}

void replace_file(std::string_view path, std::string_view text, const file_operations &system) {
    const std::span<const std::byte> piece = std::as_bytes(std::span(text));
    replace_file(path, std::span(&piece, 1), system);
}

}  // namespace sylvite::io
