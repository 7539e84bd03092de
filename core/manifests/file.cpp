// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/file.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

namespace limn {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t maxBytes = 64U << 20;

Error failed(std::string_view what, const std::string& path) {
    return {fmt::format("`{}` could not be {}: {}.", path, what, std::strerror(errno))};
}

// Owns a file descriptor.
class Descriptor {
public:
    explicit Descriptor(int fd) : m_fd(fd) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    explicit operator bool() const { return m_fd >= 0; }
    int value() const { return m_fd; }
    bool close() {
        const int fd = std::exchange(m_fd, -1);
        return fd <= 2 || ::close(fd) == 0;
    }

private:
    int m_fd;
};

bool writeAll(int fd, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(fd, text.data(), text.size());
        if (written < 0 && errno != EINTR)
            return false;
        if (written > 0)
            text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

} // namespace

Result<std::string> readFile(const std::string& path) {
    std::error_code error;
    if (path != "-" && fs::is_directory(path, error))
        return Error{fmt::format("`{}` is a folder, not a file.", path)};
    const Descriptor file(path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file)
        return failed("opened", path);
    std::string text;
    struct stat known{};
    if (::fstat(file.value(), &known) == 0 && S_ISREG(known.st_mode))
        text.reserve(std::min(static_cast<std::size_t>(known.st_size), maxBytes));
    char buffer[1 << 16];
    for (;;) {
        const ssize_t got = ::read(file.value(), buffer, sizeof buffer);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return failed("read", path);
        if (got == 0)
            return text;
        text.append(buffer, static_cast<std::size_t>(got));
        if (text.size() > maxBytes)
            return Error{
                fmt::format("`{}` is larger than 64 MiB, the most that Limn reads.", path)};
    }
}

Result<Done> writeFile(const std::string& path, std::string_view text) {
    std::error_code error;
    const fs::path resolved = fs::weakly_canonical(path, error);
    const std::string target = error ? path : resolved.string();
    std::string temporary = target + ".XXXXXX";
    Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
    if (!file)
        return failed("written", path);
    struct stat old{};
    const bool replaces = ::stat(target.c_str(), &old) == 0;
    // Without an old file: what the user's own umask gives a new one.
    const mode_t mask = ::umask(0);
    ::umask(mask);
    const mode_t mode = replaces ? old.st_mode & 07777 : 0666 & ~mask;
    // Where the user may not give files away, the new one is the user's.
    [[maybe_unused]] const int given =
        replaces ? ::fchown(file.value(), old.st_uid, old.st_gid) : 0;
    const bool done = ::fchmod(file.value(), mode) == 0 && writeAll(file.value(), text) &&
                      ::fsync(file.value()) == 0 && file.close() &&
                      ::rename(temporary.c_str(), target.c_str()) == 0;
    if (done)
        return Done{};
    const Error why = failed("written", path);
    ::unlink(temporary.c_str());
    return why;
}

} // namespace limn
