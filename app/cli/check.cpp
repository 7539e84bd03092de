// SPDX-License-Identifier: GPL-3.0-or-later
#include <charconv>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <sys/ioctl.h>
#include <unistd.h>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "app/cli/command.h"
#include "app/cli/progress.h"
#include "core/checks/baseline.h"
#include "core/checks/rulings.h"
#include "core/exports/exporter.h"
#include "core/exports/report_formats.h"
#include "core/manifests/read.h"

namespace limn {
namespace {

constexpr std::string_view formatChoices[] = {"text",  "json",     "sarif",
                                              "junit", "markdown", "github"};
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
    {.name = "--baseline",
     .value = "FILE",
     .meaning = "Report only what FILE, an earlier JSON or SARIF output, does not have"},
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

// A whole number from 0; nothing where it is none.
std::optional<unsigned> number(std::string_view typed) {
    unsigned value = 0;
    const auto [end, fault] = std::from_chars(typed.data(), typed.data() + typed.size(), value);
    return fault == std::errc() && end == typed.data() + typed.size() ? std::optional(value)
                                                                      : std::nullopt;
}

Result<Baseline> readBaseline(const std::string& path) {
    const auto failed = [&](std::string_view why) {
        return Error{fmt::format("The baseline `{}` could not be read: {}", path, why)};
    };
    std::error_code error;
    if (std::filesystem::is_directory(path, error))
        return failed("it is a folder.");
    std::ifstream stream(path, std::ios::binary);
    if (!stream)
        return failed("it is not there, or may not be opened.");
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    return parseBaseline(text, path);
}

Report judge(const Snapshot& snapshot, const Rulings& rulings) {
    const std::time_t now = std::time(nullptr);
    return check(*snapshot.model, *snapshot.diagram, {},
                 {fmt::format("{:%Y-%m-%d}", fmt::localtime(now)), &rulings});
}

std::string printed(const Snapshot& snapshot, const Report& report, std::size_t known,
                    const Arguments& arguments) {
    const std::string_view format = arguments.value("format");
    if (format == "json")
        return reportJson(snapshot, report);
    if (format == "sarif")
        return reportSarif(snapshot, report, LIMN_VERSION);
    if (format == "junit")
        return reportJunit(snapshot, report, severity(arguments.value("fail-on")));
    if (format == "markdown")
        return reportMarkdown(snapshot, report);
    if (format == "github")
        return reportGithub(snapshot, report);
    return reportText(snapshot, report, wantsColour(), terminalWidth(), known);
}

Exit run(const Arguments& arguments) {
    useLargePages();
    const std::optional<unsigned> jobs = number(arguments.value("jobs"));
    if (!jobs)
        return fail(fmt::format("`--jobs` takes a whole number from 0, not `{}`.",
                                arguments.value("jobs")));
    Result<Baseline> baseline = Baseline();
    if (arguments.has("baseline"))
        baseline = readBaseline(std::string(arguments.value("baseline")));
    if (!baseline)
        return fail(baseline.error().message);

    Progress progress("reading the manifests");
    const auto refuse = [&](const Error& error) {
        progress.done();
        return fail(error.message);
    };
    const Result<Snapshot> snapshot = open(arguments.operands, {}, *jobs);
    if (!snapshot)
        return refuse(snapshot.error());
    const Result<Rulings> rulings = rulingsOf(*snapshot->sources);
    if (!rulings)
        return refuse(rulings.error());
    progress.step(fmt::format("asking {} checks about {} parts of {} files", checks().size(),
                              snapshot->model->nodes().size(), snapshot->sources->size()));
    Report report = judge(*snapshot, *rulings);
    progress.done();

    const std::size_t known = dropKnown(*baseline, report);
    const Exit verdict = reaches(report, arguments.value("fail-on")) ? Exit::Findings : Exit::Good;
    finish(printed(*snapshot, report, known, arguments),
           isBroken(*snapshot->model) ? Exit::Failed : verdict);
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
