// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "app/cli/command.h"
#include "core/manifests/format.h"

namespace limn {
namespace {

Exit run(const Arguments&) {
    std::string text;
    for (const Format* format : formats())
        text +=
            fmt::format("{:<16}{:<26}{}\n{:<42}{}\n", format->id, format->title,
                        format->write ? "reads, edits in place" : "reads; structure is read-only",
                        "", format->description);
    return print(text);
}

} // namespace

extern constinit const Command formatsCommand{
    .name = "formats",
    .summary = "List the manifest formats that Limn reads and edits",
    .run = run,
};

} // namespace limn
