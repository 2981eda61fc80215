// Every reader, before what is no file of numbers at all.
#include "expect_error.hpp"
#include "temporary_folder.hpp"
#include "tested_readers.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace {

class special_files : public ::testing::TestWithParam<tested_reader> {
  protected:
    temporary_folder folder;
    void refuses(const std::string &path, const std::string &part) { EXPECT_ERROR(GetParam().read(path), path + part); }
};

TEST_P(special_files, are_refused_and_never_waited_for) {
    const std::string pipe = folder / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    refuses(pipe, ": expected a regular file, found a pipe");
    refuses("/dev/zero", ": expected a regular file, found a character device");
    refuses("/dev/null", ": expected a regular file, found a character device");
    refuses(folder.path().string(), ": expected a regular file, found a directory");
    refuses(folder / "missing", ": cannot be opened: No such file or directory");
    refuses("/proc/self/maps", ": ");  // of size 0, with bytes in it
    std::filesystem::create_symlink("loop", folder / "loop");
    refuses(folder / "loop", ": cannot be opened: ");
}

TEST_P(special_files, are_named_when_they_must_not_be_read) {
    const std::string path = folder.write("secret", "1,2,3\n");
    std::filesystem::permissions(path, std::filesystem::perms::none);
    std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
    const bool root = ::geteuid() == 0;  // who may read everything
    ASSERT_EQ(root ? ::seteuid(65534) : 0, 0);
    refuses(path, ": cannot be opened: Permission denied");
    ASSERT_EQ(root ? ::seteuid(0) : 0, 0);
}

TEST_P(special_files, of_a_terabyte_of_nothing_are_refused) {
    const std::string path = folder.write("sparse", "");
    if (::truncate(path.c_str(), off_t{1} << 42) != 0) GTEST_SKIP() << "no file system for a file of 4 TiB";
    refuses(path, ": ");
}

INSTANTIATE_TEST_SUITE_P(readers, special_files, ::testing::ValuesIn(tested_readers()),
                         [](const auto &tested) { return tested.param.name; });

}  // namespace
