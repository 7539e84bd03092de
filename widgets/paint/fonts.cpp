// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/paint/fonts.h"

#include <QDirIterator>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QVariant>

// A resource of a static library is dropped by the linker unless somebody names it, from outside
// any namespace.
static void keepFonts() { Q_INIT_RESOURCE(limn_fonts); }

namespace limn {

void loadFonts() {
    // Noted at the application, since its fonts go when it goes.
    if (!qApp || qApp->property("limnFonts").toBool())
        return;
    keepFonts();
    QDirIterator files(QStringLiteral(":/fonts"));
    while (files.hasNext())
        QFontDatabase::addApplicationFont(files.next());
    qApp->setProperty("limnFonts", true);
}

QFont drawingFont(int pixels, FontWeight weight) {
    QFont font(QStringLiteral("Inter"));
    font.setPixelSize(qMax(1, pixels));
    font.setWeight(static_cast<QFont::Weight>(weight));
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

} // namespace limn
