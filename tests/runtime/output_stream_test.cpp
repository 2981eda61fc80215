// Bytes that are written as they come, whatever the system answers.
#include "expect_error.hpp"
#include "temporary_folder.hpp"

#include <sylvite/runtime/io/atomic_file.hpp>
#include <sylvite/runtime/io/output_stream.hpp>
#include <sylvite/runtime/io/read_file.hpp>

#include <gtest/gtest.h>

#include <cerrno>
#include <csignal>
#include <ctime>
#include <fcntl.h>
#include <future>
#include <sys/stat.h>
#include <unistd.h>

namespace {

using namespace sylvite;

TEST(output_stream, to_a_pipe_that_nobody_reads_any_more_is_an_error_and_no_signal) {
    temporary_folder folder;
    const std::string pipe = folder / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
    io::output_stream to(pipe);
    to.write("read");
    ::close(reader);
    EXPECT_ERROR(to.write("lost"), "pipe: cannot be written: Broken pipe");
    sigset_t pending, blocked;
    ::sigpending(&pending);
    ::pthread_sigmask(SIG_BLOCK, nullptr, &blocked);
    EXPECT_EQ(::sigismember(&pending, SIGPIPE), 0);
    EXPECT_EQ(::sigismember(&blocked, SIGPIPE), 0);
}

TEST(output_stream, waits_for_a_pipe_that_is_full) {
    temporary_folder folder;
    const std::string pipe = folder / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
    io::file_operations impatient = io::system_file_operations();
    impatient.open = [](const char *path, int) { return ::open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC); };
    const std::string text(1 << 20, 'x');  // more than a pipe holds
    ::fcntl(reader, F_SETFL, 0);
    io::output_stream to(io::find_output_target(pipe), impatient);  // a reader would not wait for the first writer
    std::future<std::size_t> read = std::async(std::launch::async, [&] {
        std::string part(1 << 12, '\0');
        std::size_t count = 0;
        for (ssize_t got = 0; (got = ::read(reader, part.data(), part.size())) > 0;)
            count += static_cast<std::size_t>(got);
        return count;
    });
    to.write(text);
    to.close();
    EXPECT_EQ(read.get(), text.size());
    ::close(reader);
}

TEST(output_stream, tells_of_a_system_that_writes_nothing) {
    temporary_folder folder;
    static int reason;
    io::file_operations stuck = io::system_file_operations();
    stuck.write = [](int, const void *, std::size_t) -> ssize_t {
        errno = reason;
        return 0;
    };
    io::output_stream to(io::find_output_target(folder / "f"), stuck);
    for (const int stale : {EINTR, EAGAIN}) {
        reason = stale;
        EXPECT_ERROR(to.write("a"), "f: cannot be written: ");
    }
}

TEST(output_stream, believes_no_reason_of_a_call_that_did_not_fail) {
    temporary_folder folder;
    static int reason, opened;
    io::file_operations stale = io::system_file_operations();
    stale.open = [](const char *path, int flags) {
        const int file = io::system_file_operations().open(path, flags);
        ++opened;
        errno = EINTR;
        return file;
    };
    stale.write = [](int file, const void *data, std::size_t bytes) {
        const ssize_t written = io::system_file_operations().write(file, data, bytes > 3 ? 3 : bytes);
        errno = reason;
        return written;
    };
    for (const int stale_reason : {EINTR, EAGAIN}) {
        reason = stale_reason;
        opened = 0;
        {
            io::output_stream to(io::find_output_target(folder / "f"), stale);
            to.write("some words");
        }
        EXPECT_EQ(content(folder / "f"), "some words");
        EXPECT_EQ(opened, 1);
    }
}

TEST(output_stream, leaves_a_signal_that_was_there_before) {
    temporary_folder folder;
    const std::string pipe = folder / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    sigset_t broken_pipe, before, pending;
    ::sigemptyset(&broken_pipe);
    ::sigaddset(&broken_pipe, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &broken_pipe, &before);
    ::raise(SIGPIPE);
    const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
    io::output_stream to(pipe);
    ::close(reader);
    EXPECT_ERROR(to.write("lost"), "Broken pipe");
    ::sigpending(&pending);
    EXPECT_EQ(::sigismember(&pending, SIGPIPE), 1);
    const timespec at_once = {};
    EXPECT_EQ(::sigtimedwait(&broken_pipe, nullptr, &at_once), SIGPIPE);
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

/// As daemons run: the next file that is opened is number 0.
class closed_input {
  public:
    closed_input() : before_(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)) { ::close(STDIN_FILENO); }
    ~closed_input() {
        ::dup2(before_, STDIN_FILENO);
        ::close(before_);
    }
    closed_input(const closed_input &) = delete;
    closed_input &operator=(const closed_input &) = delete;
    [[nodiscard]] static bool is_free() { return ::fcntl(STDIN_FILENO, F_GETFD) < 0; }

  private:
    int before_;
};

TEST(files, may_have_number_0) {
    temporary_folder folder;
    const closed_input closed;
    io::replace_file(folder / "f", "a few words");
    EXPECT_TRUE(closed_input::is_free());
    EXPECT_EQ(io::read_file(folder / "f"), "a few words");
    EXPECT_TRUE(closed_input::is_free());
    io::output_stream(folder / "f").write("others");
    EXPECT_TRUE(closed_input::is_free());
    EXPECT_EQ(content(folder / "f"), "others");
    io::file_operations stale = io::system_file_operations();
    stale.open = [](const char *path, int flags) {
        const int file = io::system_file_operations().open(path, flags);
        errno = EINTR;
        return file;
    };
    io::output_stream(io::find_output_target(folder / "f"), stale).write("words");
    EXPECT_TRUE(closed_input::is_free());
    EXPECT_EQ(content(folder / "f"), "words");
    io::file_operations full = io::system_file_operations();
    full.write = [](int, const void *, std::size_t) -> ssize_t { return errno = ENOSPC, -1; };
    EXPECT_ERROR(io::replace_file(folder / "f", "more", full), "f: cannot be written: No space left on device");
    EXPECT_TRUE(closed_input::is_free());
}

/// The system's calls, of which the n-th fails; each is interrupted once before.
int calls_left = 0;
bool interrupted = false;
bool fails() {
    interrupted = !interrupted;
    errno = interrupted ? EINTR : EIO;
    return interrupted || --calls_left < 0;
}

TEST(output_stream, tells_whichever_call_fails) {
    temporary_folder folder;
    io::file_operations failing = io::system_file_operations();
    failing.open = [](const char *path, int flags) {
        return fails() ? -1 : io::system_file_operations().open(path, flags);
    };
    failing.write = [](int file, const void *data, std::size_t bytes) {
        return fails() ? -1 : io::system_file_operations().write(file, data, bytes > 3 ? 3 : bytes);
    };
    failing.close = [](int file) {
        (void)io::system_file_operations().close(file);
        errno = EIO;
        return --calls_left < 0 ? -1 : 0;
    };
    int n = 0;
    for (;; ++n) {
        calls_left = n;
        interrupted = false;
        try {
            io::output_stream to(io::find_output_target(folder / "f"), failing);
            to.write("some words");
            to.close();
            break;
        } catch (const error &problem) {
            expect_sentence(problem.what(), "f: cannot be written: Input/output error");
        }
    }
    EXPECT_EQ(content(folder / "f"), "some words");
    EXPECT_EQ(n, 6);  // open, four times write, close
}

}  // namespace
