// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/recent.h"

#include <QFileInfo>
#include <QSettings>

namespace limn {
namespace {

constexpr qsizetype mostRecent = 10;
const QString recentKey = QStringLiteral("recent/paths");

} // namespace

QStringList recentPaths() { return QSettings().value(recentKey).toStringList(); }

void rememberRecent(const QStringList& paths) {
    QStringList all = recentPaths();
    for (const QString& path : paths) {
        const QString whole = QFileInfo(path).absoluteFilePath();
        all.removeAll(whole);
        all.prepend(whole);
    }
    QSettings().setValue(recentKey, all.mid(0, mostRecent));
}

} // namespace limn
