#include <sylvite/runtime/io/file_operations.hpp>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
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

constexpr file_operations system_operations = {
    [](const char *path, mode_t mode) { return ::open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode); },
    [](const char *path, int flags) { return ::open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC | flags, 0666); },
    ::write,
    ::fchown,
    ::fchmod,
    ::fsync,
    ::close,
    ::rename,
    ::unlink,
    sync_directory,
};

constexpr file_operations without_sync() {
    file_operations result = system_operations;
    result.sync = [](int) { return 0; };
    result.sync_directory = [](const char *) { return 0; };
    return result;
}

constexpr file_operations unsynced_operations = without_sync();

}  // namespace

const file_operations &system_file_operations() noexcept { return system_operations; }
const file_operations &unsynced_file_operations() noexcept { return unsynced_operations; }

}  // namespace sylvite::io
