// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/paint/module.h"

#include <clocale>
#include <memory>

#include <QGuiApplication>
#include <fmt/format.h>

#include "widgets/paint/painted.h"
#include "widgets/text.h"

namespace {

using namespace limn;

// Painting a file is no desktop session: what Qt warns of then (no runtime folder, no session bus)
// concerns nobody. Faults are still told.
void tellFaults(QtMsgType type, const QMessageLogContext&, const QString& text) {
    if (type == QtCriticalMsg || type == QtFatalMsg)
        fmt::print(stderr, "{}\n", toUtf8(text));
}

Result<std::string> paintPicture(std::string_view extension, const Picture& picture,
                                 const PaintOptions& options) {
    const PaintedExporter* exporter = findPaintedExporter(extension);
    if (!exporter)
        return Error{fmt::format("Nothing here can paint `.{}`.", extension)};
    static char name[] = "limn";
    static char* arguments[] = {name, nullptr};
    static int count = 1;
    std::unique_ptr<QGuiApplication> application;
    if (!QCoreApplication::instance()) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        qInstallMessageHandler(tellFaults);
        application = std::make_unique<QGuiApplication>(count, arguments);
        // The application takes over the user's locale, under which 1.5 may read as 1.
        std::setlocale(LC_NUMERIC, "C");
    }
    return exporter->run(picture, options);
}

constexpr LimnPaintModule paintModule{.version = LIMN_VERSION, .paint = paintPicture};

} // namespace

extern "C" __attribute__((visibility("default"))) const LimnPaintModule* limnPaintModule();
extern "C" const LimnPaintModule* limnPaintModule() { return &paintModule; }
