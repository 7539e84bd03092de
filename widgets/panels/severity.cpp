// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/severity.h"

#include <QCoreApplication>

#include "widgets/paint/icons.h"
#include "widgets/paint/painter.h"
#include "widgets/paint/palette.h"

namespace limn {

QColor severityColor(Severity severity, const QPalette& palette) {
    return toQt(theme(themeOf(palette)).of(severity).text);
}

QIcon severityIcon(Severity severity, const QPalette& palette) {
    QIcon result;
    for (const double ratio : {1.0, 2.0})
        result.addPixmap(iconPixmap(word(severity), severityColor(severity, palette), 16, ratio));
    return result;
}

QString severityTitle(Severity severity) {
    switch (severity) {
    case Severity::Error:
        return QCoreApplication::translate("Severity", "Error");
    case Severity::Warning:
        return QCoreApplication::translate("Severity", "Warning");
    case Severity::Info:
        return QCoreApplication::translate("Severity", "Info");
    }
    return {};
}

} // namespace limn
