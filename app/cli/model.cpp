// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "core/exports/exporter.h"
#include "core/manifests/read.h"

namespace limn {
namespace {

constexpr std::string_view formatChoices[] = {"json", "yaml"};
constexpr Option options[] = {{.name = "--format",
                               .value = "FORMAT",
                               .meaning = "JSON, or the neutral manifest as YAML",
                               .choices = formatChoices,
                               .fallback = "json"}};

Exit run(const Arguments& arguments) {
    useLargePages();
    const Result<Snapshot> snapshot = open(arguments.operands, {}, 0);
    if (!snapshot)
        return fail(snapshot.error().message);
    const bool yaml = arguments.value("format") == "yaml";
    const bool broken = reportProblems(*snapshot);
    finish(yaml ? neutralYaml(*snapshot->model) : modelJson(*snapshot),
           broken ? Exit::Failed : Exit::Good);
}

} // namespace

extern constinit const Command modelCommand{
    .name = "model",
    .summary = "Print what the manifests say: parts, lines, groups and what could not be placed",
    .operand = "PATH",
    .several = true,
    .options = options,
    .run = run,
};

} // namespace limn
