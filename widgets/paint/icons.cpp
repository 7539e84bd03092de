// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/paint/icons.h"

#include <QPainter>
#include <QPalette>
#include <QPixmap>

#include "core/drawing/icon_table.h"
#include "widgets/paint/painter.h"

namespace limn {
namespace {

constexpr double field = 16; // units of an icon
constexpr double lineWidth = 1.5;

} // namespace

QPixmap iconPixmap(std::string_view id, const QColor& color, int size, double pixelRatio) {
    const Icon* icon = findIcon(id);
    if (!icon)
        return {};
    QPixmap pixmap(QSize(size, size) * pixelRatio);
    pixmap.setDevicePixelRatio(pixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(size / field, size / field);
    painter.setPen(QPen(color, lineWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(toQt(Path(icon->steps.begin(), icon->steps.end())));
    return pixmap;
}

QIcon icon(std::string_view id, const QPalette& palette) {
    QIcon result;
    const QColor enabled = palette.color(QPalette::Active, QPalette::ButtonText);
    const QColor disabled = palette.color(QPalette::Disabled, QPalette::ButtonText);
    for (const double ratio : {1.0, 2.0}) {
        for (const int size : {16, 20, 24}) {
            result.addPixmap(iconPixmap(id, enabled, size, ratio), QIcon::Normal);
            result.addPixmap(iconPixmap(id, disabled, size, ratio), QIcon::Disabled);
        }
    }
    return result;
}

} // namespace limn
