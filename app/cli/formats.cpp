// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "app/cli/command.h"
#include "core/manifests/format.h"

namespace limn {
namespace {

std::string_view saidOf(const Format& format) {
    if (!format.write)
        return "reads; structure is read-only";
    return format.writes ? "reads, edits values in place" : "reads, edits in place";
}

Exit run(const Arguments&) {
    std::string text;
    for (const Format* format : formats())
        text += fmt::format("{:<16}{:<26}{}\n{:<42}{}\n", format->id, format->title,
                            saidOf(*format), "", format->description);
    return print(text);
}

} // namespace

extern constinit const Command formatsCommand{
    .name = "formats",
    .summary = "List the manifest formats that Limn reads and edits",
    .run = run,
};

} // namespace limn
