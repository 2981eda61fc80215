// Every writer, before what is no regular file.
#include "expect_error.hpp"
#include "fake_network.hpp"
#include "temporary_folder.hpp"

#include <sylvite/runtime/io/atomic_file.hpp>
#include <sylvite/runtime/trace/recording.hpp>
#include <sylvite/runtime/train/fit.hpp>

#include <gtest/gtest.h>

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <functional>
#include <future>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

namespace {

using namespace sylvite;
namespace fs = std::filesystem;

struct writer {
    const char *name;
    std::function<void(const std::string &path)> write;
};

void train(const std::string &csv) {
    static const std::vector<float> x(3 * 8, 1), y(8, 1);
    const dataset rows = dataset().add(fake::line::x, x).add(fake::line::y, y);
    fake::line net({.seed = 1});
    fit(net, rows, {.epochs = 2, .rows = 8, .rate = 0.1, .csv = csv});
}

const writer writers[] = {
    {"replace_file", [](const std::string &path) { io::replace_file(path, "a few words\n"); }},
    {"weights", [](const std::string &path) { fake::line({.seed = 1}).save(path); }},
    {"metrics", train},
    {"trace",
     [](const std::string &path) {
         fake::line net;
         recording(net).write_chrome(path);
     }},
};

/// A device of the memory driver, such as /dev/null (3); false where the system lets nobody make or open one here.
bool make_device(const std::string &path, mode_t kind, unsigned minor) {
    if (::mknod(path.c_str(), kind | 0600, makedev(1, minor)) != 0) return false;
    const int file = ::open(path.c_str(), O_RDONLY | O_NONBLOCK);
    const bool refused = file < 0 && (errno == EACCES || errno == EPERM);  // the file system is for no devices
    if (file >= 0) ::close(file);
    return !refused;
}

mode_t kind_of(const std::string &path) {
    struct stat found = {};
    EXPECT_EQ(::lstat(path.c_str(), &found), 0) << path << " is gone";
    return found.st_mode & S_IFMT;
}

class special_outputs : public ::testing::TestWithParam<writer> {
  protected:
    temporary_folder folder;
    void write(const std::string &path) { GetParam().write(path); }
    /// What the writer writes into a file of its own.
    std::string expected() {
        write(folder / "plain");
        std::string text = content(folder / "plain");
        fs::remove(folder / "plain");
        EXPECT_FALSE(text.empty());
        return text;
    }
    /// Tables of metrics tell how long an epoch took.
    void expect_same(const std::string &found, const std::string &wanted) {
        if (GetParam().name == std::string("metrics"))
            EXPECT_EQ(found.substr(0, found.find('\n')), wanted.substr(0, wanted.find('\n')));
        else
            EXPECT_EQ(found, wanted);
    }
};

TEST_P(special_outputs, are_written_behind_symbolic_links_which_stay) {
    const std::string wanted = expected();
    fs::create_directory(folder / "far");
    fs::create_directory(folder / "near");
    folder.write("far/weights", "old");
    fs::permissions(folder / "far/weights", fs::perms::owner_read | fs::perms::owner_write);
    fs::create_symlink("../far/weights", folder / "near/second");
    fs::create_symlink(folder / "near/second", folder / "first");
    write(folder / "first");
    EXPECT_EQ(fs::read_symlink(folder / "first"), folder / "near/second");
    EXPECT_EQ(fs::read_symlink(folder / "near/second"), "../far/weights");
    expect_same(content(folder / "far/weights"), wanted);
    EXPECT_EQ(fs::status(folder / "far/weights").permissions(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(folder.files(), 3u);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder / "far"), fs::directory_iterator()), 1);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder / "near"), fs::directory_iterator()), 1);
}

TEST_P(special_outputs, are_made_where_a_link_leads_to_nothing_yet) {
    const std::string wanted = expected();
    fs::create_directory(folder / "far");
    fs::create_symlink("far/new", folder / "link");
    write(folder / "link");
    EXPECT_EQ(fs::read_symlink(folder / "link"), "far/new");
    expect_same(content(folder / "far/new"), wanted);
    fs::create_symlink("nowhere/new", folder / "lost");
    EXPECT_ERROR(write(folder / "lost"), "lost: cannot be ");
    EXPECT_EQ(kind_of(folder / "lost"), mode_t{S_IFLNK});
}

TEST_P(special_outputs, behind_links_in_a_circle_are_refused) {
    fs::create_symlink("b", folder / "a");
    fs::create_symlink("a", folder / "b");
    EXPECT_ERROR(write(folder / "a"), "a: cannot be written: Too many levels of symbolic links");
    EXPECT_EQ(fs::read_symlink(folder / "a"), "b");
    EXPECT_EQ(fs::read_symlink(folder / "b"), "a");
    EXPECT_EQ(folder.files(), 2u);
}

TEST_P(special_outputs, of_a_character_device_go_straight_through) {
    const std::string null = folder / "null";
    if (!make_device(null, S_IFCHR, 3)) GTEST_SKIP() << "no device can be made here";
    write(null);
    fs::create_symlink("null", folder / "link");
    write(folder / "link");
    EXPECT_EQ(kind_of(null), mode_t{S_IFCHR});
    EXPECT_EQ(kind_of(folder / "link"), mode_t{S_IFLNK});
    EXPECT_EQ(folder.files(), 2u);
}

TEST_P(special_outputs, leave_a_device_that_is_full) {
    const std::string full = folder / "full";
    if (!make_device(full, S_IFCHR, 7)) GTEST_SKIP() << "no device can be made here";
    EXPECT_ERROR(write(full), "full: cannot be written: No space left on device");
    EXPECT_EQ(kind_of(full), mode_t{S_IFCHR});
    EXPECT_EQ(folder.files(), 1u);
}

TEST_P(special_outputs, of_a_pipe_reach_its_reader) {
    const std::string wanted = expected();
    const std::string pipe = folder / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    std::future<std::string> read = std::async(std::launch::async, [&] { return content(pipe); });
    write(pipe);
    expect_same(read.get(), wanted);
    EXPECT_EQ(kind_of(pipe), mode_t{S_IFIFO});
    EXPECT_EQ(folder.files(), 1u);
}

TEST_P(special_outputs, of_devices_with_blocks_sockets_and_folders_are_refused) {
    fs::create_directory(folder / "folder");
    EXPECT_ERROR(write(folder / "folder"), "folder: cannot be written: it is a directory");
    const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un name = {};
    name.sun_family = AF_UNIX;
    (folder / "socket").copy(name.sun_path, sizeof name.sun_path - 1);
    ASSERT_EQ(::bind(socket, reinterpret_cast<const sockaddr *>(&name), sizeof name), 0);
    EXPECT_ERROR(write(folder / "socket"), "socket: cannot be written: it is a socket");
    ::close(socket);
    EXPECT_EQ(kind_of(folder / "socket"), mode_t{S_IFSOCK});
    EXPECT_EQ(folder.files(), 2u);
    // Of the first memory disk, which hardly any machine has; it is not opened here.
    if (::mknod((folder / "disk").c_str(), S_IFBLK | 0600, makedev(1, 0)) != 0) GTEST_SKIP() << "no device here";
    EXPECT_ERROR(write(folder / "disk"), "disk: cannot be written: it is a block device");
    EXPECT_EQ(kind_of(folder / "disk"), mode_t{S_IFBLK});
}

/// Standard output goes to the file while this lives.
class redirected_output {
  public:
    explicit redirected_output(const std::string &file) : before_(::dup(STDOUT_FILENO)) {
        std::fflush(stdout);
        const int to = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        ::dup2(to, STDOUT_FILENO);
        ::close(to);
    }
    ~redirected_output() {
        std::fflush(stdout);
        ::dup2(before_, STDOUT_FILENO);
        ::close(before_);
    }
    redirected_output(const redirected_output &) = delete;
    redirected_output &operator=(const redirected_output &) = delete;

  private:
    int before_;
};

TEST_P(special_outputs, of_standard_output_stand_between_what_is_printed) {
    const std::string wanted = "before\n" + expected();
    {
        const redirected_output redirected(folder / "printed");
        std::printf("before\n");
        std::fflush(stdout);
        write("/dev/stdout");
        std::printf("behind\n");
    }
    const std::string found = content(folder / "printed");
    ASSERT_TRUE(found.ends_with("behind\n")) << found;
    expect_same(found.substr(7, found.size() - 14), wanted.substr(7));
    EXPECT_TRUE(found.starts_with("before\n"));
    EXPECT_EQ(folder.files(), 1u);
}

TEST_P(special_outputs, beside_the_file_of_standard_output_are_files_of_their_own) {
    const std::string wanted = expected();
    folder.write("written", "old");
    {
        const redirected_output redirected(folder / "printed");
        write(folder / "written");
    }
    EXPECT_EQ(content(folder / "printed"), "");
    expect_same(content(folder / "written"), wanted);
}

TEST_P(special_outputs, below_a_file_are_refused) {
    folder.write("f", "old");
    EXPECT_ERROR(write(folder / "f/below"), "f/below: cannot be written: Not a directory");
    EXPECT_EQ(content(folder / "f"), "old");
}

INSTANTIATE_TEST_SUITE_P(writers, special_outputs, ::testing::ValuesIn(writers),
                         [](const auto &tested) { return std::string(tested.param.name); });

}  // namespace
