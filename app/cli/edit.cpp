// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "app/cli/command.h"
#include "core/manifests/edit.h"
#include "core/manifests/file.h"
#include "core/manifests/read.h"
#include "core/manifests/text_edit.h"

namespace limn {
namespace {

constexpr Option options[] = {
    {.name = "--intents",
     .value = "FILE",
     .meaning = "JSON lines, one intent each; - for standard input",
     .required = true},
    {.name = "--dry-run", .meaning = "Print the unified diff and write nothing"},
};

Result<std::vector<Intent>> readIntents(const std::string& path) {
    const Result<std::string> text = readFile(path);
    if (!text)
        return text.error();
    std::vector<Intent> intents;
    std::string_view rest = *text;
    for (int line = 1; !rest.empty(); ++line) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view one = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (one.find_first_not_of(" \t\r") == std::string_view::npos)
            continue;
        Result<Intent> intent = parseIntent(one);
        if (!intent)
            return Error{fmt::format("{}:{}: {}", path, line, intent.error().message)};
        intents.push_back(*std::move(intent));
    }
    return intents;
}

// Every file that differs, and the sidecar where there is one and ids in it were renamed.
Result<Done> writeChanged(const Snapshot& before, const Snapshot& after, const std::string& first) {
    for (std::uint32_t i = 0; i < after.sources->size(); ++i) {
        const Source& source = (*after.sources)[i];
        if (source.text() == (*before.sources)[i].text())
            continue;
        if (Result<Done> written = writeFile(source.path(), source.text()); !written)
            return written;
    }
    if (*after.diagram == *before.diagram)
        return Done{};
    return writeFile(sidecarPath(first), printDiagram(*after.diagram));
}

Exit run(const Arguments& arguments) {
    const std::string manifest = arguments.operands.front();
    const std::string intentPath(arguments.value("intents"));
    if (manifest == "-")
        return fail("`limn edit` changes a file, so it cannot read the manifest from standard "
                    "input. Name the file.");
    const Result<std::vector<Intent>> intents = readIntents(intentPath);
    if (!intents)
        return fail(intents.error().message);
    const Result<Snapshot> before = open({manifest}, {}, 0);
    if (!before)
        return fail(before.error().message);
    const Result<Snapshot> after = edit(*before, *intents);
    if (!after)
        return fail(after.error().message);
    if (!arguments.has("dry-run")) {
        const Result<Done> written = writeChanged(*before, *after, manifest);
        return written ? Exit::Good : fail(written.error().message);
    }
    std::string diff;
    for (std::uint32_t i = 0; i < after->sources->size(); ++i)
        diff += unifiedDiff((*before->sources)[i].path(), (*before->sources)[i].text(),
                            (*after->sources)[i].text());
    return print(diff);
}

} // namespace

extern constinit const Command editCommand{
    .name = "edit",
    .summary = "Change the architecture in the manifest's own text, all intents or none",
    .operand = "PATH",
    .options = options,
    .run = run,
};

} // namespace limn
