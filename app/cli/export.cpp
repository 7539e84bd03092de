// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>
#include <filesystem>

#include <fmt/format.h>

#include "app/cli/command.h"
#include "app/cli/painter_module.h"
#include "app/cli/shown.h"
#include "core/checks/check.h"
#include "core/checks/rulings.h"
#include "core/drawing/lens.h"
#include "core/exports/exporter.h"
#include "core/exports/part_of_system.h"
#include "core/exports/sheet_of_paper.h"
#include "core/manifests/read.h"
#include "layouts/graph.h"
#include "layouts/layout.h"

namespace limn {
namespace {

constexpr std::string_view themeChoices[] = {"light", "dark", "print", "contrast"};
constexpr std::string_view lensChoices[] = {"class",    "kind",     "permissions",
                                            "failures", "findings", "verdict"};
constexpr std::string_view switchChoices[] = {"on", "off"};
constexpr std::string_view colourChoices[] = {"colour", "grey"};
constexpr std::string_view paperChoices[] = {"picture",  "A4",       "A3",          "Letter",
                                             "A4-tiled", "A3-tiled", "Letter-tiled"};
constexpr Option options[] = {
    {.name = "-o,--output",
     .value = "FILE",
     .meaning = "Where to write; its ending says what: svg, png, pdf, html, md, dot, mmd, d2, "
                "drawio, json",
     .required = true},
    {.name = "--focus",
     .value = "ID[:STEPS]",
     .meaning = "Only that part or group, and what is up to STEPS lines away (1 when not said)"},
    {.name = "--group",
     .value = "ID",
     .meaning = "Only that group's parts, and what a line joins to them"},
    {.name = "--theme",
     .value = "THEME",
     .meaning = "Colours",
     .choices = themeChoices,
     .fallback = "light"},
    {.name = "--lens",
     .value = "LENS",
     .meaning = "What the colours tell, with a legend",
     .choices = lensChoices},
    {.name = "--collapse",
     .value = "GROUPS",
     .meaning = "Groups to draw as one part each, by id or name, commas between them"},
    {.name = "--workflow", .value = "ID", .meaning = "The states of one workflow instead"},
    {.name = "--ink",
     .value = "INK",
     .meaning = "Of svg, html, png and pdf",
     .choices = colourChoices,
     .fallback = "colour"},
    {.name = "--scale",
     .value = "N",
     .meaning = "Pixels per unit of a PNG, 0.1 to 10",
     .fallback = "2"},
    {.name = "--page",
     .value = "PAGE",
     .meaning = "Of a PDF: its own size, fitted on one sheet, or in full size on several",
     .choices = paperChoices,
     .fallback = "picture"},
    {.name = "--annotations",
     .value = "SWITCH",
     .meaning = "Badges on the parts",
     .choices = switchChoices,
     .fallback = "on"},
    {.name = "--date",
     .value = "DAY",
     .meaning = "The day that the foot says, as 2026-01-31; the sidecar's newest when not given"},
};

std::optional<double> parseScale(std::string_view text) {
    double scale = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), scale);
    const bool good =
        error == std::errc() && end == text.data() + text.size() && scale >= 0.1 && scale <= 10;
    return good ? std::optional(scale) : std::nullopt;
}

PaintOptions paintOptions(double scale, std::string_view page) {
    PaintOptions paint{scale, Paper::Picture, page.ends_with("-tiled")};
    const std::string_view paper = page.substr(0, page.find('-'));
    if (paper == "A4")
        paint.paper = Paper::A4;
    else if (paper == "A3")
        paint.paper = Paper::A3;
    else if (paper == "Letter")
        paint.paper = Paper::Letter;
    return paint;
}

bool isDay(std::string_view text) {
    constexpr std::string_view shape = "0000-00-00";
    return text.size() == shape.size() && std::ranges::equal(text, shape, [](char c, char wanted) {
               return wanted == '-' ? c == '-' : c >= '0' && c <= '9';
           });
}

bool isKnown(std::string_view extension) { return findExporter(extension) || isPainted(extension); }

std::string knownEndings() {
    std::string all = ".png .pdf";
    for (const Exporter* exporter : exporters())
        all += fmt::format(" .{}", exporter->extension);
    return all;
}

// What of the system is wanted, and how one says that; empty: everything.
struct Wanted {
    PartIds ids;
    std::string scope;
};

// `Upload`, `Upload:2`; an id may have colons of its own.
Result<Wanted> focusOn(const Snapshot& snapshot, std::string_view value) {
    constexpr int mostSteps = 99;
    std::string_view id = value;
    int steps = 1;
    const bool isWhole = snapshot.model->node(value) || snapshot.model->group(value);
    if (const std::size_t colon = value.rfind(':'); !isWhole && colon != std::string_view::npos) {
        const std::string_view digits = value.substr(colon + 1);
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), steps);
        if (error != std::errc() || end != digits.data() + digits.size() || steps < 0 ||
            steps > mostSteps)
            return Error{fmt::format("`--focus` takes an id and perhaps a number of steps from 0 "
                                     "to {} after a colon, not `{}`.",
                                     mostSteps, value)};
        id = value.substr(0, colon);
    }
    Result<PartIds> ids = neighbourhood(snapshot, id, steps);
    if (!ids)
        return ids.error();
    return Wanted{std::move(*ids),
                  fmt::format("{} and {} step{} around", id, steps, steps == 1 ? "" : "s")};
}

Result<Wanted> wanted(const Snapshot& snapshot, const Arguments& arguments) {
    if (arguments.has("focus") && arguments.has("group"))
        return Error{"`--focus` and `--group` both say what to draw: give one of them."};
    if (arguments.has("focus"))
        return focusOn(snapshot, arguments.value("focus"));
    if (!arguments.has("group"))
        return Wanted{};
    const std::string_view id = arguments.value("group");
    Result<PartIds> ids = groupWithBorder(snapshot, id);
    if (!ids)
        return ids.error();
    return Wanted{std::move(*ids), fmt::format("group {}", id)};
}

// The bytes of the file: by an exporter of the core, or by the painter, which is loaded only here.
Result<std::string> bytesOf(const Picture& picture, std::string_view extension,
                            const PaintOptions& paint) {
    if (const Exporter* exporter = findExporter(extension))
        return exporter->run(picture);
    return paintWithModule(extension, picture, paint);
}

// The workflow whose states are wanted; null for the system itself.
Result<const Node*> workflowOf(const Model& model, const Arguments& arguments) {
    if (!arguments.has("workflow"))
        return nullptr;
    return findWorkflow(model, arguments.value("workflow"));
}

// The part of the system that is wanted, arranged, drawn and spelled.
Result<std::string> exported(const Snapshot& opened, const Arguments& arguments,
                             std::string_view extension, double scale) {
    const Result<Snapshot> collapsed = withCollapsed(opened, arguments.value("collapse"));
    if (!collapsed)
        return collapsed.error();
    const Lens* lens = findLens(arguments.value("lens"));
    const Snapshot snapshot = lens ? seenThrough(*collapsed, *lens) : *collapsed;
    const Result<const Node*> workflow = workflowOf(*snapshot.model, arguments);
    if (!workflow)
        return workflow.error();
    const Result<Wanted> part = wanted(snapshot, arguments);
    if (!part)
        return part.error();
    const Result<Rulings> rulings = rulingsOf(*snapshot.sources);
    if (!rulings)
        return rulings.error();
    const std::string date(arguments.value("date"));
    Report report = check(*snapshot.model, *snapshot.diagram, {}, {date, &*rulings});
    if (!part->ids.empty())
        report = reportOn(*snapshot.model, std::move(report), part->ids);
    const Result<Arranged> arranged = *workflow ? arrangeStates(*snapshot.model, **workflow)
                                                : arrange(graphOf(snapshot, part->ids));
    if (!arranged)
        return arranged.error();
    if (!arranged->note.empty())
        fmt::print(stderr, "limn: {}\n", arranged->note);
    const std::string day = date.empty() ? reviewDay(*snapshot.diagram) : date;
    DrawOptions shown;
    shown.theme = themeName(arguments.value("theme")).value_or(ThemeName::Light);
    shown.annotations = arguments.value("annotations") == "on";
    shown.lens = std::string(arguments.value("lens"));
    shown.legend = lens != nullptr;
    const Drawing drawing =
        drawSheet(snapshot, arranged->placement, report, std::move(shown),
                  {{day, part->scope}, arguments.value("ink") == "grey", *workflow});
    return bytesOf({snapshot, arranged->placement, report, drawing, day, part->scope}, extension,
                   paintOptions(scale, arguments.value("page")));
}

Exit run(const Arguments& arguments) {
    const std::string file(arguments.value("output"));
    std::string extension = std::filesystem::path(file).extension().string();
    if (!extension.empty())
        extension.erase(0, 1);
    if (!isKnown(extension))
        return fail(fmt::format("`{}` does not say what to write. End it in one of {}.", file,
                                knownEndings()));
    const std::optional<double> scale = parseScale(arguments.value("scale"));
    if (!scale)
        return fail(fmt::format("`--scale` takes a number from 0.1 to 10, not `{}`.",
                                arguments.value("scale")));
    if (arguments.has("date") && !isDay(arguments.value("date")))
        return fail(
            fmt::format("`--date` takes a day as 2026-01-31, not `{}`.", arguments.value("date")));
    const Result<Snapshot> opened = open(arguments.operands, {}, 0);
    if (!opened)
        return fail(opened.error().message);
    const bool broken = reportProblems(*opened);
    const Result<std::string> bytes = exported(*opened, arguments, extension, *scale);
    if (!bytes)
        return fail(bytes.error().message);
    const Result<Done> written = writeFile(file, *bytes);
    if (!written)
        return fail(written.error().message);
    return broken ? Exit::Failed : Exit::Good;
}

} // namespace

extern constinit const Command exportCommand{
    .name = "export",
    .summary = "Draw the picture into a file",
    .operand = "PATH",
    .several = true,
    .options = options,
    .run = run,
};

} // namespace limn
