// SPDX-License-Identifier: GPL-3.0-or-later
#include <charconv>
#include <filesystem>

#include <fmt/format.h>

#include "app/cli/command.h"
#include "app/cli/painter_module.h"
#include "core/checks/check.h"
#include "core/exports/exporter.h"
#include "core/manifests/read.h"
#include "layouts/graph.h"
#include "layouts/layout.h"

namespace limn {
namespace {

constexpr std::string_view themeChoices[] = {"light", "dark"};
constexpr std::string_view switchChoices[] = {"on", "off"};
constexpr Option options[] = {
    {.name = "-o,--output",
     .value = "FILE",
     .meaning = "Where to write; its ending says what: svg, png, pdf, json",
     .required = true},
    {.name = "--theme",
     .value = "THEME",
     .meaning = "Colours",
     .choices = themeChoices,
     .fallback = "light"},
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

Exit run(const Arguments& arguments) {
    const std::string file(arguments.value("output"));
    std::string extension = std::filesystem::path(file).extension().string();
    if (!extension.empty())
        extension.erase(0, 1);
    if (!isKnown(extension))
        return fail(fmt::format(
            "`{}` does not say what to write. End it in .svg, .png, .pdf or .json.", file));
    const std::optional<double> scale = parseScale(arguments.value("scale"));
    if (!scale)
        return fail(fmt::format("`--scale` takes a number from 0.1 to 10, not `{}`.",
                                arguments.value("scale")));
    const Result<Snapshot> snapshot = open(arguments.operands, {}, 0);
    if (!snapshot)
        return fail(snapshot.error().message);
    const bool broken = reportProblems(*snapshot);
    const Report report = check(*snapshot->model, *snapshot->diagram);
    const Result<Arranged> arranged = arrange(graphOf(*snapshot));
    if (!arranged)
        return fail(arranged.error().message);
    if (!arranged->note.empty())
        fmt::print(stderr, "limn: {}\n", arranged->note);
    const bool annotated = arguments.value("annotations") == "on";
    const DrawOptions shown{.theme = themeName(arguments.value("theme")).value_or(ThemeName::Light),
                            .annotations = annotated,
                            .callouts = {},
                            .page = true};
    const Drawing drawing = draw(*snapshot, arranged->placement, report, shown);
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
