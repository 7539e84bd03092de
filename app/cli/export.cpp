// SPDX-License-Identifier: GPL-3.0-or-later
#include <charconv>
#include <filesystem>

#include <fmt/format.h>

#include "app/cli/command.h"
#include "app/cli/painter_module.h"
#include "app/cli/shown.h"
#include "core/checks/check.h"
#include "core/drawing/lens.h"
#include "core/drawing/states.h"
#include "core/exports/exporter.h"
#include "core/manifests/read.h"
#include "layouts/graph.h"
#include "layouts/layout.h"

namespace limn {
namespace {

constexpr std::string_view themeChoices[] = {"light", "dark", "print"};
constexpr std::string_view lensChoices[] = {"class",    "kind",     "permissions",
                                            "failures", "findings", "verdict"};
constexpr std::string_view switchChoices[] = {"on", "off"};
constexpr Option options[] = {
    {.name = "-o,--output",
     .value = "FILE",
     .meaning = "Where to write; its ending says what: svg, png, pdf, html, md, dot, mmd, d2, "
                "drawio, json",
     .required = true},
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
    {.name = "--scale",
     .value = "N",
     .meaning = "Pixels per unit of a PNG, 0.1 to 10",
     .fallback = "2"},
    {.name = "--annotations",
     .value = "SWITCH",
     .meaning = "Badges on the parts, findings and verdict below",
     .choices = switchChoices,
     .fallback = "on"},
};

std::optional<double> parseScale(std::string_view text) {
    double scale = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), scale);
    const bool good =
        error == std::errc() && end == text.data() + text.size() && scale >= 0.1 && scale <= 10;
    return good ? std::optional(scale) : std::nullopt;
}

// The bytes of the file: by an exporter of the core, or by the painter, which is loaded only here.
Result<std::string> bytesOf(const Picture& picture, std::string_view extension, double scale) {
    if (const Exporter* exporter = findExporter(extension))
        return exporter->run(picture);
    return paintWithModule(extension, picture, scale);
}

bool isKnown(std::string_view extension) { return findExporter(extension) || isPainted(extension); }

std::string knownEndings() {
    std::string all = ".png .pdf";
    for (const Exporter* exporter : exporters())
        all += fmt::format(" .{}", exporter->extension);
    return all;
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
    const Result<Snapshot> opened = open(arguments.operands, {}, 0);
    if (!opened)
        return fail(opened.error().message);
    const bool broken = reportProblems(*opened);
    Result<Snapshot> snapshot = withCollapsed(*opened, arguments.value("collapse"));
    if (!snapshot)
        return fail(snapshot.error().message);
    const Lens* lens = findLens(arguments.value("lens"));
    if (lens)
        snapshot = seenThrough(*snapshot, *lens);
    const Node* workflow = nullptr;
    if (arguments.has("workflow")) {
        const Result<const Node*> found =
            findWorkflow(*snapshot->model, arguments.value("workflow"));
        if (!found)
            return fail(found.error().message);
        workflow = *found;
    }
    const Report report = check(*snapshot->model, *snapshot->diagram);
    const Result<Arranged> arranged =
        workflow ? arrangeStates(*snapshot->model, *workflow) : arrange(graphOf(*snapshot));
    if (!arranged)
        return fail(arranged.error().message);
    if (!arranged->note.empty())
        fmt::print(stderr, "limn: {}\n", arranged->note);
    const bool annotated = arguments.value("annotations") == "on";
    const DrawOptions shown{.theme = themeName(arguments.value("theme")).value_or(ThemeName::Light),
                            .annotations = annotated,
                            .callouts = {},
                            .page = true,
                            .lens = std::string(arguments.value("lens")),
                            .legend = lens != nullptr};
    const Drawing drawing =
        workflow ? drawStates(*snapshot, *workflow, arranged->placement, report, shown)
                 : draw(*snapshot, arranged->placement, report, shown);
    const Result<std::string> bytes =
        bytesOf({*snapshot, arranged->placement, report, drawing}, extension, *scale);
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
