#include <sylvite/codegen/command.hpp>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

extern char **environ;  // NOLINT(readability-redundant-declaration)

namespace sylvite::codegen {
namespace {

pid_t start(const std::vector<std::string> &arguments, const posix_spawn_file_actions_t *actions) {
    std::vector<char *> argv;
    argv.reserve(arguments.size() + 1);
    for (const std::string &a : arguments) argv.push_back(const_cast<char *>(a.c_str()));
    argv.push_back(nullptr);
    pid_t child = 0;
    const int error = ::posix_spawnp(&child, argv[0], actions, nullptr, argv.data(), environ);
    if (error != 0) throw std::runtime_error("cannot run " + arguments[0] + ": " + std::strerror(error));
    return child;
}

int wait_for(pid_t child) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0)
        if (errno != EINTR) return 127;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

int run_command(const std::vector<std::string> &arguments) { return wait_for(start(arguments, nullptr)); }

std::string output_of_command(const std::vector<std::string> &arguments) {
    int ends[2] = {};
    if (::pipe(ends) != 0) throw std::runtime_error(std::string("pipe: ") + std::strerror(errno));
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    ::posix_spawn_file_actions_addclose(&actions, ends[0]);
    pid_t child = 0;
    try {
        child = start(arguments, &actions);
    } catch (...) {
        ::posix_spawn_file_actions_destroy(&actions);
        ::close(ends[0]);
        ::close(ends[1]);
        throw;
    }
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    std::string text;
    char buffer[4096];
    ssize_t got = 0;
    while ((got = ::read(ends[0], buffer, sizeof buffer)) > 0 || (got < 0 && errno == EINTR))
        if (got > 0) text.append(buffer, static_cast<std::size_t>(got));
    ::close(ends[0]);
    if (const int status = wait_for(child); status != 0)
        throw std::runtime_error(arguments[0] + " ended with exit status " + std::to_string(status));
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
}

}  // namespace sylvite::codegen
