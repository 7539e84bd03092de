// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <variant>

#include "app/cli/command.h"

namespace limn {

// A call of `limn` understood: a command with its arguments, files to open in the window, or all
// that there is to say (help, version, a mistake) with the status to end with.
struct CommandCall {
    const Command* command = nullptr;
    Arguments arguments;
};
struct WindowCall {
    std::vector<std::string> files;
};
struct Answer {
    std::string text;
    Exit exit = Exit::Good;
};
using Call = std::variant<CommandCall, WindowCall, Answer>;

Call parseCall(std::span<const char* const> arguments);

} // namespace limn
