#include "expect_error.hpp"
#include "temporary_folder.hpp"

#include <sylvite/runtime/io/input.hpp>
#include <sylvite/runtime/io/memory_limit.hpp>
#include <sylvite/runtime/io/read_file.hpp>

#include <gtest/gtest.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace {

using namespace sylvite;
using io::read_file;

/// The system's calls with one fault in them.
struct {
    int closed = 0;
    int interruptions = 0;
    bool status_fails = false;
    bool read_fails = false;
    off_t ends_at = -1;   // read() finds the end here
    off_t grows_to = -1;  // the size at the second look
    int looks = 0;
    mode_t kind = 0;
    std::size_t most = SIZE_MAX;  // bytes a call
} fault;

constexpr io::read_operations faulty = {
    [](const char *path) { return io::system_read_operations().open(path); },
    [](int file, struct stat *status) {
        if (fault.status_fails) return errno = EIO, -1;
        const int result = io::system_read_operations().status(file, status);
        if (fault.looks++ > 0 && fault.grows_to >= 0) status->st_size = fault.grows_to;
        if (fault.kind != 0) status->st_mode = fault.kind | 0600;
        return result;
    },
    [](int file, void *to, std::size_t bytes, off_t offset) -> ssize_t {
        if (fault.interruptions > 0) return --fault.interruptions, errno = EINTR, -1;
        if (fault.read_fails) return errno = EIO, -1;
        if (fault.ends_at >= 0) bytes = offset >= fault.ends_at ? 0 : std::min<std::size_t>(bytes, 1);
        const ssize_t got = io::system_read_operations().read(file, to, std::min(bytes, fault.most), offset);
        errno = EINTR;  // which says nothing of a read that was not refused
        return got;
    },
    [](int file) { return ++fault.closed, io::system_read_operations().close(file); },
};

class input : public ::testing::Test {
  protected:
    temporary_folder folder;
    std::string path = folder.write("f", "0123456789");
    void SetUp() override { fault = {}; }
};

TEST_F(input, reads_a_whole_file) {
    EXPECT_EQ(read_file(path), "0123456789");
    EXPECT_EQ(read_file(folder.write("empty", "")), "");
}

TEST_F(input, reads_by_position) {
    const auto file = io::open_input(path);
    char four[4];
    file->read(3, std::as_writable_bytes(std::span(four)));
    EXPECT_EQ(std::string_view(four, 4), "3456");
    EXPECT_EQ(file->size(), 10u);
    EXPECT_EQ(file->name(), path);
}

TEST_F(input, refuses_what_has_no_size) {
    const std::string pipe = folder / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    EXPECT_ERROR((void)read_file(pipe), "pipe: expected a regular file, found a pipe");
    EXPECT_ERROR((void)read_file("/dev/zero"), "/dev/zero: expected a regular file, found a character device");
    EXPECT_ERROR((void)read_file(folder.path().string()), "expected a regular file, found a directory");
    EXPECT_ERROR((void)read_file(folder / "missing"), "missing: cannot be opened: No such file");
    EXPECT_ERROR((void)read_file(""), ": cannot be opened: No such file");
    EXPECT_ERROR((void)read_file(path + "/below"), "cannot be opened: Not a directory");

    sockaddr_un address = {AF_UNIX, {}};
    const std::string socket = folder / "s";
    ASSERT_LT(socket.size(), sizeof address.sun_path);
    std::strcpy(address.sun_path, socket.c_str());
    const int server = ::socket(AF_UNIX, SOCK_STREAM, 0);
    ASSERT_EQ(::bind(server, reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
    EXPECT_ERROR((void)read_file(socket), "s: cannot be opened: ");
    ::close(server);
}

TEST_F(input, names_what_is_no_regular_file) {
    const std::pair<mode_t, const char *> kinds[] = {{S_IFDIR, "a directory"},        {S_IFIFO, "a pipe"},
                                                     {S_IFCHR, "a character device"}, {S_IFBLK, "a block device"},
                                                     {S_IFSOCK, "a socket"},          {S_IFLNK, "something else"}};
    for (const auto &[kind, name] : kinds) {
        fault = {};
        fault.kind = kind;
        EXPECT_ERROR((void)read_file(path, faulty), std::string("f: expected a regular file, found ") + name);
        EXPECT_EQ(fault.closed, 1);
    }
}

TEST_F(input, takes_all_memory_of_the_machine_and_no_byte_more) {
    const auto machine =
        static_cast<std::uint64_t>(::sysconf(_SC_PHYS_PAGES)) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    EXPECT_NO_THROW(io::require_memory("f", "an array", machine));
    EXPECT_ERROR(io::require_memory("f", "an array", machine + 1), "f: an array needs " + std::to_string(machine + 1) +
                                                                       " bytes of memory, this machine has " +
                                                                       std::to_string(machine));
}

TEST_F(input, refuses_files_larger_than_memory) {
    const int file = ::open(path.c_str(), O_WRONLY);
    const bool sparse = ::ftruncate(file, off_t{1} << 42) == 0;
    ::close(file);
    if (!sparse) GTEST_SKIP() << "no file system for a file of 4 TiB";
    EXPECT_ERROR((void)read_file(path), "f: the file needs 4398046511104 bytes of memory, this machine has ");
}

TEST_F(input, goes_on_after_interruptions_and_short_reads) {
    fault.interruptions = 3;
    fault.most = 3;
    EXPECT_EQ(read_file(path, faulty), "0123456789");
    EXPECT_EQ(fault.closed, 1);
}

TEST_F(input, tells_of_a_file_that_shrinks_or_grows) {
    fault.ends_at = 4;
    EXPECT_ERROR((void)read_file(path, faulty), "f: the file had 10 bytes when it was opened, now it ends at byte 4");
    fault = {};
    fault.grows_to = 12;
    EXPECT_ERROR((void)read_file(path, faulty), "f: the file had 10 bytes when it was opened, now it has 12");
    EXPECT_EQ(fault.closed, 1);
}

TEST_F(input, names_the_systems_reason) {
    fault.read_fails = true;
    EXPECT_ERROR((void)read_file(path, faulty), "f: cannot be read: Input/output error");
    fault = {};
    fault.status_fails = true;
    EXPECT_ERROR((void)read_file(path, faulty), "f: cannot be opened: Input/output error");
    EXPECT_EQ(fault.closed, 1);
}

}  // namespace
