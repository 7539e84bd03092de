// SPDX-License-Identifier: GPL-3.0-or-later
#include <charconv>
#include <cstdio>
#include <ctime>

#include <sys/ioctl.h>
#include <unistd.h>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "app/cli/command.h"
#include "core/checks/check.h"
#include "core/exports/exporter.h"
#include "core/manifests/read.h"

namespace limn {
namespace {

constexpr std::string_view formatChoices[] = {"text", "json"};
constexpr std::string_view failChoices[] = {"error", "warning", "info", "never"};
constexpr Option options[] = {
    {.name = "--format",
     .value = "FORMAT",
     .meaning = "How to print the findings",
     .choices = formatChoices,
     .fallback = "text"},
    {.name = "--fail-on",
     .value = "SEVERITY",
     .meaning = "Exit with 1 from this severity on",
     .choices = failChoices,
     .fallback = "error"},
    {.name = "--jobs",
     .value = "N",
     .meaning = "Files read at once; 0 for as many as there are cores",
     .fallback = "0"},
};

int terminalWidth() {
    constexpr int plain = 100; // where there is no terminal to ask
    winsize size{};
    const bool known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? size.ws_col : plain;
}

bool wantsColour() { return ::isatty(STDOUT_FILENO) && !std::getenv("NO_COLOR"); }

// An accepted finding is shown but fails nothing.
bool reaches(const Report& report, std::string_view failOn) {
    const std::optional<Severity> limit = severity(failOn);
    return limit &&
           std::any_of(report.findings.begin(), report.findings.end(), [&](const Finding& finding) {
               return !finding.accepted && finding.severity >= *limit;
           });
}

bool isBroken(const Model& model) {
    return std::any_of(model.problems().begin(), model.problems().end(),
                       [](const Problem& p) { return p.severity == Severity::Error; });
}

Exit run(const Arguments& arguments) {
    useLargePages();
    unsigned jobs = 0;
    const std::string_view typed = arguments.value("jobs");
    if (std::from_chars(typed.data(), typed.data() + typed.size(), jobs).ptr !=
        typed.data() + typed.size())
        return fail(fmt::format("`--jobs` takes a whole number from 0, not `{}`.", typed));
    const Result<Snapshot> snapshot = open(arguments.operands, {}, jobs);
    if (!snapshot)
        return fail(snapshot.error().message);
    const std::time_t now = std::time(nullptr);
    const Report report = check(*snapshot->model, *snapshot->diagram, {},
                                {fmt::format("{:%Y-%m-%d}", fmt::localtime(now))});
    const bool json = arguments.value("format") == "json";
    const std::string text = json ? reportJson(*snapshot, report)
                                  : reportText(*snapshot, report, wantsColour(), terminalWidth());
    const Exit verdict = reaches(report, arguments.value("fail-on")) ? Exit::Findings : Exit::Good;
    finish(text, isBroken(*snapshot->model) ? Exit::Failed : verdict);
}

} // namespace

extern constinit const Command checkCommand{
    .name = "check",
    .summary = "Ask the boundary questions and print the findings with their evidence",
    .operand = "PATH",
    .several = true,
    .options = options,
    .run = run,
};

} // namespace limn
