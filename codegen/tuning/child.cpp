#include <sylvite/codegen/tuning/child.hpp>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <stdexcept>

extern char **environ;  // NOLINT(readability-redundant-declaration)

namespace sylvite::codegen {
namespace {

using clock = std::chrono::steady_clock;

/// Both ends closed at the latest with the object; neither is inherited.
class pipe {
  public:
    pipe() {
        if (::pipe2(ends_, O_CLOEXEC) != 0) throw std::runtime_error(std::string("pipe: ") + std::strerror(errno));
    }
    pipe(const pipe &) = delete;
    pipe &operator=(const pipe &) = delete;
    ~pipe() {
        close(0);
        close(1);
    }
    [[nodiscard]] int operator[](int end) const { return ends_[end]; }
    void close(int end) {
        if (ends_[end] >= 0) ::close(ends_[end]);
        ends_[end] = -1;
    }

  private:
    int ends_[2] = {-1, -1};
};

pid_t start(const std::vector<std::string> &arguments, const pipe &output, const pipe &complaints) {
    std::vector<char *> argv;
    argv.reserve(arguments.size() + 1);
    for (const std::string &a : arguments) argv.push_back(const_cast<char *>(a.c_str()));
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions, output[1], 1);
    ::posix_spawn_file_actions_adddup2(&actions, complaints[1], 2);
    posix_spawnattr_t attributes;
    ::posix_spawnattr_init(&attributes);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    ::posix_spawnattr_setpgroup(&attributes, 0);
    pid_t child = 0;
    const int error = ::posix_spawnp(&child, argv[0], &actions, &attributes, argv.data(), environ);
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0) throw std::runtime_error("cannot run " + arguments[0] + ": " + std::strerror(error));
    return child;
}

/// What the pipe holds now, appended; false at its end.
bool take(int descriptor, std::string &text) {
    char part[1 << 16];
    const ssize_t got = ::read(descriptor, part, sizeof part);
    if (got > 0) text.append(part, static_cast<std::size_t>(got));
    return got > 0 || (got < 0 && (errno == EINTR || errno == EAGAIN));
}

void keep_the_end(std::string &text) {
    constexpr std::size_t most = 2000;
    if (text.size() > most) text.erase(0, text.size() - most);
}

}  // namespace

std::string child_result::describe() const {
    std::string said = complaint;
    std::replace(said.begin(), said.end(), '\n', ' ');
    said.erase(said.find_last_not_of(' ') + 1);
    if (!said.empty()) said = ": " + said;
    switch (ended) {
        case end::exited:
            return "ended with exit status " + std::to_string(status) + said;
        case end::signalled:
            return "was ended by signal " + std::to_string(status) + " (" + ::strsignal(status) + ")" + said;
        case end::out_of_time:
            return "did not end in time";
        case end::output_too_long:
            return "wrote more than was expected";
        case end::stopped:
            return "was stopped";
    }
    return {};
}

child_result run_child(const std::vector<std::string> &arguments, const child_limits &limits) {
    pipe output, complaints;
    const pid_t child = start(arguments, output, complaints);
    output.close(1);
    complaints.close(1);
    child_result result;
    bool killed = false;
    const auto kill = [&](child_result::end why) {
        ::kill(-child, SIGKILL);
        result.ended = why;
        killed = true;
    };
    const auto deadline = clock::now() + std::chrono::duration<double>(limits.seconds);
    pollfd watched[] = {{output[0], POLLIN, 0}, {complaints[0], POLLIN, 0}};
    while (!killed && (watched[0].fd >= 0 || watched[1].fd >= 0)) {
        if (::poll(watched, 2, 20) > 0) {
            if (watched[0].revents != 0 && !take(watched[0].fd, result.output)) watched[0].fd = -1;
            if (watched[1].revents != 0 && !take(watched[1].fd, result.complaint)) watched[1].fd = -1;
            keep_the_end(result.complaint);
        }
        if (result.output.size() > limits.output_bytes) kill(child_result::end::output_too_long);
        if (clock::now() > deadline) kill(child_result::end::out_of_time);
        if (limits.stop != nullptr && limits.stop->load()) kill(child_result::end::stopped);
    }
    // A child may close its output and go on.
    int status = 0;
    pid_t ended = 0;
    while ((ended = ::waitpid(child, &status, killed ? 0 : WNOHANG)) != child) {
        if (ended < 0 && errno != EINTR) break;
        if (killed) continue;
        if (clock::now() > deadline) kill(child_result::end::out_of_time);
        if (limits.stop != nullptr && limits.stop->load()) kill(child_result::end::stopped);
        ::poll(nullptr, 0, 1);
    }
    if (killed) return result;
    result.ended = WIFSIGNALED(status) ? child_result::end::signalled : child_result::end::exited;
    result.status = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
    return result;
}

}  // namespace sylvite::codegen
