// SPDX-License-Identifier: GPL-3.0-or-later
#include "layouts/process.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace limn {

namespace {

using Clock = std::chrono::steady_clock;
constexpr int pollStep = 20; // milliseconds between two looks at the stop token
constexpr std::string_view endMark = "\nstop\n";

// The caller's environment in the C locale: dot prints numbers the way its locale does.
std::vector<std::string> plainEnvironment() {
    std::vector<std::string> all{"LC_ALL=C"};
    for (char** entry = environ; entry && *entry; ++entry)
        if (!std::string_view(*entry).starts_with("LC_") &&
            !std::string_view(*entry).starts_with("LANG"))
            all.emplace_back(*entry);
    return all;
}

// Starts dot with one end of a socket as its input and output. 0, or what errno says.
int spawnDot(pid_t& pid, int socket) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    if (const int failed = posix_spawn_file_actions_init(&actions))
        return failed;
    if (const int failed = posix_spawnattr_init(&attributes)) {
        posix_spawn_file_actions_destroy(&actions);
        return failed;
    }
    posix_spawn_file_actions_adddup2(&actions, socket, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, socket, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    sigset_t none, standard;
    sigemptyset(&none);
    sigemptyset(&standard);
    sigaddset(&standard, SIGPIPE);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &standard);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);

    std::string program = "dot", format = "-Tplain";
    char* const arguments[] = {program.data(), format.data(), nullptr};
    std::vector<std::string> environment = plainEnvironment();
    std::vector<char*> entries;
    for (std::string& entry : environment)
        entries.push_back(entry.data());
    entries.push_back(nullptr);
    const int failed =
        posix_spawnp(&pid, program.c_str(), &actions, &attributes, arguments, entries.data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return failed;
}

} // namespace

struct DotProcess::Child {
    pid_t pid = -1;
    int socket = -1;
    bool usable = true;

    Child() = default;
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child() {
        if (socket != -1)
            ::close(socket);
        if (pid != -1) {
            ::kill(pid, SIGKILL);
            int status = 0;
            while (::waitpid(pid, &status, 0) == -1 && errno == EINTR) {
            }
        }
    }

    // What became of a program that closed its end.
    std::string fate() {
        int status = 0;
        pid_t done = -1;
        while ((done = ::waitpid(pid, &status, 0)) == -1 && errno == EINTR) {
        }
        pid = -1;
        if (done == -1)
            return "ended";
        if (WIFSIGNALED(status))
            return fmt::format("was ended by signal {}", WTERMSIG(status));
        return fmt::format("ended with status {}", WEXITSTATUS(status));
    }
};

DotProcess::DotProcess(std::unique_ptr<Child> child) : m_child(std::move(child)) {}
DotProcess::DotProcess(DotProcess&&) noexcept = default;
DotProcess& DotProcess::operator=(DotProcess&&) noexcept = default;
DotProcess::~DotProcess() = default;

Result<DotProcess> DotProcess::start() {
    // A socket, because writing to one whose reader died need not raise SIGPIPE.
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == -1)
        return Error{
            fmt::format("Graphviz's `dot` could not be started: {}.", std::strerror(errno))};
    auto child = std::make_unique<Child>();
    child->socket = ends[0];
    const int failed = spawnDot(child->pid, ends[1]);
    ::close(ends[1]);
    if (failed != 0) {
        child->pid = -1;
        if (failed == ENOENT)
            return Error{"Graphviz's `dot` was not found in PATH; installing the package graphviz "
                         "brings it."};
        return Error{
            fmt::format("Graphviz's `dot` could not be started: {}.", std::strerror(failed))};
    }
    ::fcntl(child->socket, F_SETFL, O_NONBLOCK);
    return DotProcess(std::move(child));
}

bool DotProcess::usable() const { return m_child && m_child->usable; }

Result<std::string> DotProcess::layOut(std::string_view graph, std::chrono::milliseconds patience,
                                       std::stop_token stop) {
    Child& child = *m_child;
    if (!child.usable)
        return Error{"Graphviz's `dot` is not running any more."};
    const auto fail = [&](std::string why) {
        child.usable = false;
        return Error{std::move(why)};
    };
    const auto end = Clock::now() + patience;
    std::string answer = "\n"; // so that the end mark is found on the first line, too
    for (;;) {
        if (stop.stop_requested())
            return fail("The layout was stopped.");
        if (Clock::now() > end)
            return fail(fmt::format("Graphviz's `dot` took longer than {:g} s.",
                                    std::chrono::duration<double>(patience).count()));
        pollfd waiting{child.socket, static_cast<short>(POLLIN | (graph.empty() ? 0 : POLLOUT)), 0};
        if (::poll(&waiting, 1, pollStep) == -1 && errno != EINTR)
            return fail(
                fmt::format("Graphviz's `dot` could not be waited for: {}.", std::strerror(errno)));
        if ((waiting.revents & POLLOUT) && !graph.empty()) {
            const ssize_t sent = ::send(child.socket, graph.data(), graph.size(), MSG_NOSIGNAL);
            if (sent > 0)
                graph.remove_prefix(static_cast<std::size_t>(sent));
            else if (sent == -1 && errno != EAGAIN && errno != EINTR)
                return fail(fmt::format("Graphviz's `dot` {}.", child.fate()));
        }
        if (waiting.revents & (POLLIN | POLLHUP | POLLERR)) {
            char buffer[16384];
            const ssize_t got = ::recv(child.socket, buffer, sizeof buffer, 0);
            if (got == 0 || (got == -1 && errno != EAGAIN && errno != EINTR))
                return fail(fmt::format("Graphviz's `dot` {}.", child.fate()));
            if (got > 0)
                answer.append(buffer, static_cast<std::size_t>(got));
            if (answer.ends_with(endMark) && graph.empty())
                return answer.substr(1, answer.size() - endMark.size());
        }
    }
}

} // namespace limn
