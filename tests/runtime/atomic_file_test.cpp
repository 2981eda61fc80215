#include "expect_error.hpp"
#include "temporary_folder.hpp"

#include <sylvite/runtime/io/atomic_file.hpp>

#include <gtest/gtest.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace {

using namespace sylvite::io;

std::vector<std::span<const std::byte>> pieces(const std::string &a, const std::string &b) {
    return {std::as_bytes(std::span(a)), std::as_bytes(std::span(b))};
}

/// The system's calls, of which the n-th fails.
int calls_left = 0;
bool fails() {
    if (--calls_left >= 0) return false;
    errno = ENOSPC;
    return true;
}
const file_operations failing = {
    [](const char *path, mode_t mode) { return fails() ? -1 : system_file_operations().create(path, mode); },
    [](const char *path, int flags) { return fails() ? -1 : system_file_operations().open(path, flags); },
    [](int file, const void *data, std::size_t bytes) -> ssize_t {
        if (fails()) return -1;
        return system_file_operations().write(file, data, bytes > 3 ? 3 : bytes);  // short writes are legal
    },
    [](int, uid_t, gid_t) { return -1; },
    [](int, mode_t) { return -1; },
    [](int file) { return fails() ? -1 : system_file_operations().sync(file); },
    [](int file) {
        const int result = system_file_operations().close(file);
        return fails() ? -1 : result;
    },
    [](const char *from, const char *to) { return fails() ? -1 : system_file_operations().rename(from, to); },
    [](const char *path) { return system_file_operations().remove(path); },
    [](const char *path) { return fails() ? -1 : system_file_operations().sync_directory(path); },
};

TEST(replace_file, writes_and_replaces) {
    temporary_folder folder;
    replace_file(folder / "f", pieces("hello ", "world"));
    EXPECT_EQ(content(folder / "f"), "hello world");
    replace_file(folder / "f", pieces("", "new"));
    EXPECT_EQ(content(folder / "f"), "new");
    EXPECT_EQ(folder.files(), 1u);
}

mode_t mode_of(const std::string &path) {
    struct stat found = {};
    EXPECT_EQ(::stat(path.c_str(), &found), 0);
    return found.st_mode & 0777;
}

TEST(replace_file, keeps_the_permissions_of_the_file_before) {
    temporary_folder folder;
    const mode_t mask = ::umask(022);
    for (const mode_t mode : {0600u, 0664u, 0757u}) {
        folder.write("f", "old");
        ::chmod((folder / "f").c_str(), mode);
        replace_file(folder / "f", pieces("a", "b"));
        EXPECT_EQ(mode_of(folder / "f"), mode);
    }
    replace_file(folder / "g", "new");
    EXPECT_EQ(mode_of(folder / "g"), 0644u);
    ::umask(mask);
}

TEST(replace_file, keeps_the_owner_of_the_file_before) {
    if (::geteuid() != 0) GTEST_SKIP() << "only root may give files away";
    temporary_folder folder;
    folder.write("f", "old");
    ASSERT_EQ(::chown((folder / "f").c_str(), 65534, 65533), 0);
    ::chmod((folder / "f").c_str(), 0660);
    replace_file(folder / "f", "new");
    struct stat found = {};
    ::stat((folder / "f").c_str(), &found);
    EXPECT_EQ(found.st_uid, 65534u);
    EXPECT_EQ(found.st_gid, 65533u);
    EXPECT_EQ(found.st_mode & 0777, 0660u);
}

TEST(replace_file, gives_another_group_no_more_than_others_had) {
    if (::geteuid() != 0) GTEST_SKIP() << "only root may give files away";
    temporary_folder folder;
    folder.write("f", "old");
    ASSERT_EQ(::chown((folder / "f").c_str(), 65534, 65533), 0);
    ::chmod((folder / "f").c_str(), 0674);
    file_operations may_not = system_file_operations();
    may_not.set_owner = [](int, uid_t, gid_t) { return -1; };
    replace_file(folder / "f", "new", may_not);
    EXPECT_EQ(mode_of(folder / "f"), 0644u);
    ::chmod((folder / "f").c_str(), 0674);
    replace_file(folder / "f", "new", may_not);
    EXPECT_EQ(mode_of(folder / "f"), 0674u) << "by now it is this process' own";
    EXPECT_EQ(content(folder / "f"), "new");
}

TEST(replace_file, keeps_a_file_that_is_protected) {
    temporary_folder folder;
    folder.write("f", "old");
    ::chmod((folder / "f").c_str(), 0444);
    std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
    const bool root = ::geteuid() == 0;  // who may write everything
    ASSERT_EQ(root ? ::seteuid(65534) : 0, 0);
    EXPECT_ERROR(replace_file(folder / "f", "new"), "f: cannot be written: Permission denied");
    ASSERT_EQ(root ? ::seteuid(0) : 0, 0);
    EXPECT_EQ(content(folder / "f"), "old");
}

int collisions_left = 0;

TEST(replace_file, passes_over_what_other_processes_of_its_number_have_left) {
    temporary_folder folder;
    file_operations crowded = system_file_operations();
    crowded.create = [](const char *path, mode_t mode) {
        if (collisions_left-- <= 0) return system_file_operations().create(path, mode);
        errno = EEXIST;
        return -1;
    };
    collisions_left = 1000;
    replace_file(folder / "f", "new", crowded);
    EXPECT_EQ(content(folder / "f"), "new");
    EXPECT_EQ(folder.files(), 1u);
    collisions_left = 1001;
    EXPECT_ERROR(replace_file(folder / "f", "newer", crowded), "cannot be created: File exists");
}

TEST(replace_file, leaves_the_old_file_whole_whichever_call_fails) {
    temporary_folder folder;
    folder.write("f", "the old text");
    ::chmod((folder / "f").c_str(), 0666);  // which cannot be kept: no reason to fail
    int n = 0;
    for (;; ++n) {
        calls_left = n;
        try {
            replace_file(folder / "f", pieces("a longer ", "new text"), failing);
            break;
        } catch (const sylvite::error &problem) {
            const std::string said = problem.what();
            EXPECT_NE(said.find("No space left on device"), std::string::npos) << said;
            const bool after_the_rename = said.find("its directory cannot be synced") != std::string::npos;
            EXPECT_EQ(said.ends_with("; the file that was there is untouched"), n > 0 && !after_the_rename) << said;
            EXPECT_EQ(content(folder / "f"), after_the_rename ? "a longer new text" : "the old text") << n;
            EXPECT_EQ(folder.files(), 1u) << "a temporary file is left after failure " << n;
        }
    }
    EXPECT_EQ(content(folder / "f"), "a longer new text");
    EXPECT_EQ(n, 11);  // create, six times write, sync, close, rename, sync of the directory
}

TEST(replace_file, speaks_of_no_file_before_where_there_was_none) {
    temporary_folder folder;
    for (calls_left = 1;;) {
        const int n = calls_left;
        try {
            replace_file(folder / "f", pieces("a", "b"), failing);
            EXPECT_EQ(n, 7);
            break;
        } catch (const sylvite::error &problem) {
            EXPECT_TRUE(std::string_view(problem.what()).ends_with("No space left on device")) << problem.what();
        }
        std::filesystem::remove(folder / "f");
        calls_left = n + 1;
    }
}

int creations = 0;

TEST(replace_file, tries_once_where_a_file_cannot_be_created) {
    temporary_folder folder;
    file_operations full = system_file_operations();
    full.create = [](const char *, mode_t) {
        ++creations;
        errno = ENOSPC;
        return -1;
    };
    EXPECT_ERROR(replace_file(folder / "f", "new", full), "f: cannot be created: No space left on device");
    EXPECT_EQ(creations, 1);
}

TEST(replace_file, goes_on_after_interruptions) {
    temporary_folder folder;
    file_operations interrupted = system_file_operations();
    interrupted.write = [](int file, const void *data, std::size_t bytes) -> ssize_t {
        static bool now = false;
        now = !now;
        const ssize_t written = now ? -1 : system_file_operations().write(file, data, bytes > 3 ? 3 : bytes);
        errno = EINTR;  // which says nothing of a write that was not refused
        return written;
    };
    replace_file(folder / "f", "a longer text", interrupted);
    EXPECT_EQ(content(folder / "f"), "a longer text");
}

TEST(replace_file, tells_of_a_system_that_writes_nothing) {
    temporary_folder folder;
    file_operations stuck = system_file_operations();
    stuck.write = [](int, const void *, std::size_t) -> ssize_t {
        errno = EINTR;
        return 0;
    };
    EXPECT_ERROR(replace_file(folder / "f", "a", stuck), "f: cannot be written: ");
}

std::size_t open_files() {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator("/proc/self/fd"), std::filesystem::directory_iterator()));
}

TEST(replace_file, leaves_no_file_open_when_it_fails) {
    temporary_folder folder;
    const std::size_t before = open_files();
    for (int n = 0; n < 8; ++n) {
        calls_left = n;
        EXPECT_ERROR(replace_file(folder / "f", pieces("a", "b"), failing), "No space left on device");
        if (n == 6) break;  // all but the last call of it
    }
    EXPECT_EQ(open_files(), before);
}

TEST(replace_file, survives_a_full_disk) {
    temporary_folder folder;
    folder.write("f", "old");
    struct rlimit before = {};
    ::getrlimit(RLIMIT_FSIZE, &before);
    const struct rlimit small = {4096, before.rlim_max};
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);  // the program's choice; the library leaves signals alone
    ::setrlimit(RLIMIT_FSIZE, &small);
    const std::string big(100'000, 'x');
    std::string said;
    try {
        replace_file(folder / "f", pieces(big, ""));
    } catch (const sylvite::error &problem) {
        said = problem.what();
    }
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    EXPECT_NE(said.find("cannot be written: File too large; the file that was there is untouched"), std::string::npos)
        << said;
    EXPECT_EQ(content(folder / "f"), "old");
    EXPECT_EQ(folder.files(), 1u);
}

TEST(replace_file, refuses_a_directory_and_a_missing_one) {
    temporary_folder folder;
    EXPECT_ERROR(replace_file(folder.path().string(), pieces("a", "b")), "it is a directory");
    EXPECT_ERROR(replace_file(folder / "no/f", pieces("a", "b")), "cannot be created: No such file");
    EXPECT_EQ(folder.files(), 0u);
}

}  // namespace
