// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/export_picture.h"

#include <QFileInfo>

#include "core/exports/exporter.h"
#include "core/exports/sheet_of_paper.h"
#include "core/manifests/read.h"
#include "widgets/paint/painted.h"
#include "widgets/text.h"

namespace limn {
namespace {

QString filter(std::string_view title, std::string_view extension) {
    return QStringLiteral("%1 (*.%2)").arg(toQt(title), toQt(extension));
}

} // namespace

QStringList exportFilters() {
    QStringList filters;
    for (const Exporter* exporter : exporters())
        filters << filter(exporter->title, exporter->extension);
    for (const PaintedExporter* exporter : paintedExporters())
        filters << filter(exporter->title, exporter->extension);
    return filters;
}

Result<QString> exportPicture(const Derived& derived, DrawOptions options,
                              const std::string& workflow, const QString& path) {
    const std::string day = reviewDay(*derived.snapshot.diagram);
    const Drawing drawing =
        drawSheet(derived.snapshot, derived.placement, derived.report, std::move(options),
                  {{day, {}}, false, derived.snapshot.model->node(workflow)});
    const Picture picture{derived.snapshot, derived.placement, derived.report, drawing, day, {}};
    const std::string extension = toUtf8(QFileInfo(path).suffix().toLower());
    std::string bytes;
    if (const Exporter* exporter = findExporter(extension)) {
        bytes = exporter->run(picture);
    } else if (const PaintedExporter* painted = findPaintedExporter(extension)) {
        Result<std::string> result = painted->run(picture, {});
        if (!result)
            return result.error();
        bytes = std::move(*result);
    } else {
        return Error{
            "`" + toUtf8(path) + "` was not written: Limn exports no `." + extension +
            "`. Name the file .svg, .png, .pdf, .html, .md, .dot, .mmd, .d2, .drawio or .json."};
    }
    if (Result<Done> done = writeFile(toUtf8(path), bytes); !done)
        return done.error();
    return path;
}

} // namespace limn
