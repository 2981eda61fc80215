#include <sylvite/runtime/io/output_stream.hpp>

#include <sylvite/runtime/error.hpp>

#include <cerrno>
#include <csignal>
#include <ctime>
#include <fcntl.h>
#include <poll.h>
#include <system_error>
#include <unistd.h>

namespace sylvite::io {

namespace {

/// SIGPIPE of this thread, held off while something is written, and forgotten when that was what raised it.
class without_broken_pipe_signal {
  public:
    without_broken_pipe_signal() noexcept {
        sigset_t pending;
        ::sigpending(&pending);
        was_pending_ = ::sigismember(&pending, SIGPIPE) == 1;
        ::pthread_sigmask(SIG_BLOCK, broken_pipe(), &before_);
    }
    ~without_broken_pipe_signal() {
        const int problem = errno;
        if (problem == EPIPE && !was_pending_) {
            const timespec at_once = {};
            while (::sigtimedwait(broken_pipe(), nullptr, &at_once) < 0 && errno == EINTR) continue;
        }
        ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
        errno = problem;
    }
    without_broken_pipe_signal(const without_broken_pipe_signal &) = delete;
    without_broken_pipe_signal &operator=(const without_broken_pipe_signal &) = delete;

  private:
    static const sigset_t *broken_pipe() noexcept {
        static const sigset_t set = [] {
            sigset_t one;
            ::sigemptyset(&one);
            ::sigaddset(&one, SIGPIPE);
            return one;
        }();
        return &set;
    }

    sigset_t before_ = {};
    bool was_pending_ = false;
};

void wait_until_writable(int file) noexcept {
    pollfd one = {file, POLLOUT, 0};
    ::poll(&one, 1, -1);
}

int opened(const output_target &to, const file_operations &system) {
    if (to.descriptor) return ::fcntl(*to.descriptor, F_DUPFD_CLOEXEC, 0);
    const int flags = to.file ? O_CREAT | O_TRUNC : 0;
    const char *path = to.file ? to.file->c_str() : to.name.c_str();
    int file = system.open(path, flags);
    while (file < 0 && errno == EINTR) file = system.open(path, flags);
    return file;
}

}  // namespace

output_stream::output_stream(const output_target &to, const file_operations &system)
    : name_(to.name), system_(system), file_(opened(to, system)) {
    if (file_ < 0) fail();
}

output_stream::~output_stream() {
    if (file_ >= 0) system_.close(file_);
}

void output_stream::write(std::span<const std::byte> data) {
    const without_broken_pipe_signal guard;
    while (!data.empty()) {
        const ssize_t written = system_.write(file_, data.data(), data.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0 && errno == EAGAIN)
            wait_until_writable(file_);  // somebody else set standard output to be like that
        else if (written <= 0)
            fail();
        else
            data = data.subspan(static_cast<std::size_t>(written));
    }
}

void output_stream::close() {
    const int file = file_;
    file_ = -1;
    if (system_.close(file) != 0) fail();
}

void output_stream::fail() const {
    throw error(name_ + ": cannot be written: " + std::generic_category().message(errno));
}

}  // namespace sylvite::io
