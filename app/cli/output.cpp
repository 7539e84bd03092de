// SPDX-License-Identifier: GPL-3.0-or-later
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <fmt/format.h>

#include "app/cli/command.h"

namespace limn {

std::string_view Arguments::value(std::string_view name) const {
    const auto found = options.find(name);
    return found == options.end() ? std::string_view() : std::string_view(found->second);
}

Exit print(std::string_view text, Exit good) {
    const bool written =
        std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    if (written)
        return good;
    return fail(fmt::format("The result could not be written to standard output: {}.",
                            std::strerror(errno)));
}

Exit fail(std::string_view message) {
    fmt::print(stderr, "limn: {}\n", message);
    return Exit::Failed;
}

void finish(std::string_view text, Exit good) {
    const Exit exit = print(text, good);
    std::fflush(stderr);
    std::_Exit(static_cast<int>(exit));
}

} // namespace limn
