// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/part_icon.h"

#include <QPainter>

#include "core/drawing/shapes.h"
#include "core/model/fragment.h"
#include "widgets/paint/painter.h"

namespace limn {
namespace {

// The part as it is drawn, and how much of it fits beside a line of text.
constexpr Box body{4, 4, 72, 48};
constexpr double scale = 0.55;

} // namespace

QPixmap partIcon(NodeKind kind, std::string_view subtype, ThemeName themeName, double pixelRatio) {
    auto fragment = std::make_shared<Fragment>();
    fragment->node("part", kind, {}).subtype = subtype;
    const Model model = link({fragment});

    DrawingItem item;
    item.marks = nodeShape(model, *model.node("part"), body, theme(themeName)).marks;
    const QSizeF size = QSizeF(body.w + 8, body.h + 8) * scale;
    QPixmap pixmap((size * pixelRatio).toSize());
    pixmap.setDevicePixelRatio(pixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(scale, scale);
    Ink(item).paint(painter);
    return pixmap;
}

} // namespace limn
