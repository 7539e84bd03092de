// SPDX-License-Identifier: GPL-3.0-or-later
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include <unistd.h>

#include <fmt/format.h>

#include "app/cli/parse.h"

namespace limn {
namespace {

// The window is a program of its own, so that no command waits for its libraries. It stands beside
// this one.
Exit openWindow(const WindowCall& call) {
    if (!std::getenv("DISPLAY") && !std::getenv("WAYLAND_DISPLAY") &&
        !std::getenv("QT_QPA_PLATFORM"))
        return fail("There is no display to open a window on. `limn export FILE -o FILE.svg` draws "
                    "the picture and `limn check "
                    "FILE` prints the findings.");
    std::error_code error;
    const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
    std::string program = (self.parent_path() / "limn-desktop").string();
    std::vector<char*> words{program.data()};
    std::vector<std::string> files = call.files;
    for (std::string& file : files)
        words.push_back(file.data());
    words.push_back(nullptr);
    ::execvp(program.c_str(), words.data());
    return fail(fmt::format("The window could not be opened: `{}` does not start: {}.", program,
                            std::strerror(errno)));
}

struct Runner {
    Exit operator()(const CommandCall& call) const { return call.command->run(call.arguments); }
    Exit operator()(const WindowCall& call) const { return openWindow(call); }
    Exit operator()(const Answer& answer) const {
        if (answer.exit == Exit::Good)
            return print(answer.text);
        fmt::print(stderr, "{}", answer.text);
        return answer.exit;
    }
};

} // namespace
} // namespace limn

int main(int count, char** arguments) {
    // A reader that goes away must be seen as a failed write, not end the program in silence.
    std::signal(SIGPIPE, SIG_IGN);
    const limn::Call call = limn::parseCall(
        std::span<const char* const>(arguments + 1, static_cast<std::size_t>(count - 1)));
    return static_cast<int>(std::visit(limn::Runner{}, call));
}
